"""Accounts: who may change whom, what becomes of the cases, and taking a change back."""

import asyncio

import pytest

from cases import assignment, staffing
from tawasul import audit
from tawasul.accounts import history, login, sessions, staff_changes, staff_list
from tawasul.accounts.staff import NewStaff
from tawasul.accounts.staff_changes import stream
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, view
from tawasul.core.db import fetch
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

PASSWORD = "blue-boat-seven"


def a_new(**said) -> NewStaff:
    return NewStaff(
        **{
            "username": "fatima",
            "password": PASSWORD,
            "role": "officer",
            "agency": "EWA",
            "name_en": "Fatima",
            "name_ar": "فاطمة",
            **said,
        }
    )


async def rev(person) -> int:
    return await history.seen(stream(person.id))


async def edited(person, by, **new):
    return await staffing.edit(person.id, new, by=by, rev=await rev(person))


async def row(person) -> dict:
    found = await Staff.select().where(Staff.id == person.id).first()
    assert found is not None
    return found


async def test_a_supervisor_invites_an_officer_of_her_agency_who_can_log_in(flow):
    await staffing.invite(a_new(), by=flow.dana)
    assert await login.log_in("fatima", PASSWORD, client="x")


@pytest.mark.parametrize(
    ("by", "said", "field"),
    [
        ("dana", {"agency": "MOH"}, "role"),  # another agency
        ("dana", {"role": "supervisor"}, "role"),  # a role like her own
        ("huda", {"role": "head"}, "role"),
        ("root", {"agency": "NOWHERE"}, "agency"),
        ("root", {"role": "arbiter"}, "agency"),  # a national role has no agency
        ("root", {"username": "Fatima\x00"}, "username"),
        ("root", {"name_ar": ""}, "name_ar"),
        ("root", {"name_en": "x" * 121}, "name_en"),
        ("root", {"email": "nobody"}, "email"),
    ],
)
async def test_nobody_gives_what_is_not_hers_to_give(flow, by, said, field):
    with pytest.raises(Invalid) as refusal:
        await staffing.invite(a_new(**said), by=flow.people[by])
    assert field in [fault.field for fault in refusal.value.faults]
    assert not await Staff.exists().where(Staff.username == "fatima")


async def test_a_change_tells_who_before_and_after_and_keeps_names_erasable(flow):
    await edited(flow.basim, flow.dana, name_en="Basim Ali", email="")
    last = (await history.changes(stream(flow.basim.id)))[0]
    assert (last.act, last.actor) == ("staff_changed", f"staff:{flow.dana.id}")
    assert (last.before["name_en"], last.after) == ("Basim", {"name_en": "Basim Ali", "email": None})
    await fetch("""UPDATE "audit_private" SET "sealed" = NULL, "salt" = '' """)
    assert (await history.changes(stream(flow.basim.id)))[0].after == {}
    assert await audit.verify() == []


async def test_a_change_is_taken_back_as_a_new_one(flow):
    await edited(flow.basim, flow.dana, name_en="Basim Ali")
    await staffing.undo(flow.basim.id, await rev(flow.basim), by=flow.dana, rev=await rev(flow.basim))
    assert (await row(flow.basim))["name_en"] == "Basim"
    last = (await history.changes(stream(flow.basim.id)))[0]
    assert (last.act, last.undoes, last.after) == ("staff_undone", 1, {"name_en": "Basim"})


async def test_what_was_changed_again_since_cannot_be_taken_back(flow):
    await edited(flow.basim, flow.dana, name_en="Basim Ali")
    await edited(flow.basim, flow.dana, name_en="Basim Omar")
    with pytest.raises(Conflict, match="changed_since"):
        await staffing.undo(flow.basim.id, 1, by=flow.dana, rev=2)
    with pytest.raises(NotFound):
        await staffing.undo(flow.basim.id, 77, by=flow.dana, rev=2)


