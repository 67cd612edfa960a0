"""Holidays that a public library proposes. It decides nothing: a person enters a day, with its circular."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

_NEAR = (timedelta(-1), timedelta(0), timedelta(1))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day that the library counts as a holiday. `estimated`: it goes by the arithmetic Hijri calendar."""

    date: date
    name_en: str
    name_ar: str
    estimated: bool


def proposals(year: int) -> list[Proposal]:
    """What the library knows of a year in Bahrain. It has no flag for estimates, only another name for them."""
    english = holidays.country_holidays("BH", years=year, language="en_US", islamic_show_estimated=True)
    plain = holidays.country_holidays("BH", years=year, language="en_US", islamic_show_estimated=False)
    arabic = holidays.country_holidays("BH", years=year, language="ar", islamic_show_estimated=False)
    return [Proposal(day, plain[day], arabic[day], english[day] != plain[day]) for day in sorted(plain)]


def unknown(year: int, known: Collection[date]) -> list[Proposal]:
    """The proposed days of a year that are not known, not even a day earlier or later, as the moon may have it."""
    return [one for one in proposals(year) if not any(one.date + shift in known for shift in _NEAR)]
