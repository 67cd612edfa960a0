"""The figures of the boards, counted naively."""

from datetime import timedelta

from tawasul.simulation import naive
from tests.tawasul.simulation.conftest import DUE, SUNDAY

LATER = DUE + timedelta(days=1)


def test_what_was_answered_at_its_date_is_on_time(told) -> None:
    counts = naive.count([told(how="answered", ended_at=DUE)], LATER).total
    assert counts == {"due": 1, "on_time": 1, "gross_on_time": 1, "answered": 1}


def test_what_is_open_and_past_its_date_is_late(told) -> None:
    found = naive.count([told()], LATER)
    assert found.total == {"open": 1, "due": 1, "late": 1, "overdue": 1}
    assert found.cases == {"open": 1}


def test_what_falls_due_later_is_only_open(told) -> None:
    found = naive.count([told()], DUE - timedelta(days=1))
    assert (found.total, found.by_month) == ({"open": 1}, {})


def test_a_pause_that_saved_the_date_shows_in_the_gross_figure(told) -> None:
    saved = told(dues=[(SUNDAY, DUE - timedelta(days=2)), (SUNDAY, DUE)], pauses=[(SUNDAY, DUE)])
    saved.how, saved.ended_at = "answered", DUE
    assert naive.count([saved], LATER).total == {"due": 1, "on_time": 1, "had_pause": 1, "answered": 1}


def test_void_is_in_no_rate(told) -> None:
    found = naive.count([told(how="void", ended_at=SUNDAY)], LATER)
    assert (found.total, found.cases) == ({"void": 1}, {"void": 1})


def test_a_case_counts_once_whatever_its_cycles_but_each_promise_counts(told) -> None:
    first = told(how="answered", ended_at=DUE)
    found = naive.count([told(clock=2, cycle=2), first], LATER)
    assert found.cases == {"open": 1}
    assert (found.total["due"], found.total["reopened"]) == (2, 1)


def test_the_agency_is_the_one_that_had_it_when_it_mattered(told) -> None:
    early = told(clock=2, kind="agency", agency="MOH", ended_at=SUNDAY + timedelta(days=1), how="void")
    late = told(clock=3, kind="agency", agency="EWA", started_at=SUNDAY + timedelta(days=1))
    found = naive.count([told(), early, late], LATER)
    assert (found.by_agency["EWA"]["due"], "MOH" in found.by_agency) == (1, False)
    assert naive.count([told()], LATER).by_agency[""]["due"] == 1
    assert found.by_month[2026, 4]["late"] == 1
