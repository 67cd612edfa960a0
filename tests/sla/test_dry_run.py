"""Before anything changes, everybody sees what would: how many dates move, who would be late, who no longer."""

from datetime import date

import pytest

from sla import clocks
from sla.calendar_change import CalendarChange
from sla.calendar_spec import BadCalendar
from sla.effect import Share, read
from sla.tables import Clock, ClockEvent
from tests.sla.circulars import DUE, ROOT, STORM, apply, assign, at, counted, declare, do, promise, start

THURSDAY = CalendarChange("days", date(2026, 10, 22), date(2026, 10, 22), "Storm", "عاصفة")


@pytest.fixture
async def noise(database):
    """A case that nothing concerns: it is due before the changed days."""
    await start(99, at("2026-09-20T09:00"))


async def test_it_counts_what_moves_and_by_how_much(noise, database):
    await start(1)
    await start(2)
    await assign(2)
    effect = await counted()
    assert (effect.moved, effect.told, effect.targets) == (2, 2, 1)
    assert (effect.earlier, effect.later) == (0, 3)  # from Thursday to Sunday
    assert effect.clocks == 4
    assert effect.dates == ["2026-10-14"]
    assert effect.by_agency == {"": Share(moved=1), "EWA": Share(moved=1)}


async def test_it_changes_nothing(database):
    await start()
    events = await ClockEvent.count()
    before = await Clock.select()
    await counted()
    assert (await Clock.select(), await ClockEvent.count()) == (before, events)


async def test_a_day_that_is_late_already_may_be_saved(noise, database):
    await start()
    effect = await counted(THURSDAY, when=at("2026-10-22T15:00"))
    assert (effect.saved, effect.breached) == (1, 0)
    assert effect.by_agency[""] == Share(moved=1, saved=1)


async def test_hours_that_end_earlier_may_break_a_promise_at_once(database):
    await start()
    early = CalendarChange("hours", date(2026, 10, 22), date(2026, 10, 22), hours="07:00-11:00")
    effect = await counted(early, when=at("2026-10-22T12:00"))
    assert (effect.moved, effect.told, effect.breached, effect.saved) == (1, 0, 1, 0)


async def test_a_reply_that_was_late_and_would_not_have_been_is_counted_apart(noise, database):
    await start()
    await do(at("2026-10-25T10:00"), clocks.stop, 1, actor=ROOT)
    effect = await counted(THURSDAY, when=at("2026-10-26T09:00"))
    assert (effect.moved, effect.corrections) == (0, 1)
    assert (await promise()).on_time is False


async def test_a_reply_that_stays_late_is_not(database):
    await start()
    await do(at("2026-10-26T10:00"), clocks.stop, 1, actor=ROOT)
    assert (await counted(THURSDAY, when=at("2026-10-26T11:00"))).corrections == 0


async def test_a_promise_that_would_lie_beyond_the_calendar_is_refused(database):
    received = at("2028-12-05T09:00")
    await start(1, received)
    late = CalendarChange("days", date(2028, 12, 19), date(2028, 12, 31), "Storm", "عاصفة")
    with pytest.raises(BadCalendar, match="horizon_too_near"):
        await counted(late, when=received)


async def test_an_effect_is_stored_and_read_as_it_was(database):
    await start()
    effect = await counted(STORM)
    assert effect.moved == 1
    assert read(effect.stored()) == effect
    assert (await promise()).due_at == DUE


async def test_steps_of_the_ladder_that_would_lie_beyond_the_calendar_are_refused_before_anything_moves(database):
    await start(1, at("2028-12-05T09:00"))
    last_day = at("2028-12-31T08:00")
    off = CalendarChange("days", date(2028, 12, 20), date(2028, 12, 20), "Storm", "عاصفة")
    with pytest.raises(BadCalendar, match="horizon_too_near"):
        await counted(off, when=last_day)
    assert (await counted(off, when=at("2028-12-19T08:00"))).moved == 1
    assert await apply(await declare(off, when=at("2028-12-19T08:00")), when=at("2028-12-19T08:00")) == [1]
