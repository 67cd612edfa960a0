"""What a reader has chosen is read from the address and written back into it."""

from datetime import date

import pytest
from litestar.testing import RequestFactory

from web.board.choice import Choice, choice


def asked(**query: str) -> Choice:
    return choice(RequestFactory().get("/board", query_params=query))


@pytest.mark.parametrize(
    ("given", "period", "code"),
    [
        ("quarter", "quarter", "quarter"),
        ("2026-11", date(2026, 11, 1), "2026-11"),  # a month of the trend
        ("2026-13", "month", "month"),  # there is no such month
        ("yesterday", "month", "month"),  # nor such a period
    ],
)
def test_a_period_is_a_name_or_a_month(given, period, code):
    found = asked(period=given)
    assert (found.period, found.kept["period"]) == (period, code)


def test_this_month_by_agency_is_shown_to_who_asks_for_nothing():
    assert asked() == Choice("month", None, "agency")
    assert asked().kept == {"period": "month", "agency": None, "by": None}


def test_an_unknown_layout_is_the_one_by_agency():
    assert asked(by="mood").by == "agency"


def test_what_was_chosen_is_kept():
    assert asked(period="year", agency="EWA", by="kind").kept == {"period": "year", "agency": "EWA", "by": "kind"}
