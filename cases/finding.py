"""What an officer narrows a list of cases to, as an address says it: filters that combine, words, and an order. Pure.

A value that is none is told, and leaves the others as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases import tag_words
from cases.filters import NO_AGENCY, Where, every
from cases.orders import SORTS, Sort
from cases.search_terms import LONGEST, asked
from cases.urgency import RANK
from sla.compliance import OVERDUE
from tawasul.core.errors import FieldError
from tawasul.core.i18n import ZONE
from tawasul.core.text import CONTROL

# Those with a list of codes to choose from, and the condition of each.
CODES: Mapping[str, str] = {
    "category": "c.category = {}",
    "agency": "c.agency = {}",
    "governorate": "c.governorate = {}",
    "status": "c.status = {}",
    "kind": "c.kind = {}",
    "channel": "c.channel = {}",
}
PRIORITIES: Mapping[str, str] = {
    "danger": f"{RANK} = 0",
    "urgent": f"{RANK} <= 1",
    "high": f"{RANK} <= 2",
    "usual": f"{RANK} = 3",
}
DAYS: Mapping[str, str] = {
    "received_from": "c.received_at >= {}",
    "received_to": "c.received_at < {}",
    "due_from": "k.due_at >= {}",
    "due_to": "k.due_at < {}",
}
TICKS = ("late", "files")
NOBODY = "nobody"
NAMES = ("q", *CODES, "holder", "priority", "tag", *DAYS, *TICKS, "sort")
# Of the agency that has the case: the words of one that had it before are not the reader's.
_TAGGED = """EXISTS (SELECT 1 FROM "case_tag" t
    WHERE t."case" = c.id AND t."agency" = c.agency AND t."folded" = {})"""
_YEARS = range(2000, 2200)
_LATE = f"{OVERDUE} OR k.on_time IS FALSE"
_FILES = """EXISTS (SELECT 1 FROM "attachment" a WHERE a."case" = c.id AND a.state = 'ready')"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Filters that hold, by name, as an address says them; and what was wrong with the others."""

    kept: Mapping[str, str]
    faults: tuple[FieldError, ...] = ()

    @property
    def words(self) -> str:
        return self.kept.get("q", "")

    @property
    def sort(self) -> Sort:
        return next((sort for sort in SORTS if sort == self.kept.get("sort")), "due")

    @property
    def narrows(self) -> bool:
        """Whether anything is left out of the list. An order leaves out nothing."""
        return any(name != "sort" for name in self.kept)


def read(given: Mapping[str, str], known: Mapping[str, Collection[str]]) -> Finding:
    """Filters from an address. `known`: the codes that each of `CODES`, and `holder`, may have."""
    choices = {**known, "priority": PRIORITIES, "sort": SORTS, **dict.fromkeys(TICKS, ("1",))}
    kept: dict[str, str] = {}
    faults: list[FieldError] = []
    for name in NAMES:
        value = CONTROL.sub(" ", given.get(name, "")).strip()
        if not value:
            continue
        if fault := _fault(name, value, choices):
            faults.append(fault)
        else:
            kept[name] = value
    for start, end in (("received_from", "received_to"), ("due_from", "due_to")):
        if start in kept and end in kept and kept[start] > kept[end]:
            faults.append(FieldError(end, "before_first_day"))
            del kept[end]
    if kept.get("sort") == "due":
        del kept["sort"]
    return Finding(kept, tuple(faults))


def _fault(name: str, value: str, choices: Mapping[str, Collection[str]]) -> FieldError | None:
    """What is wrong with one value."""
    if name == "q" and len(value) > LONGEST:
        return FieldError(name, "search_too_long")
    if name == "q":
        return None if asked(value) else FieldError(name, "nothing_to_search")
    if name == "tag":
        return None if len(value) <= tag_words.LONGEST and tag_words.folded(value) else FieldError(name, "unknown")
    if name in DAYS:
        return None if _day(value) else FieldError(name, "bad_date")
    return None if value in choices[name] else FieldError(name, "unknown")


def _day(text: str) -> date | None:
    """A day as a form sends it: year, month and day."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS and found.isoformat() == text else None


def conditions(finding: Finding, now: datetime) -> Where:
    """What the filters ask for, together, but for words."""
    found = [_one(name, value, now) for name, value in finding.kept.items() if name not in ("q", "sort")]
    return every(*found)


def _one(name: str, value: str, now: datetime) -> Where:
    if name == "agency" and value == NO_AGENCY:
        return Where("c.agency IS NULL")
    if name in CODES:
        return Where(CODES[name], (value,))
    if name == "holder":
        return Where("c.holder IS NULL") if value == NOBODY else Where("c.holder = {}", (int(value),))
    if name == "priority":
        return Where(PRIORITIES[value])
    if name == "tag":
        return Where(_TAGGED, (tag_words.folded(value),))
    if name in DAYS:
        day = date.fromisoformat(value) + timedelta(days=name.endswith("_to"))
        return Where(DAYS[name], (datetime.combine(day, time(), ZONE),))
    return Where(_LATE, (now,)) if name == "late" else Where(_FILES)
