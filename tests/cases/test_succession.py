"""Agencies: changed, taken back, and retired only when nothing is left without one."""

import pytest

from cases import succession
from routing import reference
from routing.decide import decide
from tawasul.accounts import agencies, agency_changes, history
from tawasul.accounts.agency_changes import stream
from tawasul.accounts.tables import Staff
from tawasul.core.db import count_statements, fetch
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.outbox.tables import OutboxMessage

NEW = {"name_ar": "هيئة جديدة", "name_en": "New Authority", "parent": None, "email": "", "phone": ""}


async def rev(code: str) -> int:
    return await history.seen(stream(code))


async def edited(code: str, by, **new) -> None:
    await succession.edit(code, new, by=by, rev=await rev(code))


async def retired(code: str, successor: str | None, by) -> None:
    await succession.retire(code, successor, by=by, rev=await rev(code))


async def nobody_works_in(code: str) -> None:
    await Staff.update({Staff.active: False}).where(Staff.agency == code)


async def test_an_agency_is_added_and_its_history_begins(flow):
    await succession.add("NEW", {**NEW, "phone": "١٧١٢ ٣٤٥٦"}, by=flow.root)
    found = await agency_changes.agency("NEW", by=flow.root)
    assert (found.name_en, found.phone, found.retired) == ("New Authority", "1712 3456", False)
    assert (await history.changes(stream("NEW")))[0].act == "agency_added"


@pytest.mark.parametrize(
    ("code", "said", "field"),
    [
        ("new", {}, "code"),
        ("N" * 21, {}, "code"),
        ("N\x00", {}, "code"),
        ("NEW", {"name_ar": ""}, "name_ar"),
        ("NEW", {"name_en": "x" * 201}, "name_en"),
        ("NEW", {"parent": "NOWHERE"}, "parent"),
        ("NEW", {"email": "nobody"}, "email"),
        ("NEW", {"phone": "call me"}, "phone"),
    ],
)
async def test_what_is_no_agency_is_said_at_its_field(flow, code, said, field):
    with pytest.raises(Invalid) as refusal:
        await succession.add(code, {**NEW, **said}, by=flow.root)
    assert [fault.field for fault in refusal.value.faults] == [field]


async def test_a_code_is_given_once_and_no_agency_is_below_itself(flow):
    with pytest.raises(Conflict, match="agency_is_there"):
        await succession.add("EWA", NEW, by=flow.root)
    with pytest.raises(Invalid):
        await edited("MMA", flow.root, parent="MUN-CAP")


async def test_a_head_changes_how_her_agency_is_reached_and_nothing_else(flow):
    await edited("EWA", flow.huda, phone="+973 1712 3456", email="care@ewa.example")
    assert (await agency_changes.agency("EWA", by=flow.huda)).email == "care@ewa.example"
    with pytest.raises(Forbidden):
        await edited("EWA", flow.huda, name_en="Hers")
    for code in ("MOH", "nothing", "\x00"):
        with pytest.raises(NotFound):
            await succession.edit(code, {"phone": "17123456"}, by=flow.huda, rev=0)


async def test_a_change_is_taken_back_unless_it_was_changed_again(flow):
    await edited("EWA", flow.root, name_en="Water")
    await succession.undo("EWA", 1, by=flow.root, rev=1)
    assert (await agencies.all_agencies())["EWA"].name_en == "Electricity and Water Authority"
    with pytest.raises(Conflict, match="changed_since"):
        await succession.undo("EWA", 1, by=flow.root, rev=2)
    with pytest.raises(Conflict, match="entry_moved"):
        await succession.edit("EWA", {"name_en": "X"}, by=flow.root, rev=1)


async def test_an_agency_with_people_cases_or_services_is_not_just_retired(flow):
    await flow.assigned()
    with pytest.raises(Conflict, match="has_accounts"):
        await retired("EWA", "MOW", flow.root)
    await nobody_works_in("EWA")
    with pytest.raises(Conflict, match="has_open_cases"):
        await retired("EWA", None, flow.root)
    await nobody_works_in("MMA")
    with pytest.raises(Conflict, match="has_agencies_below"):
        await retired("MMA", "MOW", flow.root)
    await nobody_works_in("MOH")
    with pytest.raises(Conflict, match="has_services"):
        await retired("MOH", None, flow.root)
    with pytest.raises(Invalid):
        await retired("EWA", "EWA", flow.root)


async def test_a_successor_takes_the_open_cases_and_the_services(flow):
    case_id = await flow.assigned()
    promise = await flow.promise(case_id)
    await nobody_works_in("EWA")
    await retired("EWA", "MOW", flow.root)
    assert await OutboxMessage.count().where(OutboxMessage.job == succession.MOVE) == 1
    assert await succession.move_cases("EWA") == 1
    assert await succession.move_cases("EWA") == 0
    case = await flow.case(case_id)
    assert (case["agency"], case["status"], case["holder"]) == ("MOW", "assigned", None)
    assert (await flow.history(case_id))[-1].data == {"from": "EWA", "agency": "MOW"}
    assert await flow.promise(case_id) == promise
    assert [agency for agency, _ in await flow.stretches(case_id)] == ["EWA", "MOW"]
    row = (await reference.categories())["ewa-power-outage"]
    assert decide(row.code, row.agency_code, None, await reference.rules()).agency == "MOW"


async def test_what_was_sorted_a_moment_before_follows_at_midnight(flow):
    await nobody_works_in("EWA")
    await retired("EWA", "MOW", flow.root)
    case_id = await flow.assigned()
    assert (await flow.case(case_id))["agency"] == "MOW"
    await fetch("""UPDATE "case_" SET "agency" = 'EWA' """)
    await succession.move_late()
    assert (await flow.case(case_id))["agency"] == "MOW"


async def test_successors_are_followed_to_the_end_and_a_ring_has_none(flow):
    for code, after in (("EWA", "MOW"), ("MOW", "MOH")):
        await nobody_works_in(code)
        await retired(code, after, flow.root)
    assert agencies.successors(await agencies.all_agencies()) == {"EWA": "MOH", "MOW": "MOH"}
    await fetch("""UPDATE "agency" SET "successor" = 'EWA' WHERE "code" = 'MOW'""")
    assert agencies.successors(await agencies.all_agencies()) == {}


async def test_a_retired_agency_is_brought_back_by_taking_it_back(flow):
    await nobody_works_in("EWA")
    await retired("EWA", "MOW", flow.root)
    await succession.undo("EWA", 1, by=flow.root, rev=1)
    assert not (await agencies.all_agencies())["EWA"].retired
    assert (await reference.categories())["ewa-power-outage"].agency_code == "EWA"
    await Staff.update({Staff.active: True}).where(Staff.username == "basim")
    with pytest.raises(Conflict, match="has_accounts"):
        await succession.undo("EWA", 2, by=flow.root, rev=2)


async def test_rules_are_read_in_three_statements_and_their_troubles_in_no_more(database):
    for read in (reference.rules, reference.count_troubles):
        with count_statements() as counted:
            await read()
        assert len(counted.statements) == 3
