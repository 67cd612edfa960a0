"""How urgent a case is, to lists and to promises: what a person set, else what program and category say. Pure."""

from collections.abc import Mapping
from typing import Any, Literal

from sla.policy import HIGH, URGENT, Subject

Level = Literal["danger", "urgent", "high", "normal"]
LEVELS: tuple[Level, ...] = ("danger", "urgent", "high", "normal")
# What a person may set. That there is danger, the words of the case say.
BY_HAND: tuple[Level, ...] = ("urgent", "high", "normal")

# The place of a case "c" in `LEVELS`.
RANK = """CASE c.priority WHEN 'urgent' THEN 1 WHEN 'high' THEN 2 WHEN 'normal' THEN 3
    ELSE CASE WHEN c.danger THEN 0 WHEN c.urgent THEN 1 ELSE 3 END END"""


def level_of(case: Mapping[str, Any]) -> Level:
    """How urgent a case is, by its columns."""
    return level(case["priority"], danger=case["danger"], urgent=case["urgent"])


def level(by_hand: str | None, *, danger: bool, urgent: bool) -> Level:
    """The same of its three values."""
    found: Level = "danger" if danger else "urgent" if urgent else "normal"
    return next((one for one in BY_HAND if one == by_hand), found)


def subject_of(case: Mapping[str, Any]) -> Subject:
    """What policies look at of a case. Danger is urgent to them."""
    pressing = {"danger": URGENT, "urgent": URGENT, "high": HIGH}
    return Subject(case["kind"], case["agency"], case["category"], pressing.get(level_of(case)))


def is_lower(new: str, than: str) -> bool:
    """Whether one level is less urgent than another."""
    names: tuple[str, ...] = LEVELS
    return names.index(new) > names.index(than)
