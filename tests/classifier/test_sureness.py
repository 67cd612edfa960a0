import numpy as np
import pytest

from classifier.calibration import expected_calibration_error
from classifier.sureness import Sureness, learn_sureness, signs, untaught


def test_sureness_learns_which_sign_can_be_believed():
    random = np.random.default_rng(5)
    told = random.normal(size=(4000, 3))
    right = random.uniform(size=4000) < 1 / (1 + np.exp(-2 * told[:, 1]))
    learnt = learn_sureness(told, right)
    assert learnt.weights[1] == pytest.approx(2.0, rel=0.15)
    assert abs(learnt.weights[0]) < 0.2
    assert expected_calibration_error(learnt.of(told), right) < 0.03


def test_without_mistakes_the_odds_stay_as_they_are():
    assert learn_sureness(np.ones((3, 2)), np.asarray([True] * 3)) == untaught(2) == Sureness((1.0, 0.0))


def test_signs_tell_odds_height_lead_and_each_part_alone():
    (row,) = signs(np.asarray([[0.1, 0.6, 0.2]]), np.asarray([0.5]), [np.asarray([1.0]), np.asarray([0.0])])
    assert row == pytest.approx([0.0, 0.6, 0.4, 0.0, np.log(1e-6)])
