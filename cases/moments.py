"""What "today" and "the next three days" are on the national calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from cases.filters import Moments
from sla import calendars
from tawasul.core.i18n import ZONE

SOON_DAYS = 3
PeriodName = Literal["month", "last_month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both of them in it. Only lists are asked for it: sums keep past days by months."""

    first: date
    last: date


# One of the named ones, or the month that begins on a day; or, for lists, any stretch of days.
Period = PeriodName | date | Days
PERIODS: tuple[PeriodName, ...] = ("month", "last_month", "quarter", "year")
# An overdue case is told by the whole working days since its due date, from so many up.
AGES = (1, 6, 15)


async def moments(now: datetime, period: Period = "month") -> Moments:
    """The instants of the working calendar around `now`, and those of the period."""
    calendar = await calendars.national()
    today = now.astimezone(ZONE).date()
    first, after = days_of(period, today)

    is_closed = calendar.is_working(today) and calendar.close_of(today) <= now
    last = today if is_closed else calendar.nth_before(today, 1)

    def aged(days: int) -> datetime:
        """What was due before this instant, at a close of business, has been late for so many whole working days: as
        many closes have passed since."""
        return midnight(calendar.nth_before(last, days) + timedelta(days=1))

    return Moments(
        now=now,
        today=midnight(today),
        tomorrow=midnight(today + timedelta(days=1)),
        soon_ends=midnight(calendar.nth(today, SOON_DAYS) + timedelta(days=1)),
        first=midnight(first),
        after=midnight(after),
        aged=(aged(AGES[0]), aged(AGES[1]), aged(AGES[2])),
    )


def midnight(day: date) -> datetime:
    """The beginning of a day in Bahrain."""
    return datetime.combine(day, time(), ZONE)


def days_of(period: Period, today: date) -> tuple[date, date]:
    """The first day of a period and the first after it, by the calendar."""
    if isinstance(period, Days):
        return period.first, period.last + timedelta(days=1)
    if isinstance(period, date):
        return period.replace(day=1), months_on(period, 1)
    month = today.replace(day=1)
    match period:
        case "month":
            return month, months_on(month, 1)
        case "last_month":
            return months_on(month, -1), month
        case "quarter":
            start = month.replace(month=(month.month - 1) // 3 * 3 + 1)
            return start, months_on(start, 3)
        case "year":
            return today.replace(month=1, day=1), today.replace(year=today.year + 1, month=1, day=1)


def months_on(month: date, count: int) -> date:
    """The first day of the month so many months on, or back."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
