"""The history of administered things in words: who did what, and which value took the place of which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from routing.decide import BY_PLACE
from tawasul.accounts import views
from tawasul.audit import HistoryLine
from tawasul.core.i18n import _
from web.names import Names

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One line: its number, what was done, when and by whom, and each value before and after."""

    seq: int
    words: str
    at: datetime
    by: str
    values: list[tuple[str, str, str]]
    can_be_undone: bool


def told(history: Sequence[HistoryLine], names: Names) -> list[Told]:
    """The newest first."""
    return [
        Told(line.seq, act_words(line.act), line.at, line.actor, _values(line.data, names), "before" in line.data)
        for line in reversed(history[-SHOWN:])
    ]


def act_words(act: str) -> str:
    """What was done."""
    return {
        "added": _("Added"),
        "changed": _("Changed"),
        "retired": _("Taken out of use"),
        "restored": _("Put into use again"),
        "undone": _("An earlier change was undone"),
        "moved": _("Moved in the order"),
        "disabled": _("Disabled"),
        "enabled": _("Enabled"),
    }[act]


def _values(data: Mapping[str, Any], names: Names) -> list[tuple[str, str, str]]:
    if "rule" in data:
        return [(_("Rule"), "", rule_words(data["rule"], names))]
    before, after = data.get("before", {}), data.get("after", {})
    return [
        (field_words(name), value_words(name, before.get(name), names), value_words(name, value, names))
        for name, value in sorted(after.items())
    ]


def field_words(name: str) -> str:
    """The name of a value."""
    return {
        "name_ar": _("Name in Arabic"),
        "name_en": _("Name in English"),
        "agency_code": _("Who answers"),
        "urgent": _("Urgent"),
        "needs_place": _("The place matters"),
        "retired": _("Out of use"),
        "governorate": _("Governorate"),
        "ask_1_ar": _("First question in Arabic"),
        "ask_1_en": _("First question in English"),
        "ask_2_ar": _("Second question in Arabic"),
        "ask_2_en": _("Second question in English"),
    }[name]


def value_words(name: str, value: Any, names: Names) -> str:
    """A value as people read it; nothing where there was none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "agency_code":
        return answers(value, names)
    return names.governorate(value) if name == "governorate" else str(value)


def answers(code: str, names: Names) -> str:
    """Who answers: an agency, or the municipality of the place."""
    return _("The municipality of the place") if code == BY_PLACE else names.agency(code)


def rule_words(rule: Mapping[str, Any], names: Names) -> str:
    """Which cases a rule is for, and who answers them."""
    parts = [
        answers(rule["agency_code"], names),
        names.category(rule["category"]),
        names.governorate(rule["governorate"]),
    ]
    told = {"cases": " · ".join(filter(None, parts)), "agency": names.agency(rule["to_agency"])}
    return _("%(cases)s: %(agency)s answers") % told


async def people(history: Sequence[HistoryLine]) -> dict[str, Any]:
    """Who did it, by the name under which histories keep them."""
    actors = {line.actor for line in history if line.actor.startswith("staff:")}
    found = await views.by_ids(sorted(int(actor.partition(":")[2]) for actor in actors))
    return {f"staff:{number}": person for number, person in found.items()}
