"""How good a model is on texts whose label is known. All figures lie between 0 and 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifier.calibration import expected_calibration_error
from classifier.examples import NOTHING, Example
from classifier.model import Judged, Model
from classifier.thresholds import EVERY_LANGUAGE, of_language

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Measured:
    """Side by side, a row a text: what was true, what was said, and how sure the model was."""

    truth: tuple[str, ...]
    said: tuple[str, ...]
    languages: tuple[str, ...]
    among_three: Truths
    agency_right: Truths
    label_confidence: npt.NDArray[np.float64]
    confidence: npt.NDArray[np.float64]

    def part(self, rows: Truths) -> "Measured":
        chosen = [int(place) for place in np.flatnonzero(rows)]
        return Measured(
            tuple(self.truth[place] for place in chosen),
            tuple(self.said[place] for place in chosen),
            tuple(self.languages[place] for place in chosen),
            self.among_three[rows],
            self.agency_right[rows],
            self.label_confidence[rows],
            self.confidence[rows],
        )


def evaluate(model: Model, examples: Sequence[Example]) -> dict[str, Any]:
    known = [example for example in examples if example.text]
    return figures(measured(model.judge([example.text for example in known]), model, known), model.thresholds)


def measured(judged: Judged, model: Model, examples: Sequence[Example]) -> Measured:
    """A text of which the model says that there is nothing to sort has no confidence to be routed with."""
    order = np.argsort(-judged.labels, axis=1, kind="stable")
    said = [model.labels[int(row[0])] for row in order]
    truth = [example.label for example in examples]
    agencies = [model.agency_of(label) for label in said]
    return Measured(
        truth=tuple(truth),
        said=tuple(said),
        languages=tuple(example.language for example in examples),
        among_three=np.asarray(
            [label in [model.labels[int(n)] for n in row[:3]] for label, row in zip(truth, order, strict=True)],
            dtype=bool,
        ),
        agency_right=np.asarray(
            [_agency(model, label) == agency for label, agency in zip(truth, agencies, strict=True)], bool
        ),
        label_confidence=judged.labels.max(axis=1),
        confidence=np.where(np.asarray(said) == NOTHING, 0.0, judged.sure),
    )


def _agency(model: Model, label: str) -> str | None:
    """None for a label that the model has never heard of: whatever it says of such a text is wrong."""
    return model.agency_of(label) if label == NOTHING or label in model.destinations else None


def figures(told: Measured, thresholds: Mapping[str, float]) -> dict[str, Any]:
    languages = {
        language: _figures(
            told.part(np.asarray([spoken == language for spoken in told.languages])), thresholds, language
        )
        for language in sorted(set(told.languages))
    }
    return {**_figures(told, thresholds, EVERY_LANGUAGE), "languages": languages}


def _figures(told: Measured, thresholds: Mapping[str, float], language: str) -> dict[str, Any]:
    right = np.asarray([one == other for one, other in zip(told.truth, told.said, strict=True)], dtype=bool)
    least = np.asarray([of_language(thresholds, spoken) for spoken in told.languages])
    routed = (told.confidence >= least) & np.asarray([said != NOTHING for said in told.said], dtype=bool)
    labels = _labels(told)
    sorted_out = told.confidence > 0
    return {
        "n": len(right),
        "accuracy": _share(right),
        "macro_f1": float(np.mean([row["f1"] for row in labels.values()])) if labels else 0.0,
        "top3": _share(told.among_three),
        "ece": expected_calibration_error(told.label_confidence, right),
        "threshold": float(of_language(thresholds, language)),
        "coverage": _share(routed),
        "precision": _share(told.agency_right[routed]),
        "label_precision": _share(right[routed]),
        "agency_accuracy": _share(told.agency_right),
        "agency_ece": expected_calibration_error(told.confidence[sorted_out], told.agency_right[sorted_out]),
        "labels": labels,
    }


def _labels(told: Measured) -> dict[str, dict[str, float]]:
    """Every label that occurs in the texts; NOTHING is written as `nothing`."""
    rows: dict[str, dict[str, float]] = {}
    truth, said = np.asarray(told.truth), np.asarray(told.said)
    for label in sorted(set(told.truth)):
        hits = int(((truth == label) & (said == label)).sum())
        there, named = int((truth == label).sum()), int((said == label).sum())
        precision, recall = hits / named if named else 0.0, hits / there
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        rows[label or "nothing"] = {"n": there, "precision": precision, "recall": recall, "f1": f1}
    return rows


def _share(values: Truths) -> float:
    return float(values.mean()) if len(values) else 0.0
