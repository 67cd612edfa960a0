"""What the board says: how far the quarter is from being lost, and the chart for those who do not see it."""

from datetime import date

import pytest

from cases.figure_views import Figures, MonthFigures, QuarterBudget
from cases.filters import NOW_FIGURES, PERIOD_FIGURES
from tawasul.core.i18n import use
from web.board.charts import trend
from web.board.contents import TARGET, beside
from web.board.trend import drawn, month_rows
from web.board.wording import lost_words, pace_chip, trend_words

_MONTHS = ((date(2026, 10, 1), 197), (date(2026, 11, 1), 198))


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        (QuarterBudget(10_000, 10_000, 154), "47 more late replies and the quarter is lost"),
        (QuarterBudget(50, 50, 1), "1 more late reply and the quarter is lost"),
        (QuarterBudget(200, 0, 3), "The quarter is lost: 1 late reply more than 99 in 100 allows"),
        (QuarterBudget(40, 0, 2), "The quarter is lost: 2 late replies more than 99 in 100 allows"),
    ],
)
def test_the_budget_is_told_in_words(quarter, words):
    with use("en"):
        assert lost_words(quarter) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "رد متأخر واحد آخر ويضيع هدف الربع"),
        (2, "ردّان متأخران آخران ويضيع هدف الربع"),
        (5, "5 ردود متأخرة أخرى ويضيع هدف الربع"),
        (47, "47 رداً متأخراً آخر ويضيع هدف الربع"),
    ],
)
def test_the_budget_is_counted_as_arabic_counts(count, words):
    with use("ar"):
        assert lost_words(QuarterBudget(10_000, 0, 101 - count)) == words


@pytest.mark.parametrize(
    ("quarter", "kind"),
    [
        (QuarterBudget(0, 1_000, 0), None),  # nothing to go by yet
        (QuarterBudget(500, 500, 5), "ok"),  # exactly the pace that 99 % allows
        (QuarterBudget(500, 500, 6), "soon"),
        (QuarterBudget(1_000, 0, 11), "late"),
    ],
)
def test_a_pace_is_held_against_what_is_scheduled(quarter, kind):
    chip = pace_chip(quarter)
    assert (chip.kind if chip else None) == kind


@pytest.mark.parametrize(
    ("gross", "told"),
    [
        (98, False),  # exactly two points
        (97, True),
    ],
)
def test_pauses_that_lift_the_rate_by_more_than_two_points_are_told(gross, told):
    assert beside(_figures(100, 100, gross))["pauses_flatter"] is told


def test_no_data_flatters_nobody():
    assert beside(_figures(0, 0, 0))["pauses_flatter"] is False


def test_a_chart_is_said_in_sentences():
    with use("en"):
        months = month_rows([MonthFigures(first, _figures(200, kept, kept)) for first, kept in _MONTHS])
        said = trend_words(months, trend(drawn(months), TARGET, mirrored=False))
    assert (
        said.replace("\u200e", "") == "From 98.5% in October 2026 to 99% in November 2026. Below the target in 1 month."
    )


def test_a_chart_of_nothing_says_so():
    with use("en"):
        months = month_rows([MonthFigures(first, _figures(0, 0, 0)) for first, _ in _MONTHS])
        assert trend_words(months, trend(drawn(months), TARGET, mirrored=False)).startswith("Nothing fell due")


def _figures(due: int, on_time: int, gross: int) -> Figures:
    nothing = dict.fromkeys((*PERIOD_FIGURES, *NOW_FIGURES), 0)
    return Figures(None, {**nothing, "due": due, "on_time": on_time, "gross_on_time": gross})
