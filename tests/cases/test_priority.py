"""A priority that a person set orders the lists, keeps its reason, and outlasts every sorting."""

from dataclasses import replace

import pytest

from cases import correction, moves, priority, queues, urgency
from cases.queues import Wish
from cases.tables import Case
from tawasul import audit
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cases.conftest import SURE


async def sets(flow, case_id, level, *, by=None, reason=""):
    await priority.set_to(case_id, level, by=by or flow.basim, rev=await flow.rev(case_id), reason=reason)


async def level(flow, case_id):
    return urgency.level_of(await flow.case(case_id))


async def test_it_keeps_its_reason_and_moves_no_date(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    await sets(flow, case_id, "high", reason=" A school stands beside it. ")
    assert (await level(flow, case_id), await flow.promise(case_id)) == ("high", before)
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data) == ("priority_set", {"was": "urgent", "priority": "high", "has_reason": True})
    private = await audit.private_values(moves.stream(case_id))
    assert private == {last.seq: {"reason": "A school stands beside it."}}


async def test_to_lower_it_needs_a_reason(flow):
    case_id = await flow.files(text="A live cable hangs over the school gate")
    await flow.sorts(case_id, replace(SURE, danger=True))
    assert await level(flow, case_id) == "danger"
    with pytest.raises(Invalid) as refused:
        await sets(flow, case_id, "normal")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("priority_reason", "needs_why_lower")]
    await sets(flow, case_id, "normal", reason="The cable is a telephone line.")
    assert await level(flow, case_id) == "normal"


async def test_no_later_sorting_puts_it_back(flow):
    case_id = await flow.assigned()
    await sets(flow, case_id, "normal", reason="One house only.")
    await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))
    await correction.correct(case_id, "ewa-power-outage", by=flow.basim, rev=await flow.rev(case_id))
    assert await level(flow, case_id) == "normal"


async def test_the_same_again_changes_nothing(flow):
    case_id = await flow.assigned()
    await sets(flow, case_id, "urgent")
    rev = await flow.rev(case_id)
    await sets(flow, case_id, "urgent")
    assert await flow.rev(case_id) == rev


async def test_the_list_by_urgency_goes_by_it(flow):
    usual, high, urgent, danger = [await flow.assigned(text=f"Case {number}") for number in range(4)]
    for case_id, wanted in ((usual, "normal"), (high, "high"), (urgent, "urgent")):
        await sets(flow, case_id, wanted, reason="As agreed.")
    await flow.sorts(danger)
    await Case.update({Case.danger: True}).where(Case.id == danger)
    page = await queues.inbox_page(flow.basim, "all", wish=Wish(sort="priority"))
    assert [row.clock.case_id for row in page.rows] == [danger, urgent, high, usual]


@pytest.mark.parametrize(
    ("given", "reason", "fault"),
    [
        ("danger", "Gas", ("priority", "unknown")),  # words of the case say so, nobody sets it
        ("", "", ("priority", "unknown")),
        ("٩" * 99, "", ("priority", "unknown")),
        ("urgent", "x" * 501, ("priority_reason", "too_long")),
        ("urgent", "a\u2066b", ("priority_reason", "bidi")),
    ],
)
async def test_what_cannot_be_set(flow, given, reason, fault):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await sets(flow, case_id, given, reason=reason)
    assert [(each.field, each.code) for each in refused.value.faults] == [fault]


async def test_who_may_not(flow):
    case_id = await flow.assigned()
    rev = await flow.rev(case_id)
    with pytest.raises(NotFound):
        await priority.set_to(case_id, "urgent", by=flow.tariq, rev=rev)
    with pytest.raises(Conflict, match="moved"):
        await priority.set_to(case_id, "urgent", by=flow.basim, rev=rev - 1)
    with pytest.raises(Forbidden):
        await sets(flow, await flow.waiting(), "urgent", by=flow.lulwa)
    await flow.replies(case_id)
    with pytest.raises(Conflict, match="not_open"):
        await sets(flow, case_id, "urgent")
