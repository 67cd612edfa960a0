"""The sorter at the command line: the switch, candidates, and the way back, told plainly."""

import json

import pytest


@pytest.fixture(autouse=True)
def _database(run, database_url) -> None:
    assert run("seed", DATABASE_URL=database_url).exit_code == 0


def test_everything_goes_before_people_and_back(run) -> None:
    assert run("classifier", "triage-only", "on").output == "every new case goes before people\n"
    again = run("classifier", "triage-only", "on")
    assert (again.exit_code, again.output) == (1, "Error: it is so already\n")
    assert json.loads(run("classifier", "models").output)["sorter"]["triage_only"] is True
    assert run("classifier", "triage-only", "off").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("promote", "learnt-x"), "there is no such model"),
        (("rollback",), "no promotion can be taken back"),
        (("roll-back",), "no promotion can be taken back"),
        (("train", "--with-corrections"), "nobody has corrected a case yet"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(run, words, said) -> None:
    result = run("classifier", *words)
    assert result.exit_code == 1
    assert said in result.output


def test_without_a_name_or_folders_promote_says_what_it_needs(run) -> None:
    assert "give the NAME of a candidate" in run("classifier", "promote").output


def test_no_corrections_are_no_lines(run) -> None:
    assert run("classifier", "corrections").output == ""
