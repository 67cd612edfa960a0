"""Where a sorted case goes: to an agency, or before people. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from classifier.prediction import Prediction
from routing.decide import Decision, RuleRow, decide
from routing.reference import CategoryRow

SortedBy = Literal["program", "citizen"]


@dataclass(frozen=True, slots=True)
class Destination:
    """`agency` None means triage. `category` is kept either way where it is known.

    `rule_failed`: the category is known, and no rule that can run says who answers.
    """

    category: str | None
    agency: str | None
    sorted_by: SortedBy | None
    rule_failed: bool = False


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
    decided = answering(categories[category], governorate, rules)
    by: SortedBy = "citizen" if category == chosen else "program"
    return Destination(category, decided.agency, by if decided.agency else None, decided.needs == "rule")


def answering(category: CategoryRow, governorate: str | None, rules: Sequence[RuleRow]) -> Decision:
    """Who answers a category at a place. A body that answers no more is nobody, unless a rule names another."""
    decided = decide(category.code, category.agency_code, governorate, rules)
    is_gone = decided.agency is not None and decided.rule_id is None and not category.answered
    return Decision(None, needs="rule") if is_gone else decided


def _category(prediction: Prediction, chosen: str | None, categories: Mapping[str, CategoryRow]) -> str | None:
    """The category to route by, or None when people have to choose."""
    if prediction.reason in ("nothing", "switched"):
        return None
    known = categories.get(prediction.category or "")
    guess = known.code if known and not known.retired else None
    is_sure = prediction.reason == "sure" and guess is not None
    if chosen is None:
        return guess if is_sure else None
    if is_sure and guess is not None and categories[guess].agency_code != categories[chosen].agency_code:
        return None
    return chosen
