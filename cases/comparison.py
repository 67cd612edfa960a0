"""Agencies beside others of about the same volume, for readers who reach only some of them.

Of another agency nobody learns a count under five, nor reads it from what else is shown. See `masked`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cases.filters import Where, every, one_of
from cases.moments import Period, moments
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch

# Agencies are compared with those that have as much to answer: by cases due, from the greatest down.
BANDS = (1_000, 100, 1, 0)
# What is less than this is told to no other agency.
FEWEST = 5
# So many on either side of a share leave each of them open, from one to the fewest.
_BOTH_SIDES = 2 * FEWEST - 1
_SUMS = """SUM("open" + met + late) AS due, SUM(met) AS on_time, SUM(gross_met) AS gross_on_time,
    SUM(answered) AS answered, SUM(reopened) AS reopened"""


@dataclass(frozen=True, slots=True)
class Masked:
    """A share as another agency may read it, in hundredths of a percent.

    `said`: that it is this, at least or at most this, or that it is hidden. None and "is": no data.
    """

    hundredths: int | None
    said: Literal["is", "at_least", "at_most", "hidden"] = "is"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another agency of the same volume."""

    agency: str
    due: int
    rate: Masked
    gross_rate: Masked
    reopen_rate: Masked


async def peers(staff: StaffView, period: Period, agency: str | None = None) -> list[tuple[int, list[Peer]]]:
    """The other agencies in the bands of those that somebody reaches (or of one of them), most due first.

    Each band has the least number of cases due in it. Whoever reaches all agencies reads them in full elsewhere. An
    agency that had fewer than five due is left out.
    """
    scope = await agencies.scope(staff)
    if scope.national:
        return []
    rows = await _sums(period)
    own = {row["agency"] for row in rows if scope.holds(row["agency"]) and agency in (None, row["agency"])}
    wanted = {band_of(row["due"]) for row in rows if row["agency"] in own}
    others = [row for row in rows if row["due"] >= FEWEST and not scope.holds(row["agency"])]
    found = [(least, _peers([row for row in others if band_of(row["due"]) == least])) for least in BANDS]
    return [(least, those) for least, those in found if those and least in wanted]


async def _sums(period: Period) -> list[dict[str, Any]]:
    at = await moments(clock.now(), period)
    where = every(
        Where("dimension = 'all'"),
        one_of("agency", sorted(await agencies.all_agencies())),
        Where("due_at >= {} AND due_at <= {} AND due_at < {}", (at.first, at.now, at.after)),
    )
    sql = f'SELECT agency, {_SUMS} FROM "due_count" WHERE {where.sql} GROUP BY agency'  # noqa: S608 - our own words
    return await fetch(sql, *where.values)


def band_of(due: int) -> int:
    """The least number of cases due in the band of an agency with so many."""
    return next(least for least in BANDS if due >= least)


def _peers(rows: Sequence[Mapping[str, Any]]) -> list[Peer]:
    listed = sorted(rows, key=lambda row: (-row["due"], row["agency"]))
    return [
        Peer(
            row["agency"],
            row["due"],
            masked(row["on_time"], row["due"]),
            masked(row["gross_on_time"], row["due"]),
            masked_alone(row["reopened"], row["answered"]),
        )
        for row in listed
    ]


def masked(part: int, whole: int) -> Masked:
    """A share of a whole that is shown beside it. Pure.

    Where the part or the rest is from one to four, only the whole percent is told that it cannot fall below, or rise
    above, whichever of these it is. Of a small whole one bound would name the other side, so nothing is told.
    """
    rest = whole - part
    if not part or not rest:
        return Masked(part * 10_000 // whole if whole else None)
    if whole < _BOTH_SIDES:
        return Masked(None, "hidden")
    if rest < FEWEST:
        return Masked((whole - FEWEST + 1) * 100 // whole * 100, "at_least")
    if part < FEWEST:
        return Masked(-((FEWEST - 1) * -100 // whole) * 100, "at_most")
    return Masked(part * 10_000 // whole)


def masked_alone(part: int, whole: int) -> Masked:
    """A share of a whole that is not shown: in whole percent, and hidden where any side of it is small. Pure."""
    if not whole:
        return Masked(None)
    if whole < FEWEST or 0 < part < FEWEST or 0 < whole - part < FEWEST:
        return Masked(None, "hidden")
    return Masked(part * 100 // whole * 100)
