"""Agencies as the other rooms see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from tawasul.accounts.permissions import Scope, reaches_below, scope_of
from tawasul.accounts.tables import Agency
from tawasul.accounts.views import StaffView
from tawasul.core.i18n import current


@dataclass(frozen=True, slots=True)
class AgencyView:
    """A body that answers, with its parent's code."""

    code: str
    name_en: str
    name_ar: str
    parent: str | None
    retired: bool
    successor: str | None

    @property
    def name(self) -> str:
        return self.name_ar if current() == "ar" else self.name_en


async def all_agencies() -> dict[str, AgencyView]:
    """Every agency by code, retired ones too: old cases still name them."""
    columns = (Agency.code, Agency.name_en, Agency.name_ar, Agency.parent, Agency.retired_at, Agency.successor)
    return {
        row["code"]: AgencyView(retired=row.pop("retired_at") is not None, **row)
        for row in await Agency.select(*columns).order_by(Agency.code)
    }


def line(agency: str | None, known: Mapping[str, AgencyView]) -> list[str]:
    """An agency and all above it, nearest first. A ring of parents ends. Pure."""
    found: list[str] = []
    while agency is not None and agency not in found:
        found.append(agency)
        agency = known[agency].parent if agency in known else None
    return found


async def scope(staff: StaffView) -> Scope:
    """Whose cases this member of staff reaches. Asks for the agencies only where those below count."""
    known = await all_agencies() if reaches_below(staff) else {}
    return scope_of(staff, {code: agency.parent for code, agency in known.items()})


def successors(known: Mapping[str, AgencyView]) -> dict[str, str]:
    """Who follows each retired agency and works; one whose successors end in none, or in a ring, is left out. Pure."""
    after = {code: row.successor for code, row in known.items() if row.retired and row.successor is not None}
    return {code: last for code in after if (last := _last(code, after)) is not None}


def _last(code: str, after: dict[str, str]) -> str | None:
    """The end of a line of successors."""
    for _ in after:
        code = after[code]
        if code not in after:
            return code
    return None
