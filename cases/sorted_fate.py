"""What people's acts say about an answer of the program. Pure.

An answer is judged once a person has worked with the case: asked, replied, closed it, chose another category or passed
it on. Taking it on says nothing yet, nor does a citizen who withdraws. Whatever moved the case away counts against the
program, also where the reason was another.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

Fate = Literal["routed", "chosen", "held", "unsure", "nothing"]
FATES: tuple[Fate, ...] = ("routed", "chosen", "held", "unsure", "nothing")
# How long a case waited to be sorted by people, by the greatest wait of each band.
WAITS: Mapping[str, timedelta] = {
    "within_1h": timedelta(hours=1),
    "within_4h": timedelta(hours=4),
    "within_8h": timedelta(hours=8),
    "within_24h": timedelta(hours=24),
    "within_72h": timedelta(hours=72),
}
LONGER = "longer"
COUNTERS = ("n", *FATES, "sure", "judged", "stayed", "recategorised", *WAITS, LONGER)
# How many had a fate, in a row of the sums; one of an earlier version says it for all of its cases.
BY_FATE: Mapping[str, str] = {fate: f"\"{fate}\" + CASE WHEN fate = '{fate}' THEN n ELSE 0 END" for fate in FATES}
_WORKED = ("waiting_for_citizen", "answered", "in_review", "reopened", "closed")
_NOT_OURS = ("void_spam", "outside_government")
_STILL_WAITS = ("received", "triage", "waiting_for_citizen", "withdrawn")


@dataclass(frozen=True, slots=True)
class Sorted:
    """One case that the program has read, with the columns of its row."""

    case: int
    at: datetime
    day: date
    language: str
    category: str
    fate: str
    sure: bool
    first: str
    agency: str
    judged: bool = False
    stayed: bool = False
    recategorised: bool = False
    waited: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What a difference is counted under."""

    day: date
    language: str
    agency: str


def fate_of(reason: str, sorted_by: str | None) -> Fate:
    """What became of the program's answer at once."""
    if sorted_by is not None:
        return "routed" if sorted_by == "program" else "chosen"
    return {"nothing": "nothing", "unsure": "unsure"}.get(reason, "held")  # type: ignore[return-value]  # codes of Fate


def judged_now(was: Sorted, case: Mapping[str, Any], now: datetime) -> Sorted:
    """The same answer, as the case stands now. What a person has once worked with stays judged."""
    if was.fate != "routed":
        placed = case["status"] not in _STILL_WAITS and was.fate != "chosen"
        waited = was.waited or (wait_of(now - was.at) if placed else "")
        return replace(was, agency=case["agency"] or "", waited=waited)
    away = case["agency"] != was.first or case["closed_as"] in _NOT_OURS
    recategorised = case["category"] != was.category
    judged = was.judged or away or recategorised or case["status"] in _WORKED
    return replace(was, judged=judged, stayed=judged and not away, recategorised=recategorised)


def wait_of(waited: timedelta) -> str:
    """The band of a wait."""
    return next((band for band, most in WAITS.items() if waited <= most), LONGER)


def key_of(one: Sorted) -> Key:
    """What it is counted under."""
    return Key(one.day, one.language, one.agency)


def counters_of(one: Sorted) -> list[str]:
    """What it counts as."""
    flags = [flag for flag in ("sure", "judged", "stayed", "recategorised") if getattr(one, flag)]
    return ["n", one.fate, *flags, *([one.waited] if one.waited else [])]


def differences(before: Sorted | None, now: Sorted) -> Counter[tuple[Key, str]]:
    """What is to be added to the sums so that they hold the one instead of the other."""
    changed: Counter[tuple[Key, str]] = Counter((key_of(now), counter) for counter in counters_of(now))
    if before is not None:
        changed.subtract((key_of(before), counter) for counter in counters_of(before))
    return Counter({entry: number for entry, number in changed.items() if number})
