"""What a promise is counted under, and that no process changes clocks without counting them."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.attribution import CountedAs, agency_at, belongs_at, counters_of, differences, holder_at

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 12, 10, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 12, 9, 21, tzinfo=UTC)  # in Bahrain


def stretch(agency: str, start: float, end: float | None = None, cycle: int = 1) -> dict:
    closed = None if end is None else NOON + end * HOUR
    return {
        "agency": agency,
        "cycle": cycle,
        "started_at": NOON + start * HOUR,
        "met_at": None,
        "closed_at": closed,
        "voided_at": None,
    }


@pytest.mark.parametrize(
    ("stretches", "agency"),
    [
        ([], ""),  # nobody had been given it
        ([stretch("EWA", -5)], "EWA"),
        ([stretch("EWA", -5, -1), stretch("MOH", -1)], "MOH"),  # passed on in time
        ([stretch("EWA", -5, 1), stretch("MOH", 1)], "EWA"),  # passed on after it fell due
        ([stretch("EWA", -5, 0), stretch("MOH", 0)], "MOH"),  # passed on at that very moment
        ([stretch("EWA", -5, -1)], ""),  # taken back to be sorted
        ([stretch("EWA", 1)], ""),  # sorted only after it fell due
        ([stretch("EWA", -5, -2), stretch("EWA", -1, None, cycle=2)], ""),  # the next cycle is not this one's
    ],
)
def test_a_promise_belongs_to_the_agency_that_had_it_then(stretches: list, agency: str) -> None:
    assert agency_at(NOON, 1, stretches) == agency


def test_a_promise_belongs_to_the_officer_who_had_taken_it_on_then() -> None:
    holdings = [{"holder": 7, "at": NOON - HOUR}, {"holder": None, "at": NOON + HOUR}]
    assert holder_at(NOON, holdings) == "7"
    assert holder_at(NOON - 2 * HOUR, holdings) == ""
    assert holder_at(NOON + HOUR, holdings) == ""


def test_a_due_date_decides_or_an_earlier_end() -> None:
    row = {"due_at": NOON, "met_at": None, "closed_at": None, "voided_at": None}
    assert belongs_at(row) == NOON
    assert belongs_at({**row, "voided_at": NOON - HOUR}) == NOON - HOUR
    assert belongs_at({**row, "met_at": NOON + HOUR}) == NOON


def counted(**said: object) -> CountedAs:
    plain = {
        "clock": 1,
        "case": 1,
        "cycle": 1,
        "due_at": NOON,
        "agency": "EWA",
        "kind": "complaint",
        "category": "ewa-bill",
        "governorate": "capital",
        "holder": "",
        "state": "open",
        "gross_met": False,
        "had_pause": False,
        "answered": False,
        "reopened": False,
        "corrected": False,
        "drafted": False,
        "at_agency": "MOW",
        "began_on": MIDNIGHT - 20 * DAY,
        "answered_on": None,
    }
    return CountedAs(**{**plain, **said})


def test_what_is_void_counts_as_nothing_else() -> None:
    assert counters_of(counted(state="void", had_pause=True)) == ["void"]
    assert counters_of(counted(had_pause=True)) == ["open", "had_pause"]


def test_an_unchanged_promise_changes_no_sum() -> None:
    assert not differences([counted()], [counted()])


def test_a_reply_moves_one_from_open_to_met_in_every_dimension() -> None:
    answer = {"state": "met", "gross_met": True, "answered": True, "answered_on": MIDNIGHT}
    changed = differences([counted()], [counted(**answer)])
    assert {counter: number for (key, counter), number in changed.items() if key.dimension == "kind"} == {
        "open": -1,
        "met": 1,
        "gross_met": 1,
        "answered": 1,
    }
    of_all = {"all", "kind", "category", "governorate", "holder"}
    assert of_all < {key.dimension for key, _ in changed}
    assert {
        (*key[:3], counter, number) for (key, counter), number in changed.items() if key.dimension not in of_all
    } == {
        (NOON, "EWA", "owed", "open", -1),
        (NOON, "", "owed_by_all", "open", -1),
        (NOON, "MOW", "line", "open", -1),
        (MIDNIGHT - 20 * DAY, "MOW", "since", "open", -1),
        (MIDNIGHT, "MOW", "sent", "answered", 1),
    }


def test_what_is_passed_on_after_its_date_leaves_the_line_and_not_the_blame() -> None:
    changed = differences([counted(at_agency="EWA")], [counted(at_agency="MOH")])
    assert {(key.dimension, key.agency, number) for (key, _), number in changed.items()} == {
        (dimension, agency, number) for dimension in ("line", "since") for agency, number in (("EWA", -1), ("MOH", 1))
    }


def test_another_officer_changes_only_the_sums_of_officers() -> None:
    changed = differences([counted()], [counted(holder="7")])
    assert {(key.dimension, key.value, number) for (key, _), number in changed.items()} == {
        ("holder", "", -1),
        ("holder", "7", 1),
    }


@pytest.mark.parametrize("entry", ["cases.jobs", "tawasul.ticker", "web.app", "tawasul.demo"])
def test_every_process_counts_the_clocks_that_it_changes(entry: str) -> None:
    code = f"import {entry}; from sla import store; print([one.__module__ for one in store._listeners])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "['cases.counting']"
