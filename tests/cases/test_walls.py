"""Those whom a case is about do not find it anywhere, and a confidential one is for its readers alone."""

from datetime import timedelta

import pytest

from cases import (
    alike,
    assignment,
    barring,
    colleagues,
    commitments,
    escalation,
    everything,
    folder,
    handover,
    lessons,
    notes,
    part_lists,
    parts,
    queues,
    reviewers,
    tags,
    triage_page,
    wall_page,
    walls,
)
from cases.tables import Case
from cases.wall_tables import Reading
from sla.tables import ClockStep
from tawasul import audit
from tawasul.accounts import agencies
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid, NotFound
from tests.cases.conftest import SUNDAY


async def bar(flow, case_id, person, by=None):
    await barring.bar(case_id, person.id, by=by or flow.dana, rev=await flow.rev(case_id))


async def close_off(flow, case_id, by=None):
    await barring.close_off(case_id, by=by or flow.dana, rev=await flow.rev(case_id))


async def reference(flow, case_id):
    return (await flow.case(case_id))["reference"]


async def in_queue(staff):
    return [row.reference for row in (await queues.inbox_page(staff, "all")).rows], (await queues.counts(staff))["all"]


async def test_whom_a_case_is_about_does_not_find_it(flow):
    case_id = await flow.assigned()
    number = await reference(flow, case_id)
    await bar(flow, case_id, flow.basim)
    assert await in_queue(flow.basim) == ([], 0)
    assert await in_queue(flow.badr) == ([number], 1)
    with pytest.raises(NotFound):
        await folder.case_page(number, flow.basim)
    with pytest.raises(NotFound):
        await notes.add(case_id, "I was never there", by=flow.basim)
    with pytest.raises(NotFound):
        await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["holder"] is None


