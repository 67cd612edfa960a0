"""A second factor: counts from its first code on, is kept sealed, and goes off by password and code together."""

from dataclasses import replace

import pyotp
import pytest

from tawasul import audit
from tawasul.accounts import access, login, own_password, second_changes, second_factor, sessions
from tawasul.accounts.tables import RecoveryCode, Staff
from tawasul.accounts.views import StaffView
from tawasul.core.actor import system
from tawasul.core.errors import Conflict, Forbidden, Invalid, TooMany
from tawasul.core.settings import settings
from tests.tawasul.accounts.conftest import NOON
from tests.tawasul.accounts.factors import PASSWORD, Phone, hired, phone_of


async def half() -> str:
    entered = await login.log_in("sara", PASSWORD, client="x")
    assert not entered.whole
    return entered.token


async def acts(person: StaffView) -> list[str]:
    return [line.act for line in await audit.history(f"staff:{person.id}")]


def set_to(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    found = replace(settings(), second_factor=value)
    monkeypatch.setattr(second_factor, "settings", lambda: found)


async def test_it_counts_for_nothing_before_its_first_code(sara: StaffView) -> None:
    await second_changes.begin(sara, PASSWORD)
    assert (await login.log_in("sara", PASSWORD, client="x")).whole
    for code in ("not a code", "رمز", "é" * 6, ""):
        with pytest.raises(Invalid):
            await second_changes.confirm(sara, code)
    assert (await login.log_in("sara", PASSWORD, client="x")).whole


async def test_a_new_password_ends_what_was_begun_with_the_old_one(sara: StaffView) -> None:
    await second_changes.begin(sara, PASSWORD)
    await own_password.change(sara, PASSWORD, "quiet-harbour-at-dawn-7", "quiet-harbour-at-dawn-7")
    assert (await second_changes.standing(sara)).secret is None


async def test_the_first_code_ends_every_session_and_gives_ten_codes(sara: StaffView) -> None:
    before = (await login.log_in("sara", PASSWORD, client="x")).token
    await second_changes.begin(sara, PASSWORD)
    secret = (await second_changes.standing(sara)).secret
    assert secret is not None
    set_up = await second_changes.confirm(sara, pyotp.TOTP(secret).at(NOON))
    assert await sessions.login_of(before) is None
    assert await sessions.login_of(set_up.token) is not None
    assert len(set(set_up.codes)) == 10
    assert not (await login.log_in("sara", PASSWORD, client="x")).whole


async def test_secret_and_recovery_codes_are_not_readable_in_the_database(sara: StaffView, phone: Phone) -> None:
    stored = str(await Staff.select()) + str(await RecoveryCode.select())
    assert phone.secret not in stored
    assert [code for code in phone.codes if code in stored or code.replace("-", "") in stored] == []


async def test_the_code_that_set_it_up_opens_nothing_more(sara: StaffView) -> None:
    await second_changes.begin(sara, PASSWORD)
    secret = (await second_changes.standing(sara)).secret
    assert secret is not None
    await second_changes.confirm(sara, pyotp.TOTP(secret).at(NOON))
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, pyotp.TOTP(secret).at(NOON), client="x")


async def test_switching_off_takes_password_and_code(sara: StaffView, phone: Phone) -> None:
    with pytest.raises(Invalid):
        await second_changes.switch_off(sara, "not-the-password", phone.code())
    with pytest.raises(Invalid):
        await second_changes.switch_off(sara, PASSWORD, phone.wrong())
    assert not (await login.log_in("sara", PASSWORD, client="x")).whole
    await second_changes.switch_off(sara, PASSWORD, phone.code())
    assert (await login.log_in("sara", PASSWORD, client="x")).whole
    assert await RecoveryCode.count() == 0
    assert (await acts(sara))[-2:] == ["second_factor_on", "second_factor_off"]


async def test_new_recovery_codes_take_the_place_of_the_old(sara: StaffView, phone: Phone) -> None:
    fresh = await second_changes.renew_codes(sara, phone.code())
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, phone.codes[0], client="x")
    assert await login.finish(token, fresh[0], client="x")


async def test_it_is_set_up_once(sara: StaffView, phone: Phone) -> None:
    with pytest.raises(Conflict):
        await second_changes.begin(sara, PASSWORD)
    with pytest.raises(Conflict):
        await second_changes.confirm(sara, phone.code())


async def test_confirming_what_was_never_begun_is_refused(sara: StaffView) -> None:
    with pytest.raises(Conflict):
        await second_changes.confirm(sara, "123456")


async def test_beginning_takes_the_password_and_counts_wrong_ones(sara: StaffView) -> None:
    for _ in range(10):
        with pytest.raises(Invalid):
            await second_changes.begin(sara, "not-the-password")
    with pytest.raises(TooMany):
        await login.log_in("sara", PASSWORD, client="x")


async def test_switched_off_for_all_it_is_neither_offered_nor_asked(
    sara: StaffView, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(monkeypatch, "off")
    assert (await login.log_in("sara", PASSWORD, client="x")).whole
    other = await hired("tariq", agency="MOH")
    with pytest.raises(Forbidden):
        await second_changes.begin(other, PASSWORD)


@pytest.mark.parametrize(
    ("value", "role", "due"),
    [
        ("offered", "administrator", None),
        ("demanded", "administrator", "second"),
        ("demanded", "arbiter", "second"),
        ("demanded", "minister_office", "second"),
        ("demanded", "national_supervisor", "second"),
        ("demanded", "head", None),
        ("demanded_of_all", "officer", "second"),
        ("off", "administrator", None),
    ],
)
async def test_who_has_to_set_one_up(
    database: str, monkeypatch: pytest.MonkeyPatch, value: str, role: str, due: str | None
) -> None:
    set_to(monkeypatch, value)
    person = await hired("sara", role, "EWA" if role in ("head", "officer") else None)
    found = await sessions.login_of((await login.log_in("sara", PASSWORD, client="x")).token)
    assert found is not None
    assert found.due == due
    await phone_of(person) if value != "off" else None
    found = await sessions.login_of(await sessions.open_session(person.id))
    assert found is not None
    assert found.due is None


async def test_a_secret_that_another_key_sealed_fits_no_code_and_can_be_taken_off(
    sara: StaffView, phone: Phone
) -> None:
    await Staff.update({Staff.second_secret: "1.AAAA"}).where(Staff.id == sara.id)
    token = await half()
    with pytest.raises(Invalid):
        await login.finish(token, phone.code(), client="x")
    await access.take_second_of("sara", "The key was lost", by=system("cli"))
    assert (await login.log_in("sara", PASSWORD, client="x")).whole
    await second_changes.begin(sara, PASSWORD)
    await Staff.update({Staff.second_secret: "1.AAAA"}).where(Staff.id == sara.id)
    assert (await second_changes.standing(sara)).secret is None
    with pytest.raises(Conflict):
        await second_changes.confirm(sara, "123456")
