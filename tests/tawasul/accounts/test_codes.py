"""Codes at the login: each is taken once, clocks may differ by a step, and what is half way is no session."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tawasul import audit
from tawasul.accounts import access, login, second_changes, second_factor, sessions
from tawasul.accounts.tables import HalfLogin, Session, Staff
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.errors import Invalid, NotFound, TooMany
from tawasul.outbox.tables import OutboxMessage
from tests.tawasul.accounts.conftest import NOON
from tests.tawasul.accounts.factors import PASSWORD, STEP, Phone, hired, phone_of


async def half() -> str:
    entered = await login.log_in("sara", PASSWORD, client="x")
    assert not entered.whole
    return entered.token


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_clock_may_differ_by_a_step(sara: StaffView, phone: Phone, steps: int) -> None:
    assert await login.finish(await half(), phone.code(steps=steps), client="x")


@pytest.mark.parametrize("steps", [-2, 2])
async def test_two_steps_are_too_many(sara: StaffView, phone: Phone, steps: int) -> None:
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, phone.code(steps=steps), client="x")


async def test_a_code_is_taken_once_and_none_before_it(sara: StaffView, phone: Phone) -> None:
    await login.finish(await half(), phone.code(), client="x")
    for again in (phone.code(), phone.code(steps=-1)):
        token = await half()
        with pytest.raises(Invalid):
            await login.finish(token, again, client="x")
    assert await login.finish(await half(), phone.code(steps=1), client="x")


async def test_of_two_at_once_with_one_code_one_comes_in(sara: StaffView, phone: Phone) -> None:
    await Session.delete().where(Session.staff == sara.id)
    tokens = [await half(), await half()]
    code = phone.code()
    found = await asyncio.gather(*(login.finish(one, code, client="x") for one in tokens), return_exceptions=True)
    assert sorted(isinstance(one, str) for one in found) == [False, True]
    assert await Session.count().where(Session.staff == sara.id) == 1


async def test_digits_of_either_script_and_spaces_are_read(sara: StaffView, phone: Phone) -> None:
    eastern = phone.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert await login.finish(await half(), f" {eastern[:3]} {eastern[3:]} ", client="x")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "9" * 4000, "٠٠٠", "²³¹²³¹", "\x00\x00", "-1", "12 34 5x"])
async def test_what_is_no_code_is_refused(sara: StaffView, phone: Phone, code: str) -> None:
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, code, client="x")


async def test_ten_wrong_codes_slow_down_even_the_right_one_and_the_right_password_does_not_help(
    sara: StaffView, phone: Phone
) -> None:
    for number in range(10):
        token = await half()
        with pytest.raises(Invalid):
            await login.finish(token, phone.wrong(), client=f"client {number}")
    token = await half()
    with pytest.raises(TooMany):
        await login.finish(token, phone.code(), client="another")
    with clock.moved(NOON + timedelta(minutes=1)):
        assert await login.finish(await half(), phone.code(), client="another")


async def test_a_recovery_code_opens_once_and_its_owner_is_told(sara: StaffView, phone: Phone) -> None:
    code = phone.codes[3]
    assert await login.finish(await half(), f" {code.upper()} ", client="x")
    assert (await second_changes.standing(sara)).codes_left == 9
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, code, client="x")
    assert await login.finish(token, phone.codes[4].replace("-", ""), client="x")
    told = [row["args"] for row in await OutboxMessage.select() if row["job"] == "tawasul.notify.jobs.tell_staff"]
    assert sum("recovery_code_used" in str(args) for args in told) == 2


async def test_a_recovery_code_of_another_opens_nothing(sara: StaffView, phone: Phone) -> None:
    other = await phone_of(await hired("tariq", agency="MOH"))
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, other.codes[0], client="x")


async def test_a_login_half_way_lasts_five_minutes_and_is_used_once(sara: StaffView, phone: Phone) -> None:
    token = await half()
    with clock.moved(NOON + timedelta(minutes=5, seconds=1)), pytest.raises(NotFound):
        await login.finish(token, phone.code(), client="x")
    await login.finish(token, phone.code(), client="x")
    with pytest.raises(NotFound):
        await login.finish(token, phone.code(steps=1), client="x")
    await half()
    with clock.moved(NOON + timedelta(minutes=6)):
        await sessions.forget_expired()
    assert await HalfLogin.count() == 0


async def test_a_login_half_way_is_no_session_and_a_session_no_login_half_way(sara: StaffView, phone: Phone) -> None:
    token = await half()
    assert await sessions.login_of(token) is None
    whole = await login.finish(token, phone.code(), client="x")
    with pytest.raises(NotFound):
        await login.finish(whole, phone.code(steps=1), client="x")


async def test_whoever_left_or_got_another_password_does_not_finish(sara: StaffView, phone: Phone) -> None:
    token = await half()
    await access.reset_password("sara", "another-password", must_change=True, by=system("cli"))
    with pytest.raises(NotFound):
        await login.finish(token, phone.code(), client="x")
    token = (await login.log_in("sara", "another-password", client="x")).token
    await Staff.update({Staff.active: False}).where(Staff.id == sara.id)
    with pytest.raises(NotFound):
        await login.finish(token, phone.code(), client="x")


async def test_its_history_names_no_code_and_no_secret(sara: StaffView, phone: Phone) -> None:
    await login.finish(await half(), phone.codes[0], client="x")
    lines = await audit.history(f"staff:{sara.id}")
    told = str(lines) + str(await audit.private_values(f"staff:{sara.id}")) + str(await OutboxMessage.select())
    assert [one for one in (phone.secret, *phone.codes) if one in told] == []


def test_steps_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, for SHA-1; the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        now = datetime.fromtimestamp(second, UTC)
        assert second_factor.step_of(secret, code, now=now, after=0) == second // 30
        assert second_factor.step_of(secret, code, now=now + 2 * STEP, after=0) is None
