"""Agencies beside others of about the same volume, for readers who reach only some of them.

Of another agency nobody learns a count under five, nor reads it from what else is shown. See `masked`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cases import figures
from cases.filters import Figure
from cases.moments import Period
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView

# Agencies are compared with those that have as much to answer: by cases due, from the greatest down.
BANDS = (1_000, 100, 1, 0)
# What is less than this is told to no other agency.
FEWEST = 5
# So many on either side of a share leave each of them open, from one to the fewest.
_BOTH_SIDES = 2 * FEWEST - 1


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
    counts = await figures.of_every_agency(period)
    own = [code for code in counts if scope.holds(code) and agency in (None, code)]
    wanted = {band_of(counts[code]["due"]) for code in own}
    others = {code: each for code, each in counts.items() if each["due"] >= FEWEST and not scope.holds(code)}
    in_band = {least: {code: each for code, each in others.items() if band_of(each["due"]) == least} for least in BANDS}
    found = [(least, _peers(those)) for least, those in in_band.items()]
    return [(least, those) for least, those in found if those and least in wanted]


def band_of(due: int) -> int:
    """The least number of cases due in the band of an agency with so many."""
    return next(least for least in BANDS if due >= least)


def _peers(counts: Mapping[str, Mapping[Figure, int]]) -> list[Peer]:
    return [
        Peer(
            code,
            each["due"],
            masked(each["on_time"], each["due"]),
            masked(each["gross_on_time"], each["due"]),
            masked_alone(each["reopened"], each["answered"]),
        )
        for code, each in sorted(counts.items(), key=lambda one: (-one[1]["due"], one[0]))
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
