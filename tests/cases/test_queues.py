"""Lists of cases: soonest due first, a page at a time, in a fixed number of statements, nobody else's among them."""

from datetime import timedelta

import pytest

from cases import queues
from cases.filters import OPEN_VIEWS, Narrowing, narrowed
from cases.queues import QueuePage, Turn, Wish
from cases.tables import Case
from sla.tables import Clock
from tawasul.core import clock, db
from tests.cases.conftest import SUNDAY, Flow


async def due(case_id: int, days: float) -> None:
    """Move a promise, as if the case had been filed earlier or later."""
    await Clock.update({Clock.due_at: SUNDAY + timedelta(days=days)}).where(
        Clock.case_id == case_id, Clock.kind == "final_reply"
    )


async def number(case_id: int) -> str:
    row = await Case.select(Case.reference).where(Case.id == case_id).first()
    return str(row["reference"])


def numbers(page: QueuePage) -> list[str]:
    return [row.reference for row in page.rows]


@pytest.fixture
async def noise(flow: Flow) -> str:
    """A case of another agency, which must stay out of every list."""
    case_id = await flow.assigned()
    await Case.update({Case.agency: "MOH"}).where(Case.id == case_id)
    return await number(case_id)


async def test_the_soonest_due_stands_first(flow: Flow, noise: str) -> None:
    later, sooner = await flow.assigned(), await flow.assigned()
    await due(later, 9)
    await due(sooner, 2)
    page = await queues.inbox_page(flow.basim, "all")
    assert numbers(page) == [await number(sooner), await number(later)]
    assert page.total == 2


async def test_another_agencys_officer_sees_only_hers(flow: Flow, noise: str) -> None:
    await flow.assigned()
    assert numbers(await queues.inbox_page(flow.tariq, "all")) == [noise]


async def test_a_supervisor_of_the_ministry_sees_the_municipalities_below(flow: Flow) -> None:
    case_id = await flow.assigned()
    await Case.update({Case.agency: "MUN-CAP"}).where(Case.id == case_id)
    assert (await queues.inbox_page(flow.samir, "all")).total == 1


async def test_an_administrator_has_no_cases(flow: Flow) -> None:
    await flow.assigned()
    assert (await queues.inbox_page(flow.root, "all")).total == 0


async def test_the_tabs_hold_what_they_say(flow: Flow, noise: str) -> None:
    late, today, soon, later = [await flow.assigned() for _ in range(4)]
    for case_id, days in ((late, -1), (today, 0.1), (soon, 1), (later, 12)):
        await due(case_id, days)
    await Case.update({Case.holder: flow.basim.id}).where(Case.id == soon)
    counts = await queues.counts(flow.basim)
    some = {"all": 4, "agency": 4, "overdue": 1, "today": 1, "soon": 1, "mine": 1, "unassigned": 3}
    assert counts == {**some, "waiting": 0, "reopened": 0, "in_review": 0}
    for view in OPEN_VIEWS:
        assert (await queues.inbox_page(flow.basim, view)).total == counts[view]


async def test_narrowing_combines(flow: Flow) -> None:
    one, _ = await flow.assigned(governorate="northern"), await flow.assigned(governorate="capital")
    by = Narrowing(governorate="northern", category="ewa-power-outage", statuses=("assigned",))
    assert numbers(await queues.inbox_page(flow.basim, "all", wish=Wish(narrowed(by)))) == [await number(one)]
    none = Wish(narrowed(Narrowing(category="no-such")))
    assert (await queues.inbox_page(flow.basim, "all", wish=none)).total == 0


async def test_pages_follow_each_other_without_gap_or_repeat(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PAGE", 2)
    for days in (1, 1, 1, 2, 3):
        await due(await flow.assigned(), days)
    first = await queues.inbox_page(flow.basim, "all")
    second = await queues.inbox_page(flow.basim, "all", turn=Turn(first.following or ""))
    third = await queues.inbox_page(flow.basim, "all", turn=Turn(second.following or ""))
    assert [len(page.rows) for page in (first, second, third)] == [2, 2, 1]
    assert len({*numbers(first), *numbers(second), *numbers(third)}) == 5
    assert (first.preceding, third.following) == (None, None)
    back = await queues.inbox_page(flow.basim, "all", turn=Turn(third.preceding or "", backwards=True))
    assert numbers(back) == numbers(second)


@pytest.mark.parametrize("key", ["nonsense", "2026-13-01~1", "2026-11-22T00:00:00~1", "~", "é" * 500])
async def test_a_key_that_is_none_of_ours_is_the_first_page(flow: Flow, key: str) -> None:
    await flow.assigned()
    assert len((await queues.inbox_page(flow.basim, "all", turn=Turn(key))).rows) == 1


async def test_a_longer_list_takes_no_more_statements(flow: Flow) -> None:
    await flow.assigned()
    with db.count_statements() as few:
        await queues.inbox_page(flow.basim, "all")
        await queues.counts(flow.basim)
    for _ in range(7):
        await flow.assigned()
    with db.count_statements() as many:
        await queues.inbox_page(flow.basim, "all")
        await queues.counts(flow.basim)
    assert len(many) == len(few)


async def test_an_answered_case_leaves_the_queue(flow: Flow) -> None:
    case_id = await flow.assigned()
    await Clock.update({Clock.state: "met", Clock.met_at: clock.now()}).where(Clock.case_id == case_id)
    assert (await queues.inbox_page(flow.basim, "all")).total == 0
