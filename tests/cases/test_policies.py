"""A promise is never changed: another one takes over on a day, by two persons, and open cases keep theirs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases import policies, priority
from cases.policies import PolicyDraft
from sla.rebuild import differences
from sla.store import events_of
from sla.tables import Clock, PolicyVersion
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid
from tests.cases.conftest import SURE

DRAFT = PolicyDraft("final_reply", None, "complaint", None, 10, 5, date(2026, 12, 1), "Decision 3/2026")


async def proposed(flow, draft: PolicyDraft = DRAFT) -> int:
    effect = await policies.tried(draft, by=flow.root)
    return await policies.propose(draft, by=flow.root, base=effect.base)


async def test_it_says_how_many_cases_it_concerns(flow):
    await flow.assigned(kind="complaint")
    await flow.assigned(kind="inquiry")
    effect = await policies.tried(DRAFT, by=flow.root)
    assert (effect.open_now, effect.last_year) == (1, 1)
    agencys = replace(DRAFT, clock="agency", agency="EWA", kind=None, target=7)
    assert (await policies.tried(agencys, by=flow.root)).open_now == 2
    assert (await policies.tried(replace(agencys, agency="MOH"), by=flow.root)).open_now == 0


async def test_open_cases_keep_their_promise_and_new_ones_get_the_new_one(flow, sunday):
    before = await flow.assigned(kind="complaint")
    promised = await flow.promise(before)
    await policies.approve(await proposed(flow), by=flow.nadia, rev=1)
    with clock.moved(sunday + timedelta(days=1)):
        assert (await flow.promise(await flow.files(kind="complaint"))).target == 14
    with clock.moved(sunday + timedelta(days=10)):
        assert (await flow.promise(await flow.files(kind="complaint"))).target == 10
    assert await flow.promise(before) == promised


async def test_who_proposed_it_does_not_approve_it(flow):
    number = await proposed(flow)
    with pytest.raises(Forbidden, match="own_proposal"):
        await policies.approve(number, by=flow.root, rev=1)
    with pytest.raises(Forbidden, match="not_for_you"):
        await policies.approve(number, by=flow.dana, rev=1)


async def test_a_promise_that_was_counted_beside_others_is_counted_again(flow):
    first, second = await proposed(flow), await proposed(flow, replace(DRAFT, valid_from=date(2026, 12, 2)))
    await policies.approve(first, by=flow.nadia, rev=1)
    with pytest.raises(Conflict, match="stale_count"):
        await policies.approve(second, by=flow.nadia, rev=1)


async def test_once_its_first_day_has_come_it_is_too_late(flow):
    number = await proposed(flow)
    with clock.moved(clock.now() + timedelta(days=9)), pytest.raises(Conflict, match="first_day_passed"):
        await policies.approve(number, by=flow.nadia, rev=1)
    assert not await PolicyVersion.exists().where(PolicyVersion.target == 10, PolicyVersion.clock == "final_reply")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"target": 0}, ("target", "target_not_a_day")),
        ({"target": -3}, ("target", "target_not_a_day")),
        ({"target": 1_000}, ("target", "target_too_long")),
        ({"pause_days": 0}, ("pause_days", "bad_pause_days")),
        ({"valid_from": None}, ("valid_from", "needs_first_day")),
        ({"valid_from": date(2026, 11, 22)}, ("valid_from", "not_in_future")),  # today was promised otherwise
        ({"clock": "lunch"}, ("clock", "unknown")),
        ({"agency": "EWA"}, ("agency", "not_for_citizens")),  # a citizen's date hangs on the kind alone
        ({"reason": ""}, ("source", "needs_source")),
        ({"kind": "inquiry", "valid_from": date(2026, 12, 1), "target": 14}, None),
    ],
)
async def test_what_cannot_be_promised_is_refused(flow, changed, fault):
    draft = replace(DRAFT, **changed)
    if fault is None:
        assert (await policies.tried(draft, by=flow.root)).open_now == 0
        return
    with pytest.raises(Invalid) as refused:
        await policies.tried(draft, by=flow.root)
    assert [(one.field, one.code) for one in refused.value.faults] == [fault]


async def test_the_same_promise_from_the_same_day_is_there_already(flow):
    await policies.approve(await proposed(flow), by=flow.nadia, rev=1)
    with pytest.raises(Invalid) as refused:
        await policies.tried(DRAFT, by=flow.root)
    assert [fault.code for fault in refused.value.faults] == ["policy_is_there"]


async def test_every_version_is_listed_the_newest_of_each_first(flow):
    await policies.approve(await proposed(flow), by=flow.nadia, rev=1)
    found = [row for row in await policies.all_versions() if row["kind"] == "complaint"]
    assert [(row["target"], row["pause_days"]) for row in found] == [(10, 5), (14, 10)]


URGENT = replace(DRAFT, clock="agency", kind=None, target=3, priority="urgent")
BILL = replace(SURE, category="ewa-bill")  # nothing urgent


async def about_a_bill(flow) -> int:
    case_id = await flow.files()
    await flow.sorts(case_id, BILL)
    return case_id


async def set_to(flow, case_id: int, level: str) -> None:
    reason = "Settled by telephone." if level == "normal" else ""
    await priority.set_to(case_id, level, by=flow.basim, rev=await flow.rev(case_id), reason=reason)


async def test_a_promise_for_the_urgent_concerns_the_urgent_alone(flow):
    await about_a_bill(flow)
    for level in ("urgent", "high"):
        await set_to(flow, await about_a_bill(flow), level)
    assert (await policies.tried(URGENT, by=flow.root)).open_now == 1
    assert (await policies.tried(replace(URGENT, priority="high"), by=flow.root)).open_now == 2
    assert (await policies.tried(replace(URGENT, priority=None), by=flow.root)).open_now == 3


async def test_a_case_that_becomes_urgent_is_promised_less_and_no_more_when_it_is_so_no_longer(flow, sunday):
    await policies.approve(await proposed(flow, URGENT), by=flow.nadia, rev=1)
    with clock.moved(sunday + timedelta(days=10)):
        case_id = await about_a_bill(flow)
        await set_to(flow, case_id, "high")
        assert (await flow.promise(case_id)).target == 14
        await set_to(flow, case_id, "urgent")
        pressed = await flow.promise(case_id)
        assert (pressed.target, pressed.due_at.date()) == (3, date(2026, 12, 7))
        await set_to(flow, case_id, "normal")
        assert await flow.promise(case_id) == pressed
    for row in await Clock.select():
        assert differences(row, await events_of(row["id"])) == {}
        assert row["due_at"] <= pressed.due_at, "the agency is due with the citizen at the latest"


async def test_a_case_that_is_urgent_when_it_is_sorted_is_promised_less_from_then_on(flow, sunday):
    await policies.approve(await proposed(flow, URGENT), by=flow.nadia, rev=1)
    before = await flow.assigned()
    assert (await flow.promise(before)).target == 14
    with clock.moved(sunday + timedelta(days=10)):
        case_id = await flow.files()
        await flow.sorts(case_id, replace(BILL, danger=True))
        assert [one.target for one in await clocks_of([case_id])] == [3, 3]
        assert (await flow.promise(before)).target == 14


async def test_a_citizens_date_hangs_on_no_priority_at_filing(flow):
    with pytest.raises(Invalid) as refused:
        await policies.tried(replace(DRAFT, priority="urgent"), by=flow.root)
    assert [(one.field, one.code) for one in refused.value.faults] == [("priority", "not_for_citizens")]
    with pytest.raises(Invalid) as refused:
        await policies.tried(replace(URGENT, priority="normal"), by=flow.root)
    assert [(one.field, one.code) for one in refused.value.faults] == [("priority", "unknown")]
