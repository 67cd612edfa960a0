"""The agencies that somebody administers, with what each has to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from piccolo.query.functions.aggregate import Count

from cases.moves import OPEN
from cases.tables import Case
from tawasul.accounts import agencies
from tawasul.accounts.agencies import AgencyView
from tawasul.accounts.permissions import may
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView


@dataclass(frozen=True, slots=True)
class Listed:
    """One agency, and how many open cases and accounts it has."""

    agency: AgencyView
    open_cases: int
    accounts: int


async def agency_list(by: StaffView) -> list[Listed]:
    """Those that work first, by code. Three statements, however many there are."""
    known, scope = await agencies.all_agencies(), await agencies.scope(by)
    cases = _counted(
        await Case.select(Case.agency, Count(alias="count"))
        .where(Case.status.is_in(list(OPEN)), Case.agency.is_not_null())
        .group_by(Case.agency)
    )
    people = _counted(
        await Staff.select(Staff.agency, Count(alias="count"))
        .where(Staff.active.eq(True), Staff.agency.is_not_null())
        .group_by(Staff.agency)
    )
    rows = [
        Listed(row, cases.get(code, 0), people.get(code, 0))
        for code, row in known.items()
        if may(by, "agency.manage") or scope.holds(code)
    ]
    return sorted(rows, key=lambda row: (row.agency.retired, row.agency.code))


def _counted(rows: list[dict[str, Any]]) -> Mapping[str, int]:
    return {row["agency"]: int(row["count"]) for row in rows}
