"""A working calendar laid out as open stretches. The only arithmetic of business time in the system.

`W(a, b)` is `work`, its inverses are `add` and `sub`; working days are counted by `nth`, `count` and
`working_days`. Everything is a bisection over prefix sums, exact to the microsecond, so nothing is rounded and
nothing loops. Beyond the horizon it fails loudly instead of guessing.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from sla.calendar_spec import BadCalendar, CalendarSpec
from tawasul.core.errors import DomainError

_TICK = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)
_NOTHING = timedelta()


class BeyondHorizon(DomainError):
    """The answer lies where this calendar knows nothing."""

    def __init__(self) -> None:
        super().__init__("beyond_horizon")


class Calendar:
    """One revision of a calendar. Immutable; instants are aware, dates are local to `zone`."""

    __slots__ = (
        "_after",
        "_before",
        "_begin",
        "_closes",
        "_dates",
        "_end",
        "_first_of",
        "_opens",
        "first",
        "horizon_end",
        "zone",
    )

    def __init__(self, spec: CalendarSpec) -> None:
        self.zone: ZoneInfo = spec.zone
        self.first, self.horizon_end = spec.first, spec.last
        self._begin = self._instant_at(spec.first, 0)
        self._end = self._instant_at(spec.last, 24 * 3600)
        self._lay_out(spec)
        if not self._opens:
            raise BadCalendar("no_working_time")

    def _lay_out(self, spec: CalendarSpec) -> None:
        """Turn days into stretches with the working time before and after each."""
        self._opens: list[datetime] = []
        self._closes: list[datetime] = []
        self._before: list[timedelta] = []
        self._after: list[timedelta] = []
        self._dates: list[int] = []
        self._first_of: list[int] = []
        worked = _NOTHING
        for ordinal in range(spec.first.toordinal(), spec.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            stretches = [
                (self._instant_at(day, start), self._instant_at(day, end)) for start, end in spec.hours_on(day)
            ]
            # A stretch inside the hour that summer time skips has no length and is not there.
            stretches = [(opening, closing) for opening, closing in stretches if closing > opening]
            if stretches:
                self._dates.append(ordinal)
                self._first_of.append(len(self._opens))
            for opening, closing in stretches:
                self._opens.append(opening)
                self._closes.append(closing)
                self._before.append(worked)
                worked += closing - opening
                self._after.append(worked)
        self._first_of.append(len(self._opens))

    def _instant_at(self, day: date, second: int) -> datetime:
        """The instant of a second of the local wall clock."""
        local = datetime.combine(day, time()) + timedelta(seconds=second)
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _worked(self, instant: datetime) -> timedelta:
        """Working time from the first day to this instant."""
        if not self._begin <= instant <= self._end:
            raise BeyondHorizon
        index = bisect_right(self._opens, instant) - 1
        if index < 0:
            return _NOTHING
        closing = self._closes[index]
        return self._before[index] + ((instant if instant < closing else closing) - self._opens[index])

    def work(self, start: datetime, end: datetime) -> timedelta:
        """W: the working time in [start, end)."""
        if end < start:
            raise DomainError("end_before_start")
        return self._worked(end) - self._worked(start)

    def add(self, start: datetime, length: timedelta) -> datetime:
        """The first instant at which `length` has been worked since `start`; at closing, that closing."""
        if length <= _NOTHING:
            raise DomainError("target_not_positive")
        wanted = self._worked(start) + length
        index = bisect_left(self._after, wanted)
        if index == len(self._after):
            raise BeyondHorizon
        return self._closes[index] - (self._after[index] - wanted)

    def sub(self, end: datetime, length: timedelta) -> datetime:
        """The last instant from which `length` is worked until `end`."""
        if length <= _NOTHING:
            raise DomainError("target_not_positive")
        wanted = self._worked(end) - length
        if wanted < _NOTHING:
            raise BeyondHorizon
        index = bisect_right(self._before, wanted) - 1
        return self._opens[index] + (wanted - self._before[index])

    def is_open(self, instant: datetime) -> bool:
        """Whether people are at work at this instant. At closing they are not."""
        if not self._begin <= instant <= self._end:
            raise BeyondHorizon
        index = bisect_right(self._opens, instant) - 1
        return index >= 0 and instant < self._closes[index]

    def next_open(self, instant: datetime) -> datetime:
        """This instant, if people are at work, or the next opening."""
        if self.is_open(instant):
            return instant
        index = bisect_right(self._opens, instant)
        if index == len(self._opens):
            raise BeyondHorizon
        return self._opens[index]

    def day_of(self, instant: datetime) -> date:
        """The local date of an instant."""
        return instant.astimezone(self.zone).date()

    def is_working(self, day: date) -> bool:
        """Whether any work is done on this date."""
        index = bisect_left(self._dates, self._ordinal(day))
        return index < len(self._dates) and self._dates[index] == day.toordinal()

    def nth(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`, whatever kind of day that is."""
        if number <= 0:
            raise DomainError("target_not_positive")
        index = bisect_right(self._dates, self._ordinal(day)) + number - 1
        if index >= len(self._dates):
            raise BeyondHorizon
        return date.fromordinal(self._dates[index])

    def nth_before(self, day: date, number: int) -> date:
        """The `number`-th working day before `day`."""
        if number <= 0:
            raise DomainError("target_not_positive")
        index = bisect_left(self._dates, self._ordinal(day)) - number
        if index < 0:
            raise BeyondHorizon
        return date.fromordinal(self._dates[index])

    def count(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]."""
        if until < after:
            raise DomainError("end_before_start")
        return bisect_right(self._dates, self._ordinal(until)) - bisect_right(self._dates, self._ordinal(after))

    def opening_of(self, day: date) -> datetime:
        """When work begins on a working day."""
        return self._opens[self._first_of[self._index_of(day)]]

    def close_of(self, day: date) -> datetime:
        """Close of business on a working day, by that date's own hours."""
        return self._closes[self._first_of[self._index_of(day) + 1] - 1]

    def end_of(self, day: date) -> datetime:
        """The last microsecond of a local date."""
        return self._instant_at(day + _ONE_DAY, 0) - _TICK

    def working_days(self, start: datetime, end: datetime) -> Fraction:
        """D: working days in [start, end), each day a whole one by its own hours."""
        if end < start:
            raise DomainError("end_before_start")
        return self._days_before(end) - self._days_before(start)

    def _days_before(self, instant: datetime) -> Fraction:
        worked = self._worked(instant)
        # At the very end of the last day the local date is already the next one, with all days behind it.
        ordinal = instant.astimezone(self.zone).toordinal()
        index = bisect_left(self._dates, ordinal)
        if index == len(self._dates) or self._dates[index] != ordinal:
            return Fraction(index)
        start, after = self._before[self._first_of[index]], self._after[self._first_of[index + 1] - 1]
        return index + Fraction((worked - start) // _TICK, (after - start) // _TICK)

    def _index_of(self, day: date) -> int:
        if not self.is_working(day):
            raise DomainError("not_a_working_day", day=day.isoformat())
        return bisect_left(self._dates, day.toordinal())

    def _ordinal(self, day: date) -> int:
        if not self.first <= day <= self.horizon_end:
            raise BeyondHorizon
        return day.toordinal()
