"""Whether one model is worse than another, by their reports. Light: no model is needed for it."""

from collections.abc import Mapping
from typing import Any

WORSE = 0.01
# A threshold is cut so that this share reaches the right agency: what lies above it is chance, and no merit.
PROMISED = 0.97
# A probability may be so far from what comes true before nobody can rely on it.
MOST_ERROR = 0.05
JUDGED_BY = {"accuracy": 1.0, "macro_f1": 1.0, "precision": PROMISED}


def unfit(candidate: Mapping[str, Any]) -> tuple[str, ...]:
    """What forbids a model whatever runs now: `n`, that no text was measured, or an error of its probabilities."""
    if not candidate.get("n"):
        return ("n",)
    return tuple(name for name in ("ece", "agency_ece") if candidate.get(name, 0.0) > MOST_ERROR)


def compare(candidate: Mapping[str, Any], running: Mapping[str, Any]) -> tuple[str, ...]:
    """What is unfit or got worse: `accuracy` over everything, at all; `ar.accuracy` of one language, by more than a
    point; `coverage`, the share sorted alone, by more than a point over everything and in any language.

    Precision got worse only where it is below what is promised. Where nothing was measured, nothing is compared.
    """
    if "n" in (found := unfit(candidate)):
        return found
    worse = [name for name, most in JUDGED_BY.items() if candidate[name] < min(running[name], most)]
    if _covers_less(candidate, running):
        worse.append("coverage")
    for language, figures in running["languages"].items():
        mine = candidate["languages"].get(language, {})
        worse += [
            f"{language}.{name}"
            for name, most in JUDGED_BY.items()
            if mine.get(name, 0.0) < min(figures[name], most) - WORSE
        ]
        if _covers_less(mine, figures):
            worse.append(f"{language}.coverage")
    return (*worse, *found)


def _covers_less(candidate: Mapping[str, Any], running: Mapping[str, Any]) -> bool:
    return bool(candidate.get("coverage", 0.0) < running.get("coverage", 0.0) - WORSE)


def short(report: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a report that people compare, without those of every label."""
    figures = {name: value for name, value in report.items() if isinstance(value, (int, float))}
    languages = {name: short(part) for name, part in report.get("languages", {}).items()}
    return {**figures, "languages": languages} if languages else figures
