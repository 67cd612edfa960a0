"""What was learnt, and how it answers. Needs the machine-learning libraries, so it lives in the worker."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.calibration import Curve, Doubles, in_accord, softmax
from classifier.danger import is_dangerous
from classifier.destinations import MUNICIPALITY, Destinations, placed
from classifier.examples import NOTHING
from classifier.features import Features
from classifier.heads import Head
from classifier.prediction import Candidate, Decision, Prediction, Reason
from classifier.sureness import Sureness, signs
from classifier.thresholds import of_language
from tawasul.core.text import clean, language_of

COMPLAINT = "complaint"
CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """What the head says of many texts, a column each label: in all, and by each kind of feature alone."""

    scores: Doubles
    parts: tuple[Doubles, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities of many texts: of each label, of each agency, and that the agency of the best category is right."""

    labels: Doubles
    agencies: Doubles
    sure: Doubles


@dataclass(frozen=True)
class Model:
    """All that was learnt. The same folder gives the same answers."""

    name: str
    features: Features
    head: Head
    kinds: Head | None
    temperature: float
    part_temperatures: tuple[float, ...]
    label_curve: Curve
    sureness: Sureness
    thresholds: dict[str, float]
    destinations: Destinations
    encoder_name: str | None = None
    examples: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @cached_property
    def labels(self) -> list[str]:
        return list(self.head.classes)

    @cached_property
    def agencies(self) -> list[str]:
        return sorted({self.agency_of(label) for label in self.labels})

    @cached_property
    def _sums(self) -> Doubles:
        """Adds up the probabilities of the labels of each agency."""
        sums = np.zeros((len(self.labels), len(self.agencies)))
        for row, label in enumerate(self.labels):
            sums[row, self.agencies.index(self.agency_of(label))] = 1.0
        return sums

    def agency_of(self, label: str) -> str:
        return NOTHING if label == NOTHING else self.destinations[label].agency

    def judge(self, texts: Sequence[str]) -> Judged:
        """Probabilities alone, for measuring."""
        return self.judged(self.scored(self.features.matrix(texts)))

    def scored(self, rows: sparse.csr_matrix) -> Scored:
        parts = self.head.parts(rows, self.features.ends(rows))
        return Scored(np.sum(parts, axis=0), tuple(parts))

    def judged(self, scored: Scored) -> Judged:
        labels = softmax(scored.scores, self.temperature)
        agencies = labels @ self._sums
        return Judged(self.label_curve.bend(labels), agencies, self.sureness.of(self.signs(scored)))

    def signs(self, scored: Scored) -> Doubles:
        """What tells whether the agency of the best category is right. NOTHING is no category."""
        rows, best = np.arange(len(scored.scores)), self.best_agencies(scored.scores)
        whole = (softmax(scored.scores, self.temperature) @ self._sums)[rows, best]
        pairs = zip(scored.parts, self.part_temperatures, strict=True)
        alone = [(softmax(part, temperature) @ self._sums)[rows, best] for part, temperature in pairs]
        return signs(scored.scores, whole, alone)

    def best_agencies(self, scores: Doubles) -> npt.NDArray[np.int64]:
        """Of each text the column of the agency that its best category belongs to."""
        categories = np.asarray([label != NOTHING for label in self.labels])
        best = np.where(categories, scores, -np.inf).argmax(axis=1)
        return np.asarray([self.agencies.index(self.agency_of(self.labels[int(place)])) for place in best], np.int64)

    def predict(self, texts: Sequence[str], governorates: Sequence[str | None] | None = None) -> list[Prediction]:
        """One prediction a text, in order. A governorate turns `MUN` into the municipality of the place."""
        if not texts:
            return []
        tidy = [clean(text) for text in texts]
        rows = self.features.matrix(tidy)
        judged = self.judged(self.scored(rows))
        kinds = self.kinds.best(rows) if self.kinds else [COMPLAINT] * len(texts)
        places = governorates or [None] * len(texts)
        return [self._one(tidy[n], judged, n, kind=kinds[n], governorate=places[n]) for n in range(len(tidy))]

    def _one(self, text: str, judged: Judged, row: int, *, kind: str, governorate: str | None) -> Prediction:
        candidates = self._candidates(judged, row, governorate)
        best = self.destinations[candidates[0].category]
        language = language_of(text)
        threshold = of_language(self.thresholds, language)
        confidence = float(judged.sure[row])
        danger = is_dangerous(text)
        reason = self._reason(text, judged, row, threshold, danger=danger)
        return Prediction(
            kind=kind,
            category=candidates[0].category,
            agency=placed(best.agency, governorate),
            confidence=confidence,
            decision=_decision(reason),
            reason=reason,
            needs="governorate" if placed(best.agency, governorate) == MUNICIPALITY else None,
            danger=danger,
            urgent=danger or (best.urgent and reason != "nothing"),
            language=language,
            candidates=candidates,
            model=self.name,
            threshold=threshold,
        )

    def _candidates(self, judged: Judged, row: int, governorate: str | None) -> tuple[Candidate, ...]:
        probabilities = judged.labels[row]
        ordered = [int(n) for n in np.argsort(-probabilities, kind="stable") if self.labels[n] != NOTHING][:CANDIDATES]
        agencies = [self.agency_of(self.labels[n]) for n in ordered]
        is_best = np.asarray([agency == agencies[0] for agency in agencies], dtype=bool)
        told = in_accord(probabilities[ordered], is_best, float(judged.sure[row]))
        return tuple(
            Candidate(self.labels[n], placed(agency, governorate), float(one))
            for n, agency, one in zip(ordered, agencies, told, strict=True)
        )

    def _reason(self, text: str, judged: Judged, row: int, threshold: float, *, danger: bool) -> Reason:
        """A text that frightens is never nothing: whatever else it is, people have to read it."""
        is_empty = not any(letter.isalpha() for letter in text)
        if is_empty or self.labels[int(judged.labels[row].argmax())] == NOTHING:
            return "unsure" if danger else "nothing"
        return "sure" if judged.sure[row] >= threshold else "unsure"


def _decision(reason: Reason) -> Decision:
    return "route" if reason == "sure" else "triage"
