"""How likely the agency is right, told from several signs at once and learnt from held-out texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from classifier.calibration import EDGE, Doubles

LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Sureness:
    """A weight for each sign, and the shift behind them."""

    weights: tuple[float, ...]
    shift: float = 0.0

    def of(self, signs: Doubles) -> Doubles:
        said = 1.0 / (1.0 + np.exp(-(signs @ np.asarray(self.weights) + self.shift)))
        return np.asarray(np.clip(said, EDGE, 1 - EDGE), dtype=np.float64)


def signs(scores: Doubles, whole: Doubles, parts: Sequence[Doubles]) -> Doubles:
    """A row a text: the odds of the agency over all, its probability by each kind of feature alone, and how far the
    best label stands above nought and above the second."""
    ordered = np.sort(scores, axis=1)
    odds = np.log(np.clip(whole, EDGE, 1 - EDGE)) - np.log(np.clip(1 - whole, EDGE, 1.0))
    alone = [np.log(np.maximum(part, LEAST)) for part in parts]
    return np.stack([odds, ordered[:, -1], ordered[:, -1] - ordered[:, -2], *alone], axis=1)


def untaught(count: int) -> Sureness:
    """The odds as they are: for a model that made no mistakes, or nothing but mistakes, to learn from."""
    return Sureness((1.0, *[0.0] * (count - 1)))


def learn_sureness(told: Doubles, right: npt.NDArray[np.bool_]) -> Sureness:
    if not len(right) or right.all() or not right.any():
        return untaught(told.shape[1])
    middle, spread = told.mean(axis=0), np.maximum(told.std(axis=0), LEAST)
    fitted = LogisticRegression(max_iter=1000).fit((told - middle) / spread, right)
    weights = fitted.coef_[0] / spread
    return Sureness(tuple(float(weight) for weight in weights), float(fitted.intercept_[0] - middle @ weights))