async def test_undoing_a_move_into_an_agency_that_is_gone_is_refused(flow):
    await edited(flow.basim, flow.root, agency="MOH")
    await fetch("""UPDATE "agency" SET "retired_at" = '2026-11-22T06:00:00+00:00' WHERE "code" = 'EWA'""")
    with pytest.raises(Conflict, match="undo_impossible"):
        await staffing.undo(flow.basim.id, 1, by=flow.root, rev=1)


async def test_whoever_is_deactivated_is_out_at_once_and_her_cases_go_to_the_one_named(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    token = await sessions.open_session(flow.basim.id)
    moved = await staffing.edit(flow.basim.id, {"active": False}, by=flow.dana, rev=0, hand_to=flow.badr.id)
    assert moved == [case_id]
    assert await sessions.login_of(token) is None
    assert (await flow.case(case_id))["holder"] == flow.badr.id
    assert (await flow.acts(case_id))[-1] == "handed_over_left"


async def test_cases_that_nobody_may_have_wait_in_the_agency(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    await staffing.edit(flow.basim.id, {"agency": "MOH"}, by=flow.root, rev=0, hand_to=flow.tariq.id)
    case = await flow.case(case_id)
    assert (case["agency"], case["holder"], case["status"]) == ("EWA", None, "assigned")


async def test_a_promotion_leaves_the_cases_where_they_are(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    assert await edited(flow.basim, flow.huda, role="supervisor") == []
    assert (await flow.case(case_id))["holder"] == flow.basim.id


async def test_nobody_reaches_into_another_agency_or_above(flow):
    for by, person in (("samir", "basim"), ("dana", "huda"), ("basim", "badr"), ("nadia", "basim")):
        with pytest.raises(NotFound):
            await edited(flow.people[person], flow.people[by], name_en="X")
        with pytest.raises(NotFound):
            await staff_list.account(flow.people[person].id, by=flow.people[by])


async def test_nobody_raises_or_shuts_out_herself(flow):
    for new in ({"role": "arbiter"}, {"active": False}):
        with pytest.raises(Forbidden):
            await edited(flow.root, flow.root, **new)
    with pytest.raises(Invalid):
        await edited(flow.basim, flow.dana, role="head")


async def test_of_two_administrators_who_shut_each_other_out_one_stays(flow):
    await staffing.invite(a_new(role="administrator", agency=None), by=flow.root)
    found = await Staff.select(*COLUMNS).where(Staff.username == "fatima")
    fatima = view(found[0])
    done = await asyncio.gather(
        staffing.edit(fatima.id, {"active": False}, by=flow.root, rev=1),
        staffing.edit(flow.root.id, {"active": False}, by=fatima, rev=0),
        return_exceptions=True,
    )
    assert [isinstance(one, Forbidden) for one in done].count(True) == 1
    assert await Staff.count().where(Staff.role == "administrator", Staff.active.eq(True)) == 1


async def test_a_form_that_was_open_too_long_changes_nothing(flow):
    await edited(flow.basim, flow.dana, name_en="Basim Ali")
    with pytest.raises(Conflict, match="entry_moved"):
        await staffing.edit(flow.basim.id, {"name_en": "B"}, by=flow.dana, rev=0)


async def test_another_password_ends_what_was_open(flow):
    token = await sessions.open_session(flow.basim.id)
    await staff_changes.give_password(flow.basim.id, PASSWORD, by=flow.dana, rev=0)
    assert await sessions.login_of(token) is None
    assert await login.log_in("basim", PASSWORD, client="x")


async def test_the_list_has_those_whom_one_administers_and_is_searched(flow):
    names = [one.person.username for one in (await staff_list.accounts(flow.dana)).rows]
    assert names == ["badr", "basim"]
    everyone = (await staff_list.accounts(flow.root)).rows
    assert len(everyone) == len(flow.people)
    assert [one.person.username for one in (await staff_list.accounts(flow.root, "BASIM@ex")).rows] == ["basim"]
    assert [one.person.username for one in (await staff_list.accounts(flow.root, "moh")).rows] == ["tariq"]
    assert (await staff_list.accounts(flow.root, "\x00%")).rows == everyone
