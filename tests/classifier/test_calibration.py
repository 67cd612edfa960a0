import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.calibration import Curve, best_curve, best_temperature, expected_calibration_error, in_accord, softmax


def test_probabilities_add_up_to_one():
    assert softmax(np.asarray([[1.0, 2.0, 3.0], [1000.0, 0.0, 0.0]]), 0.5).sum(axis=1) == pytest.approx([1.0, 1.0])


def test_the_temperature_under_which_the_truths_were_drawn_is_found():
    random = np.random.default_rng(7)
    scores = random.normal(size=(4000, 5))
    likely = softmax(scores, 0.5)
    truth = np.asarray([random.choice(5, p=row) for row in likely])
    assert best_temperature(scores, truth) == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize(
    ("confidence", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),  # sure and right
        ([1.0, 1.0], [False, False], 1.0),  # sure and wrong
        ([0.75, 0.75, 0.75, 0.75], [True, True, True, False], 0.0),  # three in four, as said
        ([0.9, 0.9], [True, False], 0.4),  # too sure by four tenths
        ([], [], 0.0),
    ],
)
def test_calibration_error_is_the_gap_between_said_and_seen(confidence, right, error):
    assert expected_calibration_error(np.asarray(confidence), np.asarray(right, dtype=bool)) == pytest.approx(error)


def test_a_curve_takes_away_too_much_confidence():
    random = np.random.default_rng(3)
    honest = random.uniform(0.05, 0.95, 5000)
    boast = Curve(slope=2.0).bend(honest)
    right = random.uniform(size=5000) < honest
    curve = best_curve(boast, right)
    assert expected_calibration_error(boast, right) > 0.08
    assert expected_calibration_error(curve.bend(boast), right) < 0.03


def test_a_curve_never_changes_the_order():
    values = np.linspace(0.001, 0.999, 50)
    assert (np.diff(Curve(0.4, -1.0).bend(values)) > 0).all()


def test_no_mistakes_teach_no_curve():
    assert best_curve(np.asarray([0.4, 0.9]), np.asarray([True, True])) == Curve()


@given(
    shares=st.lists(st.floats(1e-9, 1), min_size=1, max_size=3),
    agencies=st.lists(st.booleans(), min_size=2, max_size=2),
    sure=st.floats(1e-9, 1 - 1e-9),
)
def test_categories_never_say_more_than_their_agency_nor_all_together_more_than_one(shares, agencies, sure):
    of_agency = np.asarray([True, *agencies][: len(shares)])
    told = in_accord(np.asarray(sorted(shares, reverse=True)), of_agency, sure)
    assert told.sum() <= 1 + 1e-9
    assert told[of_agency].sum() <= sure + 1e-9
    assert told[~of_agency].sum() <= 1 - sure + 1e-9
    assert (np.diff(told) <= 0).all()
