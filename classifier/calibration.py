"""Scores become probabilities that can be believed: among the cases said to be 80 % sure, 80 % are right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
BINS = 15
COLDEST, HOTTEST, TRIED = -5.0, 2.0, 141
NEWTON_STEPS, SMALL, EDGE, FLATTEST = 25, 1.0, 1e-9, 0.05


def softmax(scores: Doubles, temperature: float) -> Doubles:
    heated = scores / temperature
    powers = np.exp(heated - heated.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def surprise(probabilities: Doubles, truth: npt.NDArray[np.int64]) -> float:
    """The mean of -log(probability of what was true)."""
    of_truth = probabilities[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(of_truth, 1e-12)).mean())


def best_temperature(scores: Doubles, truth: npt.NDArray[np.int64]) -> float:
    """The one under which held-out truths surprise least, tried on an even grid of its logarithm."""
    tried = np.exp(np.linspace(COLDEST, HOTTEST, TRIED))
    return float(min(tried, key=lambda temperature: surprise(softmax(scores, temperature), truth)))


def expected_calibration_error(
    confidence: Sequence[float] | Doubles, right: Sequence[bool] | npt.NDArray[np.bool_]
) -> float:
    """How far confidence and share of right answers lie apart, over even bins weighted by their size."""
    sure, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if not len(sure):
        return 0.0
    places = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    gaps = [
        abs(sure[places == bin_].mean() - hits[places == bin_].mean()) * (places == bin_).mean()
        for bin_ in set(places.tolist())
    ]
    return float(sum(gaps))


def in_accord(categories: Doubles, is_of_agency: npt.NDArray[np.bool_], sure: float) -> Doubles:
    """Probabilities of the first categories, likeliest first, that agree with the agency's: those of the first one's
    agency are no more than it together, the others no more than what is left, and none more than the one before."""
    told = np.array(categories, dtype=np.float64)
    for part, room in ((is_of_agency, sure), (~is_of_agency, 1 - sure)):
        told[part] *= min(1.0, room / max(float(told[part].sum()), EDGE))
    return np.asarray(np.minimum.accumulate(told), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising curve from a probability to one that held: on log-odds a straight line."""

    slope: float = 1.0
    shift: float = 0.0

    def bend(self, probabilities: Doubles) -> Doubles:
        bent = 1.0 / (1.0 + np.exp(-(self.slope * _log_odds(probabilities) + self.shift)))
        return np.asarray(np.clip(bent, EDGE, 1 - EDGE), dtype=np.float64)


def best_curve(probabilities: Doubles, right: npt.NDArray[np.bool_]) -> Curve:
    """The curve under which what came true surprises least, by Newton's steps; straight where nothing can be learnt."""
    if not len(right) or right.all() or not right.any():
        return Curve()
    inputs = np.stack([_log_odds(probabilities), np.ones(len(right))], axis=1)
    line = np.asarray([1.0, 0.0])
    for _ in range(NEWTON_STEPS):
        said = 1.0 / (1.0 + np.exp(-inputs @ line))
        slope = inputs.T @ (right - said) - SMALL * (line - [1.0, 0.0])
        bend = (inputs * (said * (1 - said))[:, None]).T @ inputs + SMALL * np.eye(2)
        line = line + np.linalg.solve(bend, slope)
    return Curve(float(max(line[0], FLATTEST)), float(line[1]))


def _log_odds(probabilities: Doubles) -> Doubles:
    kept = np.clip(probabilities, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)
