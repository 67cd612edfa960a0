"""Filters combine, a bad one is told and leaves the others, and pages of any order lose and repeat nothing."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from cases import queues, reopening
from cases.attachment_tables import Attachment
from cases.finding import conditions, read
from cases.orders import SORTS, Sort
from cases.queues import QueueRow, Turn, Wish
from cases.tables import Case
from sla.tables import Clock
from tawasul.core import clock
from tests.cases.conftest import SUNDAY, Flow
from tests.cases.crowd import Crowd

KNOWN = {
    "category": {"ewa-power-outage", "ewa-bill"},
    "agency": {"EWA"},
    "governorate": {"northern", "capital"},
    "status": {"assigned", "in_progress", "answered"},
    "kind": {"complaint", "inquiry"},
    "channel": {"web", "phone"},
    "holder": {"1", "nobody"},
}


async def found(flow: Flow, **asked: str) -> list[int]:
    """The cases that Basim's open and closed ones are narrowed to."""
    known = {**KNOWN, "holder": {str(flow.basim.id), "nobody"}}
    wish = read(asked, known)
    assert wish.faults == ()
    page = await queues.inbox_page(flow.basim, "any", wish=Wish(conditions(wish, clock.now()), wish.sort))
    return sorted(row.clock.case_id for row in page.rows)


def faults(**asked: str) -> dict[str, str]:
    return {fault.field: fault.code for fault in read(asked, KNOWN).faults}


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"category": "no-such"}, {"category": "unknown"}),
        ({"agency": "MOH"}, {"agency": "unknown"}),  # beyond reach: not among what can be chosen
        ({"holder": "9" * 30}, {"holder": "unknown"}),
        ({"priority": "x"}, {"priority": "unknown"}),
        ({"sort": "c.id; --"}, {"sort": "unknown"}),
        ({"late": "yes"}, {"late": "unknown"}),
        ({"due_from": "2026-02-30"}, {"due_from": "bad_date"}),
        ({"due_to": "0001-01-01"}, {"due_to": "bad_date"}),
        ({"received_from": "٢٠٢٦"}, {"received_from": "bad_date"}),
        ({"due_from": "2026-02-03", "due_to": "2026-02-01"}, {"due_to": "before_first_day"}),
        ({"q": '"*"'}, {"q": "nothing_to_search"}),
        ({"q": "a" * 201}, {"q": "search_too_long"}),
        ({"q": "\x00"}, {}),  # nothing that can be seen was asked for
    ],
)
def test_a_value_that_is_none_is_told_and_the_rest_holds(asked: dict[str, str], fault: dict[str, str]) -> None:
    wish = read({**asked, "kind": "inquiry"}, KNOWN)
    assert {each.field: each.code for each in wish.faults} == fault
    assert wish.kept["kind"] == "inquiry"
    assert not set(fault) & set(wish.kept)


def test_what_is_not_asked_for_narrows_nothing() -> None:
    assert not read({"category": "", "sort": "received", "other": "x"}, KNOWN).narrows
    assert read({"late": "1"}, KNOWN).narrows
    assert faults(q="lamp") == {}


async def test_every_filter_leaves_out_what_it_says(flow: Flow) -> None:
    plain = await flow.assigned(governorate="capital")
    other = await flow.assigned(governorate="northern", kind="inquiry", channel="phone")
    await Case.update({Case.urgent: False}).where(Case.id == plain)
    await Case.update({Case.holder: flow.basim.id, Case.urgent: True}).where(Case.id == other)
    await Attachment.insert(
        Attachment(case=other, key="k", name="a.pdf", type="pdf", size=1, state="ready", at=clock.now())
    )
    for asked in (
        {"governorate": "northern"},
        {"kind": "inquiry"},
        {"channel": "phone"},
        {"holder": str(flow.basim.id)},
        {"priority": "urgent"},
        {"files": "1"},
        {"governorate": "northern", "channel": "phone", "files": "1", "priority": "urgent"},
    ):
        assert await found(flow, **asked) == [other], asked
    for asked in ({"governorate": "capital"}, {"holder": "nobody"}, {"priority": "usual"}):
        assert await found(flow, **asked) == [plain], asked
    assert await found(flow, governorate="capital", files="1") == []
    assert await found(flow, priority="danger") == []


async def test_days_are_whole_days_of_bahrain(flow: Flow) -> None:
    case_id = await flow.assigned()
    await Case.update({Case.received_at: SUNDAY.replace(hour=20, minute=59)}).where(Case.id == case_id)
    # A minute before midnight there.
    assert await found(flow, received_from="2026-11-22", received_to="2026-11-22") == [case_id]
    assert await found(flow, received_from="2026-11-23") == []
    due = (await flow.promise(case_id)).due_at.date()
    assert await found(flow, due_from=due.isoformat(), due_to=due.isoformat()) == [case_id]
    assert await found(flow, due_to=(due - timedelta(days=1)).isoformat()) == []


