"""The forecast of what waits, written down at each close, and held against what came."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases import daily, figures_fold, forecast_errors, forecast_list, forecasts, transfer
from cases.filters import Where
from cases.forecast_numbers import answered, span_of_pace
from cases.forecast_tables import Forecast
from cases.queues import Turn
from sla import calendars
from sla.forecast import Error
from sla.tables import Clock
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock, db
from tests.cases.conftest import SUNDAY, Flow
from tests.cases.crowd import Crowd, counted_anew

EVERYTHING = Where("")


def close(day: int, month: int = 11) -> datetime:
    """Close of business: 14:15, on Thursdays 14:00."""
    early = date(2026, month, day).weekday() == 3
    return datetime(2026, month, day, 11, 0 if early else 15, tzinfo=UTC)


@pytest.fixture
async def crowd(flow: Flow) -> Crowd:
    """Two replies on each of the twenty working days before this Sunday, all of them in time; and another agency."""
    made = await Crowd.of(flow)
    calendar = await calendars.national()
    for number in range(1, 21):
        day = calendar.nth_before(SUNDAY.date(), number)
        await made.add(2, calendar.close_of(day), replied_at=calendar.opening_of(day))
    await made.add(50, close(18), agency="MOH", replied_at=close(2))
    return made


async def of(agency: str, now: datetime = SUNDAY) -> forecasts.AgencyForecast:
    with clock.moved(now):
        return next(each for each in await forecasts.of_agencies(now, EVERYTHING) if each.agency == agency)


async def test_a_pace_is_the_replies_of_the_last_twenty_closed_days(crowd):
    calendar = await calendars.national()
    await crowd.add(1, close(30), replied_at=SUNDAY - timedelta(hours=1))  # today, which is not over
    await crowd.add(1, close(30), replied_at=close(20))  # on Friday: it belongs to Thursday
    span = span_of_pace(SUNDAY, calendar)
    assert (span.days[0], span.days[-1], len(span.days)) == (date(2026, 10, 25), date(2026, 11, 19), 20)
    assert (await answered(span, EVERYTHING))["EWA"] == [2] * 19 + [3]
    assert span_of_pace(close(22), calendar).days[-1] == date(2026, 11, 22)
    assert (await answered(span_of_pace(close(22), calendar), EVERYTHING))["EWA"][-2:] == [3, 1]


async def test_what_waits_longer_than_its_deadline_leaves_will_be_late(crowd):
    await crowd.add(3, close(22))  # today at the close: a little less than a day is left, so one is answered
    await crowd.add(5, close(24))  # in less than three days five are answered, of whom one was due before
    found = await of("EWA")
    assert (found.open, found.overdue, found.due_five, found.due_ten) == (8, 0, 8, 8)
    assert found.pace.per_day == 2
    assert found.lines is None or [line.late for line in found.lines] == [2, 3]
    assert (found.least, found.late, found.most) == (5, 5, 5)


async def test_overdue_cases_stand_before_the_others_and_are_not_forecast(crowd):
    await crowd.add(4, close(18))
    await crowd.add(5, close(24))
    found = await of("EWA")
    assert (found.overdue, found.late) == (4, 4)


async def test_an_agency_with_little_to_go_by_has_no_forecast(crowd):
    await crowd.add(3, close(24), agency="MOW")
    assert (await of("MOW")).late is None
    await crowd.add(7, close(24), agency="MOW")
    assert (await of("MOW")).late == 10


async def test_a_case_of_no_agency_has_no_forecast(crowd):
    await crowd.add(30, close(24), agency=None)
    found = [each for each in await forecasts.of_agencies(SUNDAY, EVERYTHING) if each.agency is None]
    assert [(each.open, each.late) for each in found] == [(30, None)]


async def test_a_new_agency_was_not_idle_before_it_had_anything(crowd):
    await crowd.add(40, close(10, 12), agency="MOW")  # began on 20 November
    await crowd.add(40, close(17), agency="MOW", replied_at=close(17))
    found = await of("MOW", close(24))
    assert found.pace.days == 6
    assert found.late is None


async def test_a_supervisor_sees_her_agency_and_the_national_unit_all(crowd):
    await crowd.add(5, close(24))
    await crowd.add(5, close(24), agency="MOH")
    assert [each.agency for each in (await forecasts.outlook(crowd.flow.dana)).agencies] == ["EWA"]
    assert {each.agency for each in (await forecasts.outlook(crowd.flow.nadia)).agencies} == {"EWA", "MOH"}


async def length(reader: StaffView, number: forecast_list.Number, agency: str | None) -> int:
    """The cases of a list, counted one by one over all its pages."""
    page = await forecast_list.listed(reader, number, agency)
    found = len(page.rows)
    while page.following:
        page = await forecast_list.listed(reader, number, agency, Turn(page.following))
        found += len(page.rows)
    assert found == page.total
    return found


@pytest.mark.parametrize("number", forecast_list.NUMBERS)
async def test_every_number_is_the_length_of_its_list(crowd, number):
    for day, count in ((22, 3), (24, 5), (26, 2), (29, 9)):
        await crowd.add(count, close(day))
    await crowd.add(4, close(18))
    await crowd.add(60, close(8, 12), agency="MOH")
    (passed,) = await crowd.add(1, close(17))  # overdue when it was passed on: still an answer of EWA's that is late
    await transfer.transfer(passed, "MOH", "It is theirs.", by=crowd.flow.nadia, rev=await crowd.flow.rev(passed))
    for reader in (crowd.flow.dana, crowd.flow.nadia):
        found = (await forecasts.outlook(reader)).agencies
        for each in found:
            assert await length(reader, number, each.agency) == (getattr(each, number) or 0)
        assert await length(reader, number, None) == sum(getattr(each, number) or 0 for each in found)


async def test_of_those_due_together_the_last_filed_are_late(crowd):
    await crowd.add(5, close(24))
    assert (await forecast_list.listed(crowd.flow.dana, "late", "EWA")).rows == []
    last = await crowd.add(2, close(24))
    found = (await forecast_list.listed(crowd.flow.dana, "late", "EWA")).rows
    assert [int(row.reference) for row in found] == last


async def test_an_overdue_case_that_is_answered_leaves_the_forecast_before_anybody_folds(flow):
    case_id = await flow.assigned()
    late = (await flow.promise(case_id)).due_at + timedelta(days=3)
    with clock.moved(late):
        await figures_fold.run()
        before = await of("EWA", late)
        await flow.replies(case_id)
        assert (before.open, before.overdue) == (1, 1)
        assert (await forecasts.outlook(flow.dana)).agencies == []
        assert (await forecast_list.listed(flow.dana, "overdue", "EWA")).rows == []


async def test_the_forecast_is_a_fixed_number_of_statements(crowd):
    await crowd.add(5, close(24))
    with db.count_statements() as few:
        await forecasts.outlook(crowd.flow.nadia)
    for agency in ("MOH", "MOW", "MMA"):
        await crowd.add(20, close(25), agency=agency)
        await crowd.add(20, close(26), agency=agency)
    with db.count_statements() as many:
        await forecasts.outlook(crowd.flow.nadia)
    assert len(many) == len(few) <= 9


async def test_a_forecast_is_written_down_once_a_day_at_its_close(crowd):
    await crowd.add(3, close(23))
    await crowd.add(9, close(24))
    day = SUNDAY.date()
    for now, written in ((SUNDAY, 0), (close(22), 2), (close(22) + timedelta(hours=9), 2), (close(23), 2)):
        with clock.moved(now):
            await daily.keep("close", day)
        assert await Forecast.count() == written
    rows = await Forecast.select().order_by(Forecast.due_on)
    assert [(row["agency"], row["due_on"].day, row["days_ahead"], row["due"], row["late"]) for row in rows] == [
        ("EWA", 23, 1, 3, 2),  # 38 replies in twenty days: one in a day, three in two
        ("EWA", 24, 2, 9, 9),
    ]


async def test_a_forecast_that_would_know_the_next_day_is_not_written(crowd):
    await crowd.add(9, close(25))
    with clock.moved(close(23) - timedelta(hours=5)):
        assert await forecasts.store(SUNDAY.date()) == 0
    assert await Forecast.count() == 0


async def said(made_on: date, due_on: date, late: int, agency: str = "EWA") -> None:
    """Write a forecast down by hand."""
    ahead = (await calendars.national()).count(made_on, due_on)
    await Forecast.insert(Forecast(made_on=made_on, agency=agency, due_on=due_on, days_ahead=ahead, due=9, late=late))


async def judged(reader) -> forecast_errors.Errors:
    await forecast_errors.settle(SUNDAY)
    return await forecast_errors.errors(SUNDAY, await agencies.scope(reader))


async def test_past_forecasts_are_held_against_what_came(crowd):
    await crowd.add(4, close(16))  # never answered
    await crowd.add(1, close(16), replied_at=close(17))  # answered late
    await crowd.add(6, close(17), replied_at=close(15))
    await said(date(2026, 11, 15), date(2026, 11, 16), 7)
    await said(date(2026, 11, 16), date(2026, 11, 17), 1)
    await said(date(2026, 11, 11), date(2026, 11, 16), 2)  # three days ahead
    await said(date(2026, 11, 9), date(2026, 11, 16), 5)  # five days ahead
    await said(date(2026, 11, 22), date(2026, 11, 23), 3)  # has not come yet
    await said(date(2026, 11, 15), date(2026, 11, 16), 99, agency="MOH")  # another agency
    found = await judged(crowd.flow.dana)
    assert found.by_horizon == {1: Error(2, 8, 5, 3), 3: Error(1, 2, 5, 3), 5: Error(1, 5, 5, 0), 10: None}
    assert found.by_agency == {"EWA": Error(1, 5, 5, 0)}
    assert (await judged(crowd.flow.nadia)).by_horizon[1] == Error(3, 107, 5, 102)


async def test_what_came_is_written_once_and_again_only_where_a_verdict_changed(crowd):
    first, *_ = await crowd.add(2, close(16))
    await said(date(2026, 11, 15), date(2026, 11, 16), 2)
    assert await forecast_errors.settle(SUNDAY) == 1
    assert await forecast_errors.settle(SUNDAY) == 0
    await Clock.update({Clock.state: "void"}).where(Clock.case_id == first)
    await counted_anew([first])
    assert await forecast_errors.settle(SUNDAY) == 1
    assert (await judged(crowd.flow.dana)).by_horizon[1] == Error(1, 2, 1, 1)


async def test_a_day_on_which_nothing_fell_due_after_all_came_to_nothing(crowd):
    await said(date(2026, 11, 15), date(2026, 11, 16), 3, agency="MOW")
    assert (await judged(crowd.flow.nadia)).by_horizon[1] == Error(1, 3, 0, 3)


async def test_the_close_of_a_day_judges_what_was_forecast_of_it(crowd):
    await crowd.add(3, close(22))
    await said(date(2026, 11, 19), date(2026, 11, 22), 1)
    with clock.moved(close(22) + timedelta(minutes=1)):
        await daily.keep("close", SUNDAY.date())
    row = await Forecast.select().where(Forecast.due_on == SUNDAY.date()).first()
    assert row["came_late"] == 3
