"""The laws of business time, which hold for every calendar."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sla.calendar import BeyondHorizon, Calendar
from sla.calendar_spec import WEEKDAYS, BadCalendar, read_spec

minutes_of_day = st.integers(0, 24 * 60)


@st.composite
def days_hours(draw):
    ends = sorted(draw(st.lists(minutes_of_day, max_size=6, unique=True)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    return [[f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"] for a, b in pairs]


dates = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str)


@st.composite
def specs(draw):
    week = {day: draw(days_hours()) for day in WEEKDAYS}
    period = sorted(draw(st.tuples(dates, dates)))
    return {
        "tz": draw(st.sampled_from(["Asia/Bahrain", "Europe/London", "UTC"])),
        "hours": week,
        "periods": [{"first": period[0], "last": period[1], "hours": {day: draw(days_hours()) for day in WEEKDAYS}}],
        "exceptions": draw(st.dictionaries(dates, days_hours(), max_size=3)),
        "closures": draw(st.lists(dates, max_size=6)),
        "horizon": {"first": "2025-06-01", "last": "2027-12-31"},
    }


def laid_out(spec):
    try:
        return Calendar(read_spec(spec))
    except BadCalendar:
        assume(False)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(hours=60))


def answered(ask):
    """What the calendar answers; calendars with hardly any hours do not reach far enough for some questions."""
    try:
        return ask()
    except BeyondHorizon:
        assume(False)


@given(specs(), st.lists(instants, min_size=3, max_size=3))
def test_work_is_additive(spec, moments):
    calendar, (a, b, c) = laid_out(spec), sorted(moments)
    assert calendar.work(a, c) == calendar.work(a, b) + calendar.work(b, c)
    assert calendar.working_days(a, c) == calendar.working_days(a, b) + calendar.working_days(b, c)


@given(specs(), instants, lengths)
def test_what_was_added_has_been_worked_and_no_instant_before_would_do(spec, start, length):
    calendar = laid_out(spec)
    due = answered(lambda: calendar.add(start, length))
    assert calendar.work(start, due) == length
    assert calendar.work(start, due - timedelta(microseconds=1)) < length
    assert calendar.is_open(due - timedelta(microseconds=1))


@given(specs(), instants, lengths)
def test_what_was_taken_off_has_been_worked_and_no_instant_after_would_do(spec, end, length):
    calendar = laid_out(spec)
    point = answered(lambda: calendar.sub(end, length))
    assert calendar.work(point, end) == length
    assert calendar.work(point + timedelta(microseconds=1), end) < length


@given(specs(), instants, lengths, lengths)
def test_adding_twice_is_adding_the_sum(spec, start, first, second):
    calendar = laid_out(spec)
    assert answered(lambda: calendar.add(calendar.add(start, first), second)) == calendar.add(start, first + second)


@given(specs(), instants, instants, lengths, lengths)
def test_adding_is_monotone(spec, one, other, short, long):
    calendar = laid_out(spec)
    (early, late), (short, long) = sorted([one, other]), sorted([short, long])
    assert answered(lambda: calendar.add(early, short)) <= answered(lambda: calendar.add(late, short))
    assert calendar.add(early, short) <= answered(lambda: calendar.add(early, long))


@given(specs(), instants, lengths, dates, st.integers(1, 30))
def test_a_new_closure_never_makes_a_deadline_earlier(spec, start, length, closure, days):
    before, after = laid_out(spec), laid_out({**spec, "closures": [*spec["closures"], closure]})
    assert answered(lambda: before.add(start, length)) <= answered(lambda: after.add(start, length))
    day = start.date()
    assert answered(lambda: before.nth(day, days)) <= answered(lambda: after.nth(day, days))


@given(specs(), st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.integers(1, 40))
def test_the_nth_day_is_the_nth_that_is_counted(spec, day, number):
    calendar = laid_out(spec)
    due = answered(lambda: calendar.nth(day, number))
    assert calendar.count(day, due) == number
    assert calendar.is_working(due)
    assert answered(lambda: calendar.nth_before(due + timedelta(days=1), 1)) == due


@settings(max_examples=25)
@given(specs(), st.lists(instants, min_size=2, max_size=2))
def test_work_is_what_counting_minute_by_minute_finds(spec, moments):
    calendar = laid_out(spec)
    start, end = sorted(moment.replace(second=0, microsecond=0) for moment in moments)
    end = min(end, start + timedelta(days=4))
    minutes = (start + timedelta(minutes=n) for n in range(int((end - start) / timedelta(minutes=1))))
    assert calendar.work(start, end) == timedelta(minutes=sum(map(calendar.is_open, minutes)))


@given(specs(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_date_is_a_working_day_if_any_work_is_done_on_it(spec, day):
    calendar = laid_out(spec)
    start = datetime.combine(day, time(), calendar.zone)
    end = datetime.combine(day + timedelta(days=1), time(), calendar.zone)
    worked = calendar.work(start.astimezone(UTC), end.astimezone(UTC))
    assert calendar.is_working(day) == (worked > timedelta())
