"""From which confidence on a program may sort alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

TARGET = 0.97
NEVER = 1.0  # no calibrated probability reaches it
FEWEST = 30
EVERY_LANGUAGE = "*"


@dataclass(frozen=True, slots=True)
class Cut:
    """`coverage` is the share at or above the threshold, `precision` how much of that is right."""

    threshold: float
    coverage: float
    precision: float


def lowest_threshold(
    confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], *, target: float = TARGET
) -> Cut:
    """The threshold with the largest coverage among those that keep the target; NEVER where none does.

    Equal confidences stand or fall together. A lucky handful proves nothing: at least FEWEST must be covered."""
    order = np.argsort(-confidence, kind="stable")
    sure, hits = confidence[order], right[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    last_of_equals = np.append(sure[1:] < sure[:-1], True) if len(sure) else np.zeros(0, dtype=bool)
    enough = np.arange(1, len(hits) + 1) >= min(FEWEST, max(1, len(hits) // 2))
    kept = np.flatnonzero((precision >= target) & last_of_equals & enough)
    if not len(kept):
        return Cut(NEVER, 0.0, 0.0)
    place = int(kept[-1])
    return Cut(float(sure[place]), (place + 1) / len(hits), float(precision[place]))


def by_language(
    confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], languages: Sequence[str]
) -> dict[str, Cut]:
    spoken = np.asarray(languages)
    cuts = {EVERY_LANGUAGE: lowest_threshold(confidence, right)}
    for language in sorted(set(languages)):
        cuts[language] = lowest_threshold(confidence[spoken == language], right[spoken == language])
    return cuts


def of_language(thresholds: Mapping[str, float], language: str) -> float:
    return thresholds.get(language, thresholds[EVERY_LANGUAGE])