async def test_who_held_it_gives_it_up_and_the_clock_runs_on(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    before = await flow.promise(case_id)
    await bar(flow, case_id, flow.basim)
    assert (await flow.case(case_id))["holder"] is None
    assert await flow.promise(case_id) == before
    assert (await flow.acts(case_id))[-1] == "barred"
    assert await audit.verify() == []


async def test_an_officer_declares_to_be_too_near(flow):
    case_id = await flow.assigned()
    number = await reference(flow, case_id)
    await barring.declare(number, by=flow.basim, rev=await flow.rev(case_id))
    assert await in_queue(flow.basim) == ([], 0)
    with pytest.raises(NotFound):
        await barring.declare(number, by=flow.tariq, rev=await flow.rev(case_id))


async def test_no_letter_about_it_goes_to_whom_it_is_about(flow):
    case_id = await flow.assigned()
    case = await flow.case(case_id)
    await bar(flow, case_id, flow.huda)
    async with transaction():
        await colleagues.tell(case, [flow.huda, flow.dana], "information_added", key="added:1")
    assert await flow.letters("information_added") == [flow.dana.id]


async def test_an_escalation_passes_over_the_head_whom_it_is_about(flow):
    case_id = await flow.assigned()
    await bar(flow, case_id, flow.huda)
    promise = await flow.promise(case_id)
    late = promise.due_at + timedelta(days=3)
    await flow.time_passes(late)
    steps = await ClockStep.select(ClockStep.id, ClockStep.step).where(ClockStep.clock == promise.id)
    with clock.moved(late):
        await escalation.escalate(*[row["id"] for row in steps])
    told = {*await flow.letters("breach"), *await flow.letters("escalation"), *await flow.letters("reminder")}
    assert flow.huda.id not in told
    assert flow.nadia.id in told


async def test_whom_it_is_about_does_not_review_it(flow):
    case_id = await flow.assigned()
    first = await reviewers.to_tell(await flow.case(case_id))
    await bar(flow, case_id, first[0])
    assert first[0].id not in [person.id for person in await reviewers.to_tell(await flow.case(case_id))]


async def test_a_confidential_case_is_for_its_readers_and_every_reading_is_kept(flow):
    case_id = await flow.assigned()
    number = await reference(flow, case_id)
    await close_off(flow, case_id)
    assert await in_queue(flow.basim) == ([], 0)
    with pytest.raises(NotFound):
        await folder.case_page(number, flow.basim)
    with pytest.raises(NotFound):
        await folder.case_page(number, flow.nadia)
    await barring.name_reader(case_id, flow.basim.id, by=flow.dana, rev=await flow.rev(case_id))
    await folder.case_page(number, flow.basim)
    await folder.case_page(number, flow.basim)
    assert [(row["staff"]) for row in await Reading.select()] == [flow.basim.id]
    with clock.moved(SUNDAY + timedelta(hours=1)):
        await folder.case_page(number, flow.basim)
    assert await Reading.count() == 2
    assert (await flow.acts(case_id)).count("read") == 2
    shown = await wall_page.wall(number, flow.dana)
    assert [line.person.id for line in shown.readings] == [flow.basim.id] * 2


async def test_boards_count_it_and_show_nothing_of_it(flow):
    case_id = await flow.assigned(text="The director takes money")
    await close_off(flow, case_id)
    number = await reference(flow, case_id)
    whole = (number, "ewa-power-outage", "The director takes money")
    for reader, seen in ((flow.nadia, ("", None, "")), (flow.dana, whole)):
        page = await queues.listed(reader, "open", "month")
        assert page.total == 1
        assert [(row.reference, row.category, row.excerpt) for row in page.rows] == [seen]
        portions = [rows async for rows in queues.listed_whole(reader, "open", "month")]
        assert [row.reference for rows in portions for row in rows] == [seen[0]]


async def test_nothing_of_it_is_shown_beside_other_cases(flow):
    one, other = await flow.assigned(), await flow.assigned()
    await flow.replies(other)
    await close_off(flow, other)
    assert await walls.shut([one, other], flow.basim) == {other}
    assert await alike.answered(one, flow.basim) == []
    assert await commitments.count(flow.basim) == 0
    await Case.update({Case.confidential: True}).where(Case.id == one)
    assert await lessons.count() == 0


async def test_what_is_about_an_official_waits_for_the_national_unit(flow):
    case_id = await flow.assigned(about_staff=True)
    number = await reference(flow, case_id)
    assert await in_queue(flow.dana) == ([], 0)
    assert await wall_page.unread(flow.nadia) == [number]
    assert await wall_page.unread(flow.dana) == []
    with pytest.raises(NotFound):
        await wall_page.wall(number, flow.dana)
    shown = await wall_page.wall(number, flow.nadia)
    assert not shown.may_read
    await barring.name_reader(case_id, flow.huda.id, by=flow.nadia, rev=shown.rev)
    assert await wall_page.unread(flow.nadia) == []
    assert await in_queue(flow.huda) == ([number], 1)


async def test_readers_who_left_or_reach_it_no_more_are_none(flow):
    case_id = await flow.assigned(about_staff=True)
    await flow.assigned(text="Noise")
    number = await reference(flow, case_id)
    for reader in (flow.huda, flow.tariq):
        await barring.name_reader(case_id, reader.id, by=flow.nadia, rev=await flow.rev(case_id))
    assert await wall_page.unread(flow.nadia) == []
    await Staff.update({Staff.active: False}).where(Staff.id == flow.huda.id)
    assert (await wall_page.unread(flow.nadia), await wall_page.count_unread(flow.nadia)) == ([number], 1)
    assert await wall_page.count_unread(flow.dana) == 0
    await barring.name_reader(case_id, flow.adel.id, by=flow.nadia, rev=await flow.rev(case_id))
    assert await wall_page.count_unread(flow.nadia) == 0


async def test_a_supervisor_of_the_ministry_above_reads_for_it_and_an_officer_there_does_not(flow):
    case_id = await flow.assigned(about_staff=True)
    await Case.update({Case.agency: "MUN-CAP"}).where(Case.id == case_id)
    await barring.name_reader(case_id, flow.basim.id, by=flow.nadia, rev=await flow.rev(case_id))
    assert await wall_page.count_unread(flow.nadia) == 1
    await Staff.update({Staff.agency: "MMA"}).where(Staff.id == flow.basim.id)
    assert await wall_page.count_unread(flow.nadia) == 1
    await barring.name_reader(case_id, flow.samir.id, by=flow.nadia, rev=await flow.rev(case_id))
    assert await wall_page.count_unread(flow.nadia) == 0


async def test_more_than_are_listed_are_counted(flow, monkeypatch):
    monkeypatch.setattr(wall_page, "SHOWN", 1)
    for _ in range(2):
        await flow.assigned(about_staff=True)
    assert (len(await wall_page.unread(flow.nadia)), await wall_page.count_unread(flow.nadia)) == (1, 2)


async def test_people_of_an_agency_that_does_a_part_can_be_named(flow):
    case_id = await flow.assigned()
    number = await reference(flow, case_id)
    assert flow.tariq not in (await wall_page.wall(number, flow.dana)).choices
    await parts.add(case_id, parts.PartDraft("MOH", "Look at the ward."), by=flow.dana, rev=await flow.rev(case_id))
    choices = (await wall_page.wall(number, flow.dana)).choices
    assert flow.tariq in choices
    assert flow.mona not in choices


async def test_reading_a_part_of_a_confidential_case_is_kept(flow):
    case_id = await flow.assigned()
    await parts.add(case_id, parts.PartDraft("MOH", "Look at the ward."), by=flow.dana, rev=await flow.rev(case_id))
    [part] = await part_lists.of_case(case_id)
    await part_lists.one(part.id, flow.tariq)
    assert await Reading.count() == 0
    await close_off(flow, case_id)
    await barring.name_reader(case_id, flow.tariq.id, by=flow.dana, rev=await flow.rev(case_id))
    await part_lists.one(part.id, flow.tariq)
    assert [row["staff"] for row in await Reading.select()] == [flow.tariq.id]


async def test_one_that_waits_to_be_sorted_is_not_put_before_everybody(flow):
    await flow.waiting(about_staff=True)
    assert (await triage_page.page(flow.lulwa)).rows == []
    assert await triage_page.count(flow.nadia) == 0
    await flow.waiting()
    assert (await triage_page.page(flow.lulwa)).total == 1


async def test_it_is_opened_again_and_readers_are_struck_off(flow):
    case_id = await flow.assigned()
    await close_off(flow, case_id)
    await barring.name_reader(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    await assignment.take(case_id, by=flow.badr, rev=await flow.rev(case_id))
    await barring.strike_reader(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["holder"] is None
    await barring.open_up(case_id, by=flow.dana, rev=await flow.rev(case_id))
    assert (await in_queue(flow.badr))[1] == 1


async def test_what_makes_no_sense_is_refused(flow):
    case_id = await flow.assigned()
    await bar(flow, case_id, flow.badr)
    with pytest.raises(Conflict, match="barred_already"):
        await bar(flow, case_id, flow.badr)
    with pytest.raises(Conflict, match="not_confidential"):
        await barring.name_reader(case_id, flow.basim.id, by=flow.dana, rev=await flow.rev(case_id))
    await close_off(flow, case_id)
    with pytest.raises(Invalid):
        await barring.name_reader(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="moved"):
        await barring.open_up(case_id, by=flow.dana, rev=1)
    await barring.unbar(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="not_barred"):
        await barring.unbar(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))


async def test_whoever_stands_in_does_not_get_a_case_about_herself(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.badr, rev=await flow.rev(case_id))
    await bar(flow, case_id, flow.basim)
    heir = handover.Heir(flow.basim, await agencies.scope(flow.basim))
    async with transaction():
        await handover.hand_over(flow.badr.id, heir, "leave", by=flow.dana.actor())
    assert (await flow.case(case_id))["holder"] is None


async def test_an_export_has_no_text_and_no_tag_of_it(flow):
    filed = [await flow.assigned(), await flow.assigned()]
    for case_id in filed:
        await tags.add(case_id, ["minister", "gate"], by=flow.basim, rev=await flow.rev(case_id))
    await close_off(flow, filed[0])
    wish = everything.Wish(texts=True)
    lines = [line async for portion in everything.portions(wish) for line in portion]
    found = [dict(zip(everything.header(wish), line, strict=True)) for line in lines]
    assert [bool(one["text"]) for one in found] == [False, True]
    assert [one["tags"] for one in found] == ["", "minister; gate"]
