"""What a reader of the board has chosen: period, agency, how the numbers are laid out. It stays in every address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, cast

from litestar import Request

from cases.moments import PERIODS, Days, Period, PeriodName

By = Literal["agency", "category", "governorate", "kind", "officer"]
BY: tuple[By, ...] = ("agency", "category", "governorate", "kind", "officer")


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice, as the address of a page holds it."""

    period: Period
    agency: str | None
    by: By

    @property
    def kept(self) -> dict[str, str | None]:
        """The same as values of an address. What is chosen by default is left out."""
        return {
            "period": code_of(self.period),
            "agency": self.agency,
            "by": self.by if self.by != "agency" else None,
        }


def choice(request: Request[Any, Any, Any]) -> Choice:
    """What the address asks for. An unknown period is this month; an unknown agency counts nothing."""
    given = request.query_params
    by = given.get("by", "agency")
    return Choice(
        period=period_of(request),
        agency=given.get("agency") or None,
        by=cast("By", by) if by in BY else "agency",
    )


# What has a month before it and one after it in every zone.
_YEARS = range(2000, 2101)
_LONGEST = timedelta(days=366)


def period_of(request: Request[Any, Any, Any]) -> PeriodName | date:
    """The period asked for: by its name, or a month as `2026-11`; else this month."""
    asked = request.query_params.get("period", "month")
    if asked in PERIODS:
        return cast("PeriodName", asked)
    return _day(f"{asked}-01") or "month"


def period_of_list(request: Request[Any, Any, Any]) -> Period:
    """The same, or a stretch of at most a year of days as `2026-11-19_2026-11-25`."""
    first, _, last = request.query_params.get("period", "").partition("_")
    days = _day(first), _day(last)
    if days[0] and days[1] and days[0] <= days[1] <= days[0] + _LONGEST:
        return Days(days[0], days[1])
    return period_of(request)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def code_of(period: Period) -> str:
    """A period as an address holds it."""
    if isinstance(period, Days):
        return f"{period.first}_{period.last}"
    return f"{period:%Y-%m}" if isinstance(period, date) else period
