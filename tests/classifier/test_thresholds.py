import numpy as np
import pytest

from classifier.thresholds import NEVER, by_language, lowest_threshold, of_language


def cut(confidence, right, target=0.97):
    return lowest_threshold(np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool), target=target)


def test_the_lowest_threshold_that_keeps_the_target_is_chosen():
    found = cut([0.9, 0.8, 0.7, 0.6], [True, True, True, False])
    assert (found.threshold, found.coverage, found.precision) == (0.7, 0.75, 1.0)


def test_an_early_mistake_may_be_outweighed_later():
    found = cut([0.99, *[0.9 - n / 1000 for n in range(99)]], [False, *[True] * 99])
    assert found.coverage == 1.0
    assert found.precision == 0.99


def test_equal_confidences_stand_or_fall_together():
    assert cut([0.9, 0.9, 0.8, 0.8], [True, True, True, False], target=0.9).threshold == 0.9


def test_where_nothing_is_good_enough_nothing_is_routed():
    assert cut([0.9, 0.8], [False, False]).threshold == NEVER


def test_a_lucky_handful_proves_nothing():
    confidence = [0.99 - n / 1000 for n in range(200)]
    assert cut(confidence, [n < 5 for n in range(200)]).threshold == NEVER


@pytest.mark.parametrize(("language", "threshold"), [("ar", 0.5), ("en", 0.8), ("hi", 0.7)])
def test_a_language_without_a_threshold_takes_that_of_all(language, threshold):
    assert of_language({"*": 0.7, "ar": 0.5, "en": 0.8}, language) == threshold


def test_each_language_gets_its_own():
    cuts = by_language(
        np.asarray([0.9, 0.8, 0.9, 0.8]), np.asarray([True, True, True, False]), ["ar", "ar", "en", "en"]
    )
    assert (cuts["ar"].threshold, cuts["en"].threshold) == (0.8, 0.9)
