"""Wilson's interval of a share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawasul.core.wilson import interval


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (97, 100, 0.915, 0.990),  # as printed in tables of Wilson's interval
        (0, 10, 0.000, 0.278),
        (10, 10, 0.722, 1.000),
    ],
)
def test_an_interval_is_the_one_of_the_books(part, whole, low, high):
    found = interval(part, whole)
    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


def test_of_nothing_there_is_no_interval():
    assert interval(0, 0) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_lies_in_its_interval(part, more):
    found = interval(part, part + more)
    assert found is None or found.low - 1e-9 <= part / (part + more) <= found.high + 1e-9
