"""`simulate`, as somebody calls it."""

import json

import pytest

SMALL = ("simulate", "--weeks", "1", "--agencies", "2", "--cases", "6")


def test_it_prints_boards_and_checks_and_leaves_nothing_behind(run, tmp_path) -> None:
    result = run(*SMALL)
    assert result.exit_code == 0, result.output
    assert "6 cases filed" in result.output
    assert result.output.count("\nholds ") == 4
    assert not (tmp_path / "data" / "tawasul.sqlite").exists()


def test_it_gives_plain_values_of_a_recorded_pattern(run, tmp_path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("received_at\n" + "".join(f"2020-01-{day:02}\n" for day in range(6, 31)))
    result = run(*SMALL, "--json", "--arrivals", str(table))
    said = json.loads(result.stdout)
    assert (said["scenario"]["recorded"], said["done"]["filed"]) == (True, 6)
    assert all(check["holds"] for check in said["checks"])


def test_a_database_that_holds_something_is_refused(run, database_url) -> None:
    result = run(*SMALL, "--database", database_url)
    assert (result.exit_code, "holds something" in result.output) == (1, True)


@pytest.mark.parametrize("words", [("--agencies", "60"), ("--arrivals", "{empty}"), ("--database", "file:///x")])
def test_what_cannot_be_is_said_plainly(run, tmp_path, words) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("received_at\n")
    result = run(*SMALL, *(word.format(empty=empty) for word in words))
    assert result.exit_code == 1
    assert "Error: " in result.output


def test_a_year_has_weeks_and_agencies_of_its_own(run) -> None:
    result = run("simulate", "--year", "--weeks", "3")
    assert (result.exit_code, "leave --weeks and --agencies out" in result.output) == (2, True)
