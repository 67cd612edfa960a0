"""Alarms about the promise: what raises them, each told once, and to whom."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from cases import alert_numbers, alerts, daily, timetable
from cases.forecast_tables import Alert
from sla.budget import Budget, Count
from sla.tables import Clock
from tawasul import ticker
from tawasul.core import clock, db
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage
from tests.cases.conftest import Flow
from tests.cases.crowd import Crowd, counted_anew

SUNDAY, THURSDAY = date(2026, 11, 22), date(2026, 11, 19)


def close(day: int, month: int = 11) -> datetime:
    """Close of business: 14:15, on Thursdays 14:00."""
    early = date(2026, month, day).weekday() == 3
    return datetime(2026, month, day, 11, 0 if early else 15, tzinfo=UTC)


AT_CLOSE, OPENING = close(22), datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
async def crowd(flow: Flow) -> Crowd:
    """Three hundred kept promises of the quarter, and as many of another agency."""
    made = await Crowd.of(flow)
    for agency in ("EWA", "MOH"):
        await made.add(300, close(20, 10), agency=agency, replied_at=close(19, 10))
    return made


async def raised(name: timetable.Name = "close", day: date = SUNDAY, now: datetime = AT_CLOSE) -> list[tuple[str, str]]:
    with clock.moved(now):
        return [(each.kind, each.agency) for each in await alerts.raise_at(name, day)]


async def letters() -> list[int]:
    return [row["staff_id"] for row in await Letter.select().where(Letter.template == "alarms").order_by(Letter.id)]


async def burns(crowd: Crowd) -> None:
    """Twenty due today, two of them late."""
    await crowd.add(18, AT_CLOSE, replied_at=close(19))
    await crowd.add(2, AT_CLOSE)


async def test_late_replies_of_a_day_are_an_alarm_at_its_close(crowd):
    await burns(crowd)
    assert set(await raised()) == {("page", "EWA"), ("ticket", "EWA"), ("page", ""), ("ticket", "")}


async def test_a_day_that_was_kept_is_none(crowd):
    await crowd.add(20, AT_CLOSE, replied_at=close(19))
    assert await raised() == []


async def test_an_old_fire_does_not_ring(crowd):
    await crowd.add(5, close(18))
    await crowd.add(20, AT_CLOSE, replied_at=close(19))
    assert await raised() == []


async def test_an_alarm_is_raised_and_told_once_however_often_it_is_looked_at(crowd):
    await burns(crowd)
    await raised()
    told = await letters()
    assert await raised() == []
    assert await letters() == told == [crowd.flow.nadia.id, crowd.flow.huda.id]


async def test_two_workers_at_once_tell_it_once(crowd):
    await burns(crowd)
    found = await asyncio.gather(*(raised() for _ in range(3)))
    assert sorted(map(len, found)) == [0, 0, 4]
    assert await Alert.count() == 4
    assert len(await letters()) == 2


async def test_two_tickers_on_a_moved_clock_never_tell_an_alarm_twice(crowd):
    await burns(crowd)
    for now in (AT_CLOSE, AT_CLOSE, AT_CLOSE + timedelta(hours=3)):
        with clock.moved(now):
            await asyncio.gather(ticker.tick(), ticker.tick())
            jobs = await OutboxMessage.select().where(OutboxMessage.job == timetable.KEEP)
            for row in jobs:
                name, day = json.loads(row["args"])
                await daily.keep(name, date.fromisoformat(day))
    assert len(jobs) == 2  # the close, and the midnight before it
    assert await Alert.count() == 4
    assert len(await letters()) == 2


async def test_an_alarm_of_an_agency_goes_to_its_head_and_one_of_all_to_the_national_unit(crowd):
    await burns(crowd)
    await raised()
    rows = await Letter.select().where(Letter.template == "alarms").order_by(Letter.id)
    told = {row["staff_id"]: [each["agency"]["en"] for each in json.loads(row["params"])["alarms"]] for row in rows}
    assert told[crowd.flow.huda.id] == ["Electricity and Water Authority"] * 2
    assert told[crowd.flow.nadia.id] == ["All agencies", "All agencies", "Electricity and Water Authority"]


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_the_letter_says_the_numbers_and_the_day(crowd, language):
    await burns(crowd)
    await raised()
    row = (
        await Letter.select().where(Letter.staff_id == crowd.flow.huda.id).order_by(Letter.id, ascending=False).first()
    )
    letter = render("alarms", language, json.loads(row["params"]))
    assert {"en": "2 alarms about the promise", "ar": "إنذاران بشأن الوعد"}[language] == letter.subject
    assert {"en": "Sunday 22 November 2026", "ar": "الأحد 22 نوفمبر 2026"}[language] in letter.text
    assert "20" in letter.text
    assert "/board" in letter.text


async def test_what_falls_due_today_is_an_alarm_before_it_is_late(crowd):
    await crowd.add(2, AT_CLOSE)  # room for three late ones, as 1 % of 302: two are more than half of it
    assert await raised("opening", SUNDAY, OPENING) == [("leading", "EWA")]
    assert await letters() == [crowd.flow.huda.id]
    assert await raised("before_close", SUNDAY, AT_CLOSE - timedelta(hours=2)) == [("leading", "EWA")]


async def test_what_will_be_answered_in_time_by_half_the_budget_is_no_alarm(crowd):
    await crowd.add(1, AT_CLOSE)
    assert await raised("opening", SUNDAY, OPENING) == []


async def test_an_early_alarm_is_worth_nothing_after_the_close(crowd):
    await crowd.add(9, AT_CLOSE)
    assert await raised("before_close", SUNDAY, AT_CLOSE) == []


async def test_a_ticket_stands_for_five_working_days(crowd):
    await burns(crowd)
    await raised()
    await crowd.add(2, close(23))
    assert await raised("close", date(2026, 11, 23), close(23)) == [("page", ""), ("page", "EWA")]
    await crowd.add(2, close(29))
    found = await raised("close", date(2026, 11, 29), close(29))
    assert ("ticket", "EWA") in found


async def test_one_late_case_of_a_small_agency_is_no_alarm_and_three_in_a_year_are(crowd):
    await crowd.add(40, close(15), agency="MOW", replied_at=close(12))
    await crowd.add(1, AT_CLOSE, agency="MOW")
    assert ("page", "MOW") not in await raised()
    await crowd.add(2, close(10, 3), agency="MOW", replied_at=close(20, 3))
    found = await raised("close", SUNDAY, AT_CLOSE)
    assert ("page", "MOW") in found


async def test_the_windows_count_what_they_say(crowd):
    await burns(crowd)
    await crowd.add(4, close(19), replied_at=close(22))  # late, the working day before
    await crowd.add(3, close(15))  # five working days before the last close
    await crowd.add(1, close(22) - timedelta(days=7, minutes=1))  # the same Sunday, before its close
    await crowd.add(6, close(23))  # due at the next close
    await crowd.add(7, close(24))  # due later in the quarter
    await crowd.add(9, close(30, 9))  # another quarter
    await crowd.add(2, close(23), agency="MOH")  # another agency
    with clock.moved(AT_CLOSE):
        found = {each.agency: each for each in await alert_numbers.watched(AT_CLOSE)}
    ewa = found["EWA"]
    assert (ewa.windows.one_day, ewa.windows.last_close) == (Count(20, 2), Count(20, 2))
    assert ewa.windows.five_days == Count(24, 6)
    assert ewa.windows.next_close_open == 6
    assert ewa.budget == Budget(300 + 20 + 4 + 3 + 1 + 6 + 7, 2 + 4 + 3 + 1)
    assert found[""].windows.next_close_open == 8
    assert ewa.windows.quarter_days == found["MOH"].windows.quarter_days == 64


async def test_a_case_of_no_agency_counts_for_the_whole(crowd):
    await crowd.add(3, AT_CLOSE, agency=None)
    assert await raised() == [("page", ""), ("ticket", "")]


async def test_an_alarm_raised_late_says_what_it_would_have_said_in_time(crowd):
    await burns(crowd)
    with clock.moved(close(23) - timedelta(hours=1)):
        [first, *_] = await alerts.raise_at("close", SUNDAY)
    assert (first.late, first.due) == (2, 20)


async def test_all_agencies_are_watched_in_a_fixed_number_of_statements(crowd):
    await crowd.add(3, AT_CLOSE, agency="MOW")
    with clock.moved(AT_CLOSE), db.count_statements() as counted:
        assert len(await alert_numbers.watched(AT_CLOSE)) == 4
    assert sum("COUNT(*)" in statement for statement in counted.statements) == 2
    assert len(counted) <= 4


async def test_the_board_shows_what_stands_for_its_reader(crowd):
    await burns(crowd)
    await crowd.add(9, AT_CLOSE, agency="MOH")
    await raised("opening", SUNDAY, OPENING)
    await raised()

    async def shown(reader, now: datetime) -> list[tuple[str, str]]:
        with clock.moved(now):
            return [(each.kind, each.agency) for each in await alerts.current(reader)]

    assert set(await shown(crowd.flow.dana, AT_CLOSE)) == {("page", "EWA"), ("ticket", "EWA")}
    assert (await shown(crowd.flow.nadia, AT_CLOSE))[0][1] == ""
    assert ("leading", "MOH") in await shown(crowd.flow.nadia, OPENING)
    assert ("leading", "MOH") not in await shown(crowd.flow.nadia, AT_CLOSE)
    assert await shown(crowd.flow.dana, close(24)) == [("ticket", "EWA")]
    assert await shown(crowd.flow.dana, close(30)) == []


async def test_a_quarter_that_is_lost_is_an_early_alarm_once(crowd):
    await crowd.add(9, close(19))
    await crowd.add(1, AT_CLOSE)
    await crowd.add(1, close(23))
    await crowd.add(1, close(5, 1), agency="MOH")  # of the next quarter
    assert ("leading", "EWA") in await raised("opening", SUNDAY, OPENING)
    assert await raised("before_close", SUNDAY, AT_CLOSE - timedelta(hours=2)) == []
    monday = date(2026, 11, 23)
    assert await raised("opening", monday, OPENING + timedelta(days=1)) == []


async def test_a_quarter_that_is_lost_says_nothing_about_the_next(crowd):
    await crowd.add(9, close(19))
    await crowd.add(1, AT_CLOSE)
    await raised("opening", SUNDAY, OPENING)
    await db.fetch('UPDATE "alert" SET "day" = {}', date(2026, 9, 30))
    assert ("leading", "EWA") in await raised("before_close", SUNDAY, AT_CLOSE - timedelta(hours=2))


async def leading(reader, now: datetime) -> list[tuple[str, int]]:
    """The leading alarms of MOH that stand, by moment, with what they say is open."""
    with clock.moved(now):
        shown = await alerts.current(reader)
    return [(each.moment, each.open) for each in shown if each.kind == "leading" and each.agency == "MOH"]


async def test_a_second_look_takes_the_place_of_the_first(crowd):
    cases = await crowd.add(12, AT_CLOSE, agency="MOH")
    await raised("opening", SUNDAY, OPENING)
    assert await leading(crowd.flow.nadia, OPENING) == [("opening", 12)]
    late = AT_CLOSE - timedelta(hours=2)
    await answered(cases[:7])
    await looked_again(late)
    assert await leading(crowd.flow.nadia, late) == [("before_close", 5)]


async def test_what_a_second_look_does_not_find_stands_no_more(crowd):
    cases = await crowd.add(12, AT_CLOSE, agency="MOH")
    await raised("opening", SUNDAY, OPENING)
    late = AT_CLOSE - timedelta(hours=2)
    await answered(cases)
    assert await leading(crowd.flow.nadia, late) == [("opening", 12)]  # nobody has looked again yet
    await looked_again(late)
    assert await leading(crowd.flow.nadia, late) == []


async def looked_again(now: datetime) -> None:
    """The second look of the day, as the ticker gives it out."""
    with clock.moved(now):
        assert "before_close" in [each.name for each in await timetable.give_out()]
    await raised("before_close", SUNDAY, now)


async def answered(case_ids: list[int]) -> None:
    """These cases have their replies meanwhile."""
    at = OPENING + timedelta(hours=1)
    rows = (Clock.case_id.is_in(case_ids), Clock.kind == "final_reply")
    await Clock.update({Clock.state: "met", Clock.met_at: at, Clock.on_time: True}).where(*rows)
    await counted_anew(case_ids)