async def test_late_is_what_is_owed_too_long_and_what_was_answered_too_late(flow: Flow) -> None:
    owed, answered, kept, _ = [await flow.assigned() for _ in range(4)]
    await flow.replies(kept)
    for case_id in (owed, answered):
        await Clock.update({Clock.due_at: SUNDAY - timedelta(days=1)}).where(Clock.case_id == case_id)
    await flow.replies(answered)
    assert await found(flow, late="1") == [owed, answered]
    assert await found(flow, late="1", status="answered") == [answered]


async def test_a_reopened_case_stands_in_its_tab_until_it_is_answered(flow: Flow) -> None:
    case_id, _ = await flow.assigned(), await flow.assigned()
    await flow.replies(case_id)
    await reopening.reopen(case_id, "Dark again")
    assert (await queues.counts(flow.basim))["reopened"] == 1
    await Case.update({Case.status: "in_progress"}).where(Case.id == case_id)
    page = await queues.inbox_page(flow.basim, "reopened")
    assert [row.clock.case_id for row in page.rows] == [case_id]


async def test_my_agency_leaves_out_those_below(flow: Flow) -> None:
    own, below = await flow.assigned(), await flow.assigned()
    await Case.update({Case.agency: "MMA"}).where(Case.id == own)
    await Case.update({Case.agency: "MUN-CAP"}).where(Case.id == below)
    counts = await queues.counts(flow.samir)
    assert (counts["all"], counts["agency"]) == (2, 1)


async def everything(flow: Flow, sort: Sort, *, backwards: bool = False) -> AsyncIterator[list[QueueRow]]:
    """Every page from the first to the last, or from the last to the first."""
    wish, turn = Wish(sort=sort), Turn()
    while True:
        page = await queues.inbox_page(flow.basim, "all", turn=turn, wish=wish)
        if not backwards:
            yield page.rows
        if page.following is None:
            break
        turn = Turn(page.following)
    if not backwards:
        return
    yield page.rows
    while page.preceding is not None:
        page = await queues.inbox_page(flow.basim, "all", turn=Turn(page.preceding, backwards=True), wish=wish)
        yield page.rows


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_lose_and_repeat_nothing_while_cases_come_in(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    monkeypatch.setattr(queues, "PAGE", 4)
    crowd, chance = await Crowd.of(flow), random.Random(7)
    there = await crowd.add(9, SUNDAY + timedelta(days=3)) + await crowd.add(9, SUNDAY + timedelta(days=5))
    await Case.update({Case.urgent: False}).where(Case.id.is_in(there[1::3]))
    await Case.update({Case.danger: True}).where(Case.id.is_in(there[::5]))
    forth, back = [], []
    async for rows in everything(flow, sort):
        forth += [row.clock.case_id for row in rows]
        await crowd.add(1, SUNDAY + timedelta(days=chance.choice((1, 3, 5, 7))))
    async for rows in everything(flow, sort, backwards=True):
        back = [row.clock.case_id for row in rows] + back
        await crowd.add(1, SUNDAY + timedelta(days=chance.choice((1, 3, 5, 7))))
    for seen in (forth, back):
        assert len(seen) == len(set(seen))
        assert set(there) <= set(seen)
    assert [number for number in back if number in there] == [number for number in forth if number in there]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("key", ["", "~", "~~", "2~2026-11-22T00:00:00+00:00~\x00", "9" * 40, "9999-12-31~1"])
async def test_a_key_of_another_list_is_the_first_page(flow: Flow, sort: Sort, key: str) -> None:
    await flow.assigned()
    page = await queues.inbox_page(flow.basim, "all", turn=Turn(key), wish=Wish(sort=sort))
    assert len(page.rows) == 1


async def test_the_urgent_stand_first_and_the_last_changed(flow: Flow) -> None:
    usual, urgent, danger = [await flow.assigned() for _ in range(3)]
    await Case.update({Case.urgent: False}).where(Case.id == usual)
    await Case.update({Case.urgent: True, Case.updated_at: SUNDAY + timedelta(days=1)}).where(Case.id == urgent)
    await Case.update({Case.danger: True, Case.updated_at: SUNDAY - timedelta(days=1)}).where(Case.id == danger)

    async def order(sort: Sort) -> list[int]:
        page = await queues.inbox_page(flow.basim, "all", wish=Wish(sort=sort))
        return [row.clock.case_id for row in page.rows]

    assert await order("priority") == [danger, urgent, usual]
    assert await order("changed") == [urgent, usual, danger]
