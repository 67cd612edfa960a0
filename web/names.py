"""Codes as names in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routing import reference
from tawasul.accounts import agencies


@dataclass(frozen=True, slots=True)
class Names:
    """Codes as names in the reader's language. A code that nobody knows stays a code."""

    agencies: Mapping[str, Any]
    categories: Mapping[str, Any]
    areas: Mapping[str, Any]
    governorates: Mapping[str, Any]

    def agency(self, code: str | None) -> str:
        return _name(self.agencies, code)

    def category(self, code: str | None) -> str:
        return _name(self.categories, code)

    def area(self, code: str | None) -> str:
        return _name(self.areas, code)

    def governorate(self, code: str | None) -> str:
        return _name(self.governorates, code)


def _name(rows: Mapping[str, Any], code: str | None) -> str:
    if code is None:
        return ""
    row = rows.get(code)
    return row.name if row else code


async def names() -> Names:
    """The names of everything that a page of the desk may show."""
    return Names(
        await agencies.all_agencies(),
        await reference.categories(),
        await reference.areas(),
        await reference.governorates(),
    )
