"""What the sorter says about one text. Plain values: any room may import this module."""

from dataclasses import dataclass
from typing import Literal

Decision = Literal["route", "triage"]
# `switched`: people sort everything for now, whatever the model says. No model says this.
Reason = Literal["sure", "unsure", "nothing", "switched"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category the text may belong to, with the calibrated probability of exactly that category."""

    category: str
    agency: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """`category` is always the best guess; `confidence` is the probability that `agency` is right."""

    kind: str
    category: str
    agency: str
    confidence: float
    decision: Decision
    reason: Reason
    needs: str | None
    danger: bool
    urgent: bool
    language: str
    candidates: tuple[Candidate, ...]
    model: str
    threshold: float
