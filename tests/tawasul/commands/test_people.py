"""`user add`: accounts opened at the command line, and every fault told."""

import pytest


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
