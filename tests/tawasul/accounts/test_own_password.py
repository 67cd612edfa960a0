"""Choosing one's own password: what it may be, and what ends with the old one."""

import pytest

from tawasul import audit
from tawasul.accounts import access, login, own_password, password_rules, sessions
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.core.actor import system
from tawasul.core.errors import Conflict, Invalid, NotFound, TooMany
from tests.tawasul.accounts.factors import PASSWORD

NEW = "green kettle on the roof"


@pytest.mark.parametrize(
    ("new", "again", "faults"),
    [
        (NEW, NEW, []),
        ("غلاية خضراء على السطح", "غلاية خضراء على السطح", []),
        ("eleven-char", "eleven-char", [("new", "password_short")]),
        ("", "", [("new", "password_short")]),
        ("x1" * 200, "x1" * 200, [("new", "field_too_long")]),
        ("a\x00" + NEW, "a\x00" + NEW, [("new", "control")]),
        ("the given one", "the given one", [("new", "password_is_old")]),
        ("sara.alkhalifa", "sara.alkhalifa", [("new", "password_is_name")]),  # the user name
        ("Sara.AlKhalifa2026", "Sara.AlKhalifa2026", [("new", "password_is_name")]),  # hardly more than it
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", [("new", "password_too_plain")]),
        (NEW, NEW + "x", [("again", "passwords_differ")]),
        ("short", "other", [("new", "password_short"), ("again", "passwords_differ")]),
    ],
)
def test_what_a_password_may_be(new: str, again: str, faults: list[tuple[str, str]]) -> None:
    found = password_rules.faults_of(new, again, old="the given one", username="sara.alkhalifa")
    assert [(fault.field, fault.code) for fault in found] == faults


async def test_a_change_ends_every_session_and_opens_a_new_one(sara: StaffView) -> None:
    before = [(await login.log_in("sara", PASSWORD, client="x")).token for _ in range(2)]
    token = await own_password.change(sara, PASSWORD, NEW, NEW)
    assert [await sessions.login_of(one) for one in before] == [None, None]
    assert await sessions.login_of(token) is not None
    assert (await login.log_in("sara", NEW, client="x")).whole
    with pytest.raises(Invalid):
        await login.log_in("sara", PASSWORD, client="x")
    line = (await audit.history(f"staff:{sara.id}"))[-1]
    assert (line.act, line.actor) == ("password_changed", f"staff:{sara.id}")


async def test_a_wrong_old_password_changes_nothing_and_is_counted(sara: StaffView) -> None:
    for _ in range(10):
        with pytest.raises(Invalid) as refusal:
            await own_password.change(sara, "not-the-password", NEW, NEW)
        assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("old", "wrong_password")]
    with pytest.raises(TooMany):
        await own_password.change(sara, PASSWORD, NEW, NEW)


async def test_a_password_that_was_given_has_to_be_changed_and_then_no_more(sara: StaffView) -> None:
    await access.reset_password("sara", "given-by-hand", must_change=True, by=system("cli"))
    found = await sessions.login_of((await login.log_in("sara", "given-by-hand", client="x")).token)
    assert found is not None
    assert found.due == "password"
    with pytest.raises(Invalid) as refusal:
        await own_password.change(sara, "given-by-hand", "given-by-hand", "given-by-hand")
    assert [fault.code for fault in refusal.value.faults] == ["password_is_old"]
    found = await sessions.login_of(await own_password.change(sara, "given-by-hand", NEW, NEW))
    assert found is not None
    assert found.due is None


async def test_a_closed_account_chooses_nothing(sara: StaffView) -> None:
    await Staff.update({Staff.active: False}).where(Staff.id == sara.id)
    with pytest.raises(Conflict):
        await own_password.change(sara, PASSWORD, NEW, NEW)


async def test_nobody_resets_an_account_that_there_is_not(database: str) -> None:
    with pytest.raises(NotFound):
        await access.reset_password("nobody", NEW, must_change=True, by=system("cli"))
