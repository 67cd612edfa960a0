"""In which order lists stand, and the keys by which one page follows another. Pure.

A key names the place of a row by the columns of its order, of which the last is unique: rows that are equal otherwise
have a place each, and what is added or goes meanwhile moves nothing else to another page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Literal

from cases.filters import Where
from cases.reference import LENGTH
from cases.urgency import LEVELS, RANK

Sort = Literal["due", "received", "priority", "changed"]
SORTS: tuple[Sort, ...] = ("due", "received", "priority", "changed")

_LONGEST_NUMBER = 10  # digits of a row's number that an address may hold
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Part:
    """A column of an order: how a row's value is found, and how a key's is read. `ValueError` if it is none."""

    column: str
    of: Callable[[Any], Any]
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Order:
    """Columns in the order of their weight, all in one direction."""

    parts: tuple[Part, ...]
    newest_first: bool = False

    def by(self, *, backwards: bool) -> str:
        """The columns after ORDER BY."""
        direction = "DESC" if backwards != self.newest_first else "ASC"
        return ", ".join(f"{part.column} {direction}" for part in self.parts)

    def key_of(self, row: Any) -> str:
        """The place of a row, as an address holds it."""
        return _SEPARATOR.join(_written(part.of(row)) for part in self.parts)

    def beyond(self, key: str, *, backwards: bool) -> Where:
        """The rows past a key. A key that is none of ours begins at the first page."""
        given = key.split(_SEPARATOR)
        if len(given) != len(self.parts):
            return Where("")
        try:
            values = tuple(part.read(text) for part, text in zip(self.parts, given, strict=True))
        except ValueError:
            return Where("")
        sign = "<" if backwards != self.newest_first else ">"
        columns, places = ", ".join(part.column for part in self.parts), ", ".join("{}" for _ in values)
        if len(values) == 1:
            return Where(f"{columns} {sign} {places}", values)
        # Said of the first column too, so that the index begins at the key.
        return Where(
            f"{self.parts[0].column} {sign}= {{}} AND ({columns}) {sign} ({places})",
            (values[0], *values),
        )


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 2000 <= found.year < 2200:
        raise ValueError("no instant of ours")
    return found


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if not 2000 <= found.year < 2200:
        raise ValueError("no day of ours")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER):
        raise ValueError("no number of ours")
    return int(text)


def _reference(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) == LENGTH):
        raise ValueError("no reference")
    return text


def _urgency(row: Any) -> int:
    return LEVELS.index(row.level)


_DUE = Part("k.due_at", attrgetter("clock.due_at"), _instant)
_REFERENCE = Part("c.reference", attrgetter("reference"), _reference)
OWED: Mapping[Sort, Order] = {
    "due": Order((_DUE, _REFERENCE)),
    "received": Order((Part("c.received_at", attrgetter("received_at"), _instant), _REFERENCE), newest_first=True),
    "priority": Order((Part(RANK, _urgency, _number), _DUE, _REFERENCE)),
    "changed": Order((Part("c.updated_at", attrgetter("updated_at"), _instant), _REFERENCE), newest_first=True),
}
# In lists of the boards the clock's number, which an index holds, decides where two fall due together.
COUNTED = Order(
    (Part("n.due_at", attrgetter("clock.due_at"), _instant), Part("n.clock", attrgetter("clock.id"), _number))
)
# The day on which it was sorted comes first, as in the indexes; cases are numbered in about the order of their days.
SORTED = Order(
    (Part('s."day"', attrgetter("sorted_on"), _day), Part('s."case"', attrgetter("clock.case_id"), _number)),
    newest_first=True,
)
