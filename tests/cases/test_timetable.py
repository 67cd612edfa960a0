"""The moments of a working day: which have come, and that each is given out once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from cases import timetable
from cases.forecast_tables import KeptMoment
from sla import calendars
from tawasul.core import clock, db
from tawasul.outbox.tables import OutboxMessage

pytestmark = pytest.mark.usefixtures("database")


def at(text: str) -> datetime:
    """An instant of November 2026 in Bahrain."""
    return datetime.fromisoformat(f"2026-11-{text}+03:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "keys"),
    [
        (at("22T06:59"), ["2026-11-19:close"]),  # Sunday before the opening: the close of Thursday
        (at("22T07:00"), ["2026-11-19:close", "2026-11-22:opening"]),
        (at("22T12:14"), ["2026-11-19:close", "2026-11-22:opening"]),
        (at("22T12:15"), ["2026-11-19:close", "2026-11-22:before_close"]),  # the opening was missed and is past
        (at("22T14:14"), ["2026-11-19:close", "2026-11-22:before_close"]),
        (at("22T14:15"), ["2026-11-22:close"]),
        (at("22T23:00"), ["2026-11-22:close"]),
        (at("27T12:00"), ["2026-11-26:close"]),  # Friday: the close of Thursday
    ],
)
async def test_a_moment_comes_when_its_time_has_come(now, keys):
    assert [each.key for each in timetable.come(now, await calendars.national())] == keys


async def test_before_a_day_shorter_than_two_hours_closes_is_its_opening(monkeypatch):
    calendar = await calendars.national()
    monkeypatch.setattr(timetable, "BEFORE_CLOSE", timedelta(hours=9))
    day = at("22T09:00").date()
    assert timetable.moment("before_close", day, calendar).at == calendar.opening_of(day)


async def test_a_day_gives_out_each_moment_once_however_often_it_is_looked_at():
    given = []
    for now in (at("22T07:00"), at("22T07:01"), at("22T12:20"), at("22T14:15"), at("22T20:00"), at("23T07:30")):
        with clock.moved(now):
            given += [each.key for each in await timetable.give_out()]
    assert given == [
        "2026-11-22:midnight",
        "2026-11-19:close",
        "2026-11-22:opening",
        "2026-11-22:before_close",
        "2026-11-22:close",
        "2026-11-23:midnight",
        "2026-11-23:opening",
    ]
    jobs = await OutboxMessage.select().where(OutboxMessage.job == timetable.KEEP).order_by(OutboxMessage.created_at)
    assert [json.loads(row["args"]) for row in jobs][2] == ["opening", "2026-11-22"]
    assert len(jobs) == len(given) == await KeptMoment.count()


async def test_any_number_of_tickers_give_a_moment_out_once():
    with clock.moved(at("22T14:15")):
        found = await asyncio.gather(*(timetable.give_out() for _ in range(5)))
    assert sum(map(len, found)) == 2
    assert await OutboxMessage.count().where(OutboxMessage.job == timetable.KEEP) == 2


async def test_after_days_without_a_ticker_only_the_day_that_is_on_and_the_last_close_are_kept():
    with clock.moved(at("11T15:00")):
        await timetable.give_out()
    with clock.moved(at("22T06:00")):
        assert [each.key for each in await timetable.give_out()] == [
            "2026-11-22:midnight",
            "2026-11-19:close",
        ]


async def test_a_day_without_work_begins_at_midnight_in_bahrain_too():
    with clock.moved(at("27T00:00")):
        assert "2026-11-27:midnight" in [each.key for each in await timetable.give_out()]


async def test_a_look_at_a_day_that_was_kept_writes_nothing():
    with clock.moved(at("22T09:00")):
        await timetable.give_out()
        with db.count_statements() as counted:
            assert await timetable.give_out() == []
    assert len(counted) <= 2
    assert not any("INSERT" in statement for statement in counted.statements)
