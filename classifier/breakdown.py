"""Where a model is right and where it errs: by variety, by agency, and which labels it takes for which."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from classifier.evaluate import Measured
from classifier.examples import NOTHING, Example
from classifier.model import Model
from classifier.thresholds import of_language

MOST_CONFUSIONS = 60
UNKNOWN = "unsaid"
ORDINARY, OTHERS = "ordinary", "indirect"
SORTS = ("hard", "mixed", "others", "nothing", "wishes")


def breakdown(told: Measured, model: Model, examples: Sequence[Example]) -> dict[str, Any]:
    """Shares by variety and by agency, and the commonest confusions with how often each came."""
    return {
        "varieties": _by([example.variety or UNKNOWN for example in examples], told, model),
        "batches": _by([_sort_of_batch(example) for example in examples], told, model),
        "agencies": _agencies(told, model),
        "confusions": _confusions(told),
    }


def _sort_of_batch(example: Example) -> str:
    """What its author was asked for: a plain everyday text, half of a hard pair, or one that names nothing."""
    family = (example.group or "").split("-")[0]
    return ORDINARY if family in ("plain", "everyday") else family if family in SORTS else OTHERS


def _by(names: Sequence[str], told: Measured, model: Model) -> dict[str, dict[str, float]]:
    """Shares of each of these sorts of texts."""
    spoken = np.asarray(names)
    right = np.asarray([one == other for one, other in zip(told.truth, told.said, strict=True)], dtype=bool)
    least = np.asarray([of_language(model.thresholds, language) for language in told.languages])
    routed = (told.confidence >= least) & (np.asarray(told.said) != NOTHING)
    found = {}
    for name in sorted(set(spoken.tolist())):
        rows = spoken == name
        sure = rows & routed
        found[name] = {
            "n": int(rows.sum()),
            "accuracy": float(right[rows].mean()),
            "top3": float(told.among_three[rows].mean()),
            "agency_accuracy": float(told.agency_right[rows].mean()),
            "coverage": float(routed[rows].mean()),
            "precision": float(told.agency_right[sure].mean()) if sure.any() else 0.0,
        }
    return found


def _agencies(told: Measured, model: Model) -> dict[str, dict[str, float]]:
    truth = [_agency(model, label) for label in told.truth]
    said = [_agency(model, label) for label in told.said]
    there, named = Counter(truth), Counter(said)
    hits = Counter(one for one, other in zip(truth, said, strict=True) if one == other)
    return {
        agency: {
            "n": there[agency],
            "precision": hits[agency] / named[agency] if named[agency] else 0.0,
            "recall": hits[agency] / there[agency],
        }
        for agency in sorted(there)
    }


def _agency(model: Model, label: str) -> str:
    return "nothing" if label == NOTHING else model.agency_of(label)


def _confusions(told: Measured) -> list[dict[str, Any]]:
    wrong = Counter((one, other) for one, other in zip(told.truth, told.said, strict=True) if one != other)
    ordered = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:MOST_CONFUSIONS]
    return [{"label": one or "nothing", "taken_for": other or "nothing", "n": count} for (one, other), count in ordered]
