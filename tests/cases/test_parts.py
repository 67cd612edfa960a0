"""Parts: other agencies answer inside, the holder answers the citizen, and no clock of the citizen's moves."""

from datetime import timedelta

import pytest

from cases import additions, attached, attachments, barring, clock_audit, part_lists, parts, staffing, withdrawal
from cases.file_rules import Upload
from cases.parts import PartDraft
from cases.passing_tables import Part
from cases.wall_tables import Reading
from sla.tables import ClockAudit
from sla.views import clocks_of
from tawasul.core import clock, storage
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

PDF = Upload("letter.pdf", b"%PDF-1.7 a letter")
ASK = "Please say when the road is dug up."


async def asks_for(flow, case_id, *, agency="MOH", asked=ASK, by=None):
    """Dana asks another agency; gives the part's number."""
    await parts.add(case_id, PartDraft(agency, asked), by=by or flow.dana, rev=await flow.rev(case_id))
    row = await Part.select(Part.id).order_by(Part.id, ascending=False).first()
    return row["id"]


async def part_clocks(case_id):
    return [(one.agency, one.state) for one in await clocks_of([case_id], "part")]


async def test_a_part_has_its_own_clock_and_moves_no_other(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    await asks_for(flow, case_id)
    assert await part_clocks(case_id) == [("MOH", "running")]
    assert await flow.stretches(case_id) == [("EWA", "running")]
    assert await flow.promise(case_id) == before
    assert (await flow.case(case_id))["agency"] == "EWA"


async def test_the_citizens_reply_waits_for_the_part(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    with pytest.raises(Conflict, match="parts_open"):
        await flow.replies(case_id)
    await parts.answer(number, "It is dug up on Tuesday.", by=flow.tariq)
    assert len(await flow.letters("part_answered")) == 1
    await flow.replies(case_id)
    assert (await flow.case(case_id))["status"] == "answered"
    assert await part_clocks(case_id) == [("MOH", "met")]
    assert [act for act in await flow.acts(case_id) if act.startswith("part")] == ["part_added", "part_answered"]


async def test_a_withdrawn_part_keeps_its_reason_and_holds_no_reply_up(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    with pytest.raises(Invalid):
        await parts.withdraw(case_id, number, " ", by=flow.dana)
    await parts.withdraw(case_id, number, "We found it out ourselves.", by=flow.dana)
    assert await part_clocks(case_id) == [("MOH", "void")]
    assert (await part_lists.of_case(case_id))[0].words == "We found it out ourselves."
    await flow.replies(case_id)
    with pytest.raises(Conflict):
        await parts.answer(number, "Too late.", by=flow.tariq)


async def test_officers_ask_nobody_and_other_agencies_find_no_case(flow):
    case_id = await flow.assigned()
    with pytest.raises(Forbidden):
        await asks_for(flow, case_id, by=flow.basim)
    with pytest.raises(NotFound):
        await asks_for(flow, case_id, by=flow.samir)
    await asks_for(flow, case_id, by=flow.nadia)


async def test_only_the_agency_of_the_part_reads_and_answers_it(flow):
    number = await asks_for(flow, await flow.assigned())
    for who in ("mona", "samir", "basim", "lulwa", "root"):
        with pytest.raises(NotFound):
            await parts.answer(number, "Ours.", by=flow.people[who])
        with pytest.raises(NotFound):
            await part_lists.one(number, flow.people[who])
    assert (await part_lists.one(number, flow.tariq)).part.asked == ASK
    assert [row.id for row in await part_lists.to_do(flow.tariq)] == [number]
    assert await part_lists.to_do(flow.mona) == []


@pytest.mark.parametrize(
    ("agency", "asked", "faults"),
    [
        ("EWA", ASK, [("part_agency", "same_agency")]),
        ("NOWHERE", "", [("part_agency", "unknown"), ("asked", "empty_field")]),
        ("MOH", "a\x00b", [("asked", "control")]),
        ("MOW", ASK, [("part_agency", "part_there")]),
    ],
)
async def test_what_cannot_be_asked(flow, agency, asked, faults):
    case_id = await flow.assigned()
    await asks_for(flow, case_id, agency="MOW")
    with pytest.raises(Invalid) as refused:
        await asks_for(flow, case_id, agency=agency, asked=asked)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == faults
    assert await Part.count() == 1


async def test_five_parts_are_the_most(flow):
    case_id = await flow.assigned()
    for agency in ("MOH", "MOW", "MMA", "MOE", "GDT"):
        await asks_for(flow, case_id, agency=agency)
    with pytest.raises(Invalid) as refused:
        await asks_for(flow, case_id, agency="MOI")
    assert [fault.code for fault in refused.value.faults] == ["too_many_parts"]


async def test_an_officer_of_the_agency_takes_a_part_on(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    await parts.take(number, by=flow.tariq)
    await parts.take(number, by=flow.tariq)
    assert (await part_lists.one(number, flow.tariq)).part.holder == flow.tariq
    assert [row.taken_by for row in await part_lists.to_do(flow.tariq)] == [flow.tariq]
    assert (await flow.acts(case_id)).count("part_taken") == 1
    for who in ("mona", "basim", "lulwa", "root"):
        with pytest.raises(NotFound):
            await parts.take(number, by=flow.people[who])
    with pytest.raises(Forbidden):
        await parts.take(number, by=flow.nadia)  # who reaches every case and answers none
    with pytest.raises(NotFound):
        await parts.take(number + 1, by=flow.tariq)


async def test_a_part_that_ended_is_taken_on_by_nobody(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    await parts.withdraw(case_id, number, "Not needed.", by=flow.dana)
    with pytest.raises(Conflict, match="part_ended"):
        await parts.take(number, by=flow.tariq)


@pytest.fixture
async def with_file(flow, tmp_path, monkeypatch):
    """A case with a letter attached and a part for the Ministry of Health: its id, the part's and the file's."""
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [PDF])
    file = (await attached.of_case(case_id))[0].id
    await attachments.inspect(file)
    return case_id, await asks_for(flow, case_id), file


async def test_the_agency_of_a_part_has_the_files_of_the_case_as_long_as_it_is_open(flow, with_file):
    _, number, file = with_file
    assert [one.id for one in (await part_lists.one(number, flow.tariq)).files] == [file]
    assert (await part_lists.file_of(number, file, flow.tariq)).data == PDF.data
    await parts.answer(number, "Tuesday.", by=flow.tariq)
    assert (await part_lists.one(number, flow.tariq)).files == []
    with pytest.raises(NotFound):
        await part_lists.file_of(number, file, flow.tariq)


async def test_files_end_with_the_part_and_with_the_case(flow, with_file):
    case_id, number, file = with_file
    other = await asks_for(flow, case_id, agency="MOW")
    await parts.withdraw(case_id, number, "Not needed.", by=flow.dana)
    with pytest.raises(NotFound):
        await part_lists.file_of(number, file, flow.tariq)
    assert (await part_lists.file_of(other, file, flow.mona)).name == "letter.pdf"
    await withdrawal.withdraw(case_id, "")
    with pytest.raises(NotFound):
        await part_lists.file_of(other, file, flow.mona)


async def test_nobody_else_has_the_files_by_the_part(flow, with_file):
    _, number, file = with_file
    elsewhere = await flow.assigned(text="Something else")
    await additions.add(elsewhere, "See the file.", [PDF])
    foreign = (await attached.of_case(elsewhere))[0].id
    await attachments.inspect(foreign)
    for who in ("mona", "samir", "basim", "lulwa", "root"):
        with pytest.raises(NotFound):
            await part_lists.file_of(number, file, flow.people[who])
    with pytest.raises(NotFound):
        await part_lists.file_of(number, foreign, flow.tariq)


async def test_a_confidential_case_shows_its_part_to_named_readers_alone_and_keeps_the_reading(flow, with_file):
    case_id, number, file = with_file
    await barring.close_off(case_id, by=flow.dana, rev=await flow.rev(case_id))
    with pytest.raises(NotFound):
        await part_lists.one(number, flow.tariq)
    with pytest.raises(NotFound):
        await part_lists.file_of(number, file, flow.tariq)
    await barring.name_reader(case_id, flow.tariq.id, by=flow.dana, rev=await flow.rev(case_id))
    await part_lists.file_of(number, file, flow.tariq)
    assert [row["staff"] for row in await Reading.select(Reading.staff)] == [flow.tariq.id]
    await parts.take(number, by=flow.tariq)
    await barring.strike_reader(case_id, flow.tariq.id, by=flow.dana, rev=await flow.rev(case_id))
    with pytest.raises(NotFound):
        await part_lists.file_of(number, file, flow.tariq)
    assert (await Part.select(Part.holder).first())["holder"] is None


async def test_the_citizen_is_told_who_was_asked_and_when_they_answered(flow):
    case_id = await flow.assigned()
    first, dropped = await asks_for(flow, case_id), await asks_for(flow, case_id, agency="MMA")
    await asks_for(flow, case_id, agency="MOW")
    await parts.withdraw(case_id, dropped, "Not needed.", by=flow.dana)
    await parts.answer(first, "Tuesday.", by=flow.tariq)
    told = await part_lists.told((await flow.case(case_id))["reference"])
    now = clock.now()
    assert [(one.agency, one.asked_at, one.answered_at) for one in told] == [("MOH", now, now), ("MOW", now, None)]


async def test_a_case_that_ends_without_a_reply_ends_its_parts(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    await withdrawal.withdraw(case_id, "")
    assert await part_clocks(case_id) == [("MOH", "void")]
    assert await part_lists.to_do(flow.tariq) == []
    with pytest.raises(Conflict, match="not_open"):
        await parts.answer(number, "Here it is.", by=flow.tariq)


async def test_the_clocks_of_parts_pass_the_nightly_audit(flow):
    case_id = await flow.assigned()
    late, answered = await asks_for(flow, case_id), await asks_for(flow, case_id, agency="MOW")
    await parts.answer(answered, "Done.", by=flow.mona)
    await flow.time_passes(clock.now() + timedelta(days=40))  # every step of an unanswered part is reached
    with clock.moved(clock.now() + timedelta(days=40)):
        await parts.answer(late, "At last.", by=flow.tariq)
        audit_id = await clock_audit.run(recount=True)
    found = await ClockAudit.select().where(ClockAudit.id == audit_id).first()
    assert (found["clocks"], found["differing"], found["found"]) == (4, 0, "[]")
    assert await part_clocks(case_id) == [("MOH", "missed"), ("MOW", "met")]


async def test_a_part_of_a_case_that_ended_shows_nobody_and_waits_for_nobody(flow):
    case_id = await flow.assigned(name="Amal", mobile="33112233", visible_to="agency")
    number = await asks_for(flow, case_id)
    assert (await part_lists.one(number, flow.tariq)).contact.name == "Amal"
    await withdrawal.withdraw(case_id, "")
    found = await part_lists.one(number, flow.tariq)
    assert (found.is_open, found.contact.name, found.contact.mobile) == (False, None, None)
    assert await part_lists.told((await flow.case(case_id))["reference"]) == []


async def test_whoever_goes_to_another_agency_leaves_her_parts_behind(flow):
    number = await asks_for(flow, await flow.assigned())
    await parts.take(number, by=flow.tariq)
    await staffing.edit(flow.tariq.id, {"agency": "MMA"}, by=flow.root, rev=0)
    assert (await Part.select(Part.holder).where(Part.id == number).first())["holder"] is None
