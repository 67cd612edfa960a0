"""Who hears of a case by letter: of a confidential one its readers, else the national unit, never whom it is about."""

from datetime import timedelta

from cases import barring, colleagues, escalation, reviewers
from sla.tables import ClockStep
from tawasul.core import clock
from tawasul.core.db import count_statements, transaction
from tawasul.notify.tables import Letter
from tests.cases.test_walls import bar, close_off


async def late_steps(flow, case_id):
    """The steps that a case has come to three days after its date, and that moment."""
    promise = await flow.promise(case_id)
    late = promise.due_at + timedelta(days=3)
    await flow.time_passes(late)
    return [row["id"] for row in await ClockStep.select(ClockStep.id).where(ClockStep.clock == promise.id)], late


async def test_of_a_confidential_case_only_readers_hear(flow):
    case_id = await flow.assigned()
    await close_off(flow, case_id)
    case = await flow.case(case_id)
    async with transaction():
        await colleagues.tell(case, [flow.huda, flow.dana, flow.nadia], "information_added", key="added:1")
    assert await flow.letters("information_added") == [flow.dana.id]


async def test_an_escalation_of_a_confidential_case_comes_to_a_reader_or_the_national_unit(flow):
    named, unnamed = await flow.assigned(), await flow.assigned(about_staff=True)
    await close_off(flow, named)
    await barring.name_reader(named, flow.huda.id, by=flow.dana, rev=await flow.rev(named))
    for case_id in (named, unnamed):
        steps, late = await late_steps(flow, case_id)
        with clock.moved(late):
            await escalation.escalate(*steps)
    rows = await Letter.select(Letter.case_id, Letter.staff_id).where(Letter.staff_id.is_not_null())
    assert {row["staff_id"] for row in rows if row["case_id"] == named} == {flow.huda.id, flow.dana.id}
    assert {row["staff_id"] for row in rows if row["case_id"] == unnamed} == {flow.nadia.id}


async def test_whoever_is_barred_is_not_told_of_a_confidential_case_either(flow):
    case_id = await flow.assigned(about_staff=True)
    await bar(flow, case_id, flow.nadia, by=flow.nadia)
    steps, late = await late_steps(flow, case_id)
    with clock.moved(late):
        await escalation.escalate(*steps)
    assert await flow.letters("breach") == []


async def test_more_steps_read_the_staff_and_the_walls_no_more_often(flow):
    read = {}
    for many in (1, 3):
        found = [await flow.assigned(text=f"No power in block {many}{number}") for number in range(many)]
        promises = [await flow.promise(case_id) for case_id in found]
        late = promises[0].due_at + timedelta(seconds=1)
        await flow.time_passes(late)
        ids = [promise.id for promise in promises]
        steps = await ClockStep.select(ClockStep.id).where(ClockStep.clock.is_in(ids), ClockStep.step == "breach")
        with clock.moved(late), count_statements() as counted:
            await escalation.escalate(*[row["id"] for row in steps])
        read[many] = sum('FROM "barred"' in one or 'FROM "leave"' in one for one in counted.statements)
    assert read[1] == read[3] == 2


async def test_a_review_of_a_confidential_case_is_told_to_a_reader(flow):
    case_id = await flow.assigned(about_staff=True)
    assert await reviewers.to_tell(await flow.case(case_id)) == []
    await barring.name_reader(case_id, flow.huda.id, by=flow.nadia, rev=await flow.rev(case_id))
    told = await reviewers.to_tell(await flow.case(case_id))
    assert flow.huda.id in [person.id for person in told]
