"""Where a sorted case goes: to an agency, or before people. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from classifier.prediction import Prediction
from routing.decide import RuleRow, decide
from routing.reference import CategoryRow

SortedBy = Literal["program", "citizen"]


@dataclass(frozen=True, slots=True)
class Destination:
    """`agency` None means triage. `category` is kept either way where it is known."""

    category: str | None
    agency: str | None
    sorted_by: SortedBy | None


def destination(
    prediction: Prediction,
    chosen: str | None,
    governorate: str | None,
    categories: Mapping[str, CategoryRow],
    rules: Sequence[RuleRow],
) -> Destination:
    """What the citizen chose goes first, unless the model is sure of another agency: then people decide."""
    category = _category(prediction, chosen, categories)
    if category is None:
        return Destination(chosen, None, None)
    decided = decide(category, categories[category].agency_code, governorate, rules)
    by: SortedBy = "citizen" if category == chosen else "program"
    return Destination(category, decided.agency, by if decided.agency else None)


def _category(prediction: Prediction, chosen: str | None, categories: Mapping[str, CategoryRow]) -> str | None:
    """The category to route by, or None when people have to choose."""
    if prediction.reason == "nothing":
        return None
    guess = prediction.category if prediction.category in categories else None
    is_sure = prediction.reason == "sure" and guess is not None
    if chosen is None:
        return guess if is_sure else None
    if is_sure and guess is not None and categories[guess].agency_code != categories[chosen].agency_code:
        return None
    return chosen
