"""Verdicts that two persons changed: both results, as every report on the rate lists them."""

import json
from collections.abc import Mapping
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


async def corrected(staff: StaffView, period: Period, agency: str | None = None) -> list[Corrected]:
    """The corrections of what fell due in a period, the latest first; of very many the latest."""
    at = await moments(clock.now(), period)
    where = filters.every(
        filters.counted_reach(await agencies.scope(staff)),
        filters.counted_under(Narrowing(agency=agency)),
        filters.of_figure("corrected", at),
        Where("e.type = 'corrected'"),
    )
    rows = await fetch(
        "SELECT c.id, c.reference, n.agency AS of_agency, n.due_at AS was_due, e.at AS changed_at, "
        "e.reason AS why, e.data "
        f"{filters.COUNTED} JOIN clock_event e ON e.clock = k.id WHERE {where.sql} "
        f"ORDER BY e.at DESC, e.id DESC LIMIT {MOST}",
        *where.values,
    )
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
