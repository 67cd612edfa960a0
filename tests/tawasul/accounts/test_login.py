"""Logging in: one answer for every wrong pair, slower with each, a new token each time."""

from datetime import UTC, datetime, timedelta

import pytest

from tawasul.accounts import login, sessions, staff
from tawasul.accounts.tables import Session, Staff
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.errors import Conflict, Invalid, TooMany
from tawasul.core.seal import token_hash

NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
PASSWORD = "blue-boat-seven"


@pytest.fixture
async def basim(database: str) -> int:
    return await staff.add(staff.NewStaff("basim", PASSWORD, "officer", "EWA"), by=system("test"))


async def test_the_right_pair_opens_a_session(basim: int) -> None:
    token = (await login.log_in(" Basim ", PASSWORD, client="1.2.3.4")).token
    found = await sessions.login_of(token)
    assert found is not None
    assert (found.staff.username, found.staff.role, found.staff.agency) == ("basim", "officer", "EWA")


async def test_only_the_hash_of_a_token_is_stored(basim: int) -> None:
    token = (await login.log_in("basim", PASSWORD, client="x")).token
    stored = await Session.select()
    assert [row["token_hash"] for row in stored] == [token_hash(token)]
    assert token not in str(stored)


async def test_each_login_gets_a_new_token(basim: int) -> None:
    first, second = [(await login.log_in("basim", PASSWORD, client="x")).token for _ in range(2)]
    assert first != second


@pytest.mark.parametrize(("name", "password"), [("basim", "wrong-password"), ("nobody", PASSWORD), ("", "")])
async def test_every_wrong_pair_gets_the_same_answer(basim: int, name: str, password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await login.log_in(name, password, client="x")
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("password", "wrong_login")]


async def test_ten_wrong_tries_slow_down_even_the_right_password(basim: int) -> None:
    with clock.moved(NOON):
        for number in range(10):
            with pytest.raises(Invalid):
                await login.log_in("basim", "wrong-password", client=f"client {number}")
        with pytest.raises(TooMany):
            await login.log_in("basim", PASSWORD, client="another")
    with clock.moved(NOON + timedelta(minutes=1)):
        assert await login.log_in("basim", PASSWORD, client="another")


async def test_a_session_ends_by_logging_out_by_rest_and_by_age(basim: int) -> None:
    with clock.moved(NOON):
        out = (await login.log_in("basim", PASSWORD, client="x")).token
        await sessions.end(out)
        assert await sessions.login_of(out) is None
        rested = (await login.log_in("basim", PASSWORD, client="x")).token
    with clock.moved(NOON + timedelta(hours=2)):
        assert await sessions.login_of(rested) is None
    with clock.moved(NOON + timedelta(hours=13)):
        assert await sessions.forget_expired() == 1


async def test_somebody_who_left_is_logged_in_no_more(basim: int) -> None:
    token = (await login.log_in("basim", PASSWORD, client="x")).token
    await Staff.update({Staff.active: False}).where(Staff.id == basim)
    assert await sessions.login_of(token) is None
    with pytest.raises(Invalid):
        await login.log_in("basim", PASSWORD, client="x")


async def test_a_name_is_given_once(basim: int) -> None:
    with pytest.raises(Conflict):
        await staff.add(staff.NewStaff("basim", PASSWORD, "officer", "EWA"), by=system("test"))


@pytest.mark.parametrize(
    ("new", "fields"),
    [
        (staff.NewStaff("B!", "short", "officer", "EWA"), {"username", "password"}),
        (staff.NewStaff("tariq", PASSWORD, "officer"), {"agency"}),  # an officer has an agency
        (staff.NewStaff("tariq", PASSWORD, "administrator", "EWA"), {"agency"}),  # an administrator has none
        (staff.NewStaff("tariq", PASSWORD, "king"), {"role"}),
        (staff.NewStaff("tariq", PASSWORD, "officer", "NOWHERE"), {"agency"}),
    ],
)
async def test_a_faulty_account_is_refused_with_every_fault(database: str, new: staff.NewStaff, fields: set) -> None:
    with pytest.raises(Invalid) as refusal:
        await staff.add(new, by=system("test"))
    assert {fault.field for fault in refusal.value.faults} == fields
