"""The figures of models and what people decided on them, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from cases.models import CANDIDATE, PROMOTED, REFUSED
from cases.training import TrainingView
from tawasul.core import i18n
from tawasul.core.i18n import _
from web.desk.wording import language_words

Report = Mapping[str, Any]
SHARES = ("agency_accuracy", "accuracy", "coverage", "precision")


def model_words(name: str) -> str:
    """A model by its name."""
    return name or _("The model that the system was set up with")


def state_words(state: str) -> str:
    return {CANDIDATE: _("Candidate"), PROMOTED: _("Was in use"), REFUSED: _("Refused")}[state]


def figure_words(name: str) -> str:
    """What a figure of a report says."""
    return {
        "agency_accuracy": _("Right agency at the first guess"),
        "accuracy": _("Right service at the first guess"),
        "macro_f1": _("Right service, every service counting alike"),
        "coverage": _("Sorted by the program alone"),
        "precision": _("Right agency, of those that the program sorts alone"),
        "n": _("No text was measured"),
        "ece": _("Probabilities of a service are off by more than 5 in 100"),
        "agency_ece": _("Probabilities of an agency are off by more than 5 in 100"),
    }[name]


def figure_rows(report: Report, before: Report | None = None) -> list[dict[str, Any]]:
    """Each figure over everything and by language; beside it that of the running model where one is given."""
    parts = {"": report, **report.get("languages", {})}
    known = {language: part for language, part in parts.items() if language in ("", "ar", "en")}
    earlier = {"": before, **before.get("languages", {})} if before else {}
    return [
        {
            "words": figure_words(name),
            "cells": [
                {
                    "words": language_words(language) if language else _("All"),
                    "now": _hundredths(part.get(name)),
                    "before": _hundredths((earlier.get(language) or {}).get(name)),
                }
                for language, part in known.items()
            ],
        }
        for name in SHARES
    ]


def _hundredths(share: float | None) -> int | None:
    """A share in hundredths of a percent, to one digit after the point."""
    return None if share is None else round(share * 1000) * 10


def change_words(report: Report, before: Report) -> list[str]:
    """What a promotion would change, in sentences; hundreds of cases are easier to think of than shares."""
    said = {"now": _of_hundred(before["coverage"]), "then": _of_hundred(report["coverage"])}
    right = {"now": _of_hundred(before["precision"]), "then": _of_hundred(report["precision"])}
    return [
        _("Of 1,000 cases the program sorts about %(then)s alone; now it sorts about %(now)s.") % said,
        _("Of 1,000 that it sorts alone, about %(then)s reach the right agency; now about %(now)s do.") % right,
        _("The next case that comes in is sorted by it. Cases that were sorted already stay where they are."),
    ]


def _of_hundred(share: float) -> str:
    return i18n.number(round(share * 1000))


def worse_words(names: Iterable[str]) -> list[str]:
    """What got worse: a figure, or a figure of one language."""
    return [_one_worse(*name.rpartition(".")) for name in names]


def _one_worse(language: str, _dot: str, name: str) -> str:
    if language not in ("ar", "en"):
        return figure_words(name)
    return _("%(figure)s (%(language)s)") % {"figure": figure_words(name), "language": language_words(language)}


def training_words(last: TrainingView | None) -> str:
    """How the last training ended, or that one goes on."""
    if last is None:
        return _("No candidate has been trained yet.")
    if last.ended_at is None:
        return _("A candidate is being trained. It takes some minutes.")
    if last.error:
        return _("The last training failed. The log of the worker says why.")
    return _("The last training ended on %(time)s.") % {"time": i18n.date_and_time(last.ended_at)}


def act_words(act: str, data: Mapping[str, Any]) -> str:
    """One line of the sorter's history."""
    model = model_words(data.get("model", ""))
    return {
        "model_made": _("A candidate was trained: %(model)s"),
        "model_promoted": _("Taken into use: %(model)s"),
        "model_refused": _("Candidate refused: %(model)s"),
        "model_rolled_back": _("Promotion taken back; in use again: %(model)s"),
        "triage_only_on": _("People sort everything"),
        "triage_only_off": _("The program sorts again"),
        "training_asked": _("A training was asked for"),
        "training_failed": _("A training failed"),
    }[act] % {"model": model}
