"""`user add`: accounts opened at the command line, and every fault told."""

import asyncio

import pytest

from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.core import db
from tests.tawasul.accounts.factors import PASSWORD, phone_of


@pytest.fixture(autouse=True)
def _database(run, database_url) -> None:
    assert run("seed", DATABASE_URL=database_url).exit_code == 0


def test_an_account_gets_a_password_that_is_printed_once(run) -> None:
    result = run("user", "add", "Basim", "--role", "officer", "--agency", "EWA")
    assert result.exit_code == 0
    assert result.output.startswith("basim can log in with the password ")


def test_a_given_password_is_not_printed(run) -> None:
    result = run("user", "add", "root", "--role", "administrator", "--password", "correct-horse-battery")
    assert result.output == "root can log in\n"


def test_all_faults_are_told_at_once(run) -> None:
    result = run("user", "add", "b!", "--role", "officer", "--password", "short")
    assert result.exit_code == 1
    for field in ("username: ", "password: ", "agency: "):
        assert field in result.output


def test_a_name_is_given_once(run) -> None:
    run("user", "add", "basim", "--role", "officer", "--agency", "EWA")
    again = run("user", "add", "basim", "--role", "officer", "--agency", "EWA")
    assert (again.exit_code, "this name is taken" in again.output) == (1, True)


def test_an_agency_that_there_is_not_is_refused(run) -> None:
    result = run("user", "add", "basim", "--role", "officer", "--agency", "NASA")
    assert (result.exit_code, "agency: there is no such code" in result.output) == (1, True)


def test_a_role_that_there_is_not_lists_those_that_there_are(run) -> None:
    result = run("user", "add", "basim", "--role", "king")
    assert result.exit_code == 2
    assert "national_supervisor" in result.output


async def _staff(username: str) -> dict:
    found = (await Staff.select().where(Staff.username == username))[0]
    await db.close_pool()
    return found


def test_an_account_of_the_command_line_keeps_its_password_unless_asked(run) -> None:
    run("user", "add", "basim", "--role", "officer", "--agency", "EWA")
    run("user", "add", "badr", "--role", "officer", "--agency", "EWA", "--must-change")
    assert [asyncio.run(_staff(name))["must_change"] for name in ("basim", "badr")] == [False, True]


def test_a_password_that_is_given_again_has_to_be_changed_unless_it_is_to_stay(run) -> None:
    run("user", "add", "basim", "--role", "officer", "--agency", "EWA")
    assert run("user", "password", "Basim").output.startswith("Basim can log in with the password ")
    assert asyncio.run(_staff("basim"))["must_change"] is True
    kept = run("user", "password", "basim", "--password", "correct-horse-battery", "--keep")
    assert kept.output == "basim can log in\n"
    assert asyncio.run(_staff("basim"))["must_change"] is False


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("password", "nobody"), "there is no such account"),
        (("password", "basim", "--password", "short"), "password: give at least 10 characters"),
        (("second-off", "basim", "--reason", "Phone lost"), "this account has no second factor"),
        (("second-off", "nobody", "--reason", "Phone lost"), "there is no such account"),
        (("second-off", "basim", "--reason", " "), "reason: say why"),
    ],
)
def test_what_cannot_be_done_is_told(run, words, told) -> None:
    run("user", "add", "basim", "--role", "officer", "--agency", "EWA")
    result = run("user", *words)
    assert (result.exit_code, told in result.output) == (1, True)


def test_a_second_factor_is_taken_off_where_no_administrator_can(run) -> None:
    run("user", "add", "root", "--role", "administrator", "--password", PASSWORD)

    async def set_up() -> None:
        person = (await views.of_roles(["administrator"]))[0]
        await phone_of(person)
        await db.close_pool()

    asyncio.run(set_up())
    assert asyncio.run(_staff("root"))["second_since"] is not None
    assert run("user", "second-off", "root", "--reason", "Phone lost").exit_code == 0
    row = asyncio.run(_staff("root"))
    assert (row["second_since"], row["second_secret"]) == (None, None)
