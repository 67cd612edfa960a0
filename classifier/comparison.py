"""Whether one model is worse than another, by their reports. Light: no model is needed for it."""

from collections.abc import Mapping
from typing import Any

WORSE = 0.01
# A threshold is cut so that this share reaches the right agency: what lies above it is chance, and no merit.
PROMISED = 0.97
JUDGED_BY = {"accuracy": 1.0, "macro_f1": 1.0, "precision": PROMISED}


def compare(candidate: Mapping[str, Any], running: Mapping[str, Any]) -> tuple[str, ...]:
    """What got worse: `accuracy` over everything, at all; `ar.accuracy` of one language, by more than a point.

    Precision got worse only where it is below what is promised.
    """
    worse = [name for name, most in JUDGED_BY.items() if candidate[name] < min(running[name], most)]
    for language, figures in running["languages"].items():
        mine = candidate["languages"].get(language, {})
        worse += [
            f"{language}.{name}"
            for name, most in JUDGED_BY.items()
            if mine.get(name, 0.0) < min(figures[name], most) - WORSE
        ]
    return tuple(worse)


def short(report: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a report that people compare, without those of every label."""
    figures = {name: value for name, value in report.items() if isinstance(value, (int, float))}
    languages = {name: short(part) for name, part in report.get("languages", {}).items()}
    return {**figures, "languages": languages} if languages else figures
