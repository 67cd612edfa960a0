"""Verdicts that two persons changed: both results, as every report on the rate lists them."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import filters, walls
from cases.filters import Narrowing, Where
from cases.moments import Period, moments
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch

MOST = 100
PORTION = 500
# An event names the proposal that two persons agreed on; what was typed is there.
_TYPED = "LEFT JOIN change_proposal p ON p.subject = 'correction' AND e.reason = 'proposal:' || CAST(p.id AS varchar)"


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction. `was` and `becomes` say whether the reply counts as on time; `reason` is what was typed.

    Of a case that is kept from the reader both `reference` and `reason` are empty.
    """

    reference: str
    agency: str | None
    due_at: datetime
    at: datetime
    was: bool
    becomes: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest corrections, and how many there are in all."""

    shown: list[Corrected]
    total: int


async def corrected(staff: StaffView, period: Period, agency: str | None = None) -> Latest:
    """The latest corrections of what fell due in a period, and how many there are."""
    where = await _asked(staff, period, agency)
    rows = await _rows(where, MOST, ', COUNT(*) OVER () AS "all"')
    return Latest(await _views(rows, staff), rows[0]["all"] if rows else 0)


async def corrected_whole(
    staff: StaffView, period: Period, agency: str | None = None
) -> AsyncIterator[list[Corrected]]:
    """All of them in portions, each read past the last of the one before."""
    asked, past = await _asked(staff, period, agency), Where("")
    while rows := await _rows(filters.every(asked, past), PORTION):
        yield await _views(rows, staff)
        past = Where("(e.at, e.id) < ({}, {})", (rows[-1]["changed_at"], rows[-1]["event"]))


async def _asked(staff: StaffView, period: Period, agency: str | None) -> Where:
    at = await moments(clock.now(), period)
    return filters.every(
        filters.counted_reach(await agencies.scope(staff)),
        filters.counted_under(Narrowing(agency=agency)),
        filters.of_figure("corrected", at),
        Where("e.type = 'corrected'"),
    )


async def _rows(where: Where, limit: int, also: str = "") -> list[dict[str, Any]]:
    return await fetch(
        "SELECT c.id, c.reference, n.agency AS of_agency, n.due_at AS was_due, e.at AS changed_at, e.id AS event, "
        f"COALESCE(p.reason, e.reason) AS why, e.data{also} "
        f"{filters.COUNTED} JOIN clock_event e ON e.clock = k.id {_TYPED} WHERE {where.sql} "
        f"ORDER BY e.at DESC, e.id DESC LIMIT {limit}",
        *where.values,
    )


async def _views(rows: Sequence[Mapping[str, Any]], staff: StaffView) -> list[Corrected]:
    shut = await walls.shut([row["id"] for row in rows], staff)
    return [_view({**row, "reference": "", "why": ""} if row["id"] in shut else row) for row in rows]


def _view(row: Mapping[str, Any]) -> Corrected:
    verdicts = json.loads(row["data"])
    return Corrected(
        reference=row["reference"],
        agency=row["of_agency"] or None,
        due_at=row["was_due"],
        at=row["changed_at"],
        was=verdicts["was"],
        becomes=verdicts["becomes"],
        reason=row["why"] or "",
    )
