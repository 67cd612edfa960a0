"""A circular is tried, proposed by one person, put in force by another, and followed by every open clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cases import calendars, decisions, moved_dates, proposals
from cases.calendars import Circular
from cases.moved_dates import TELL
from sla import calendars as engine
from sla import seed
from sla.calendar_change import CalendarChange
from sla.tables import ClockEvent, Holiday
from tawasul import audit
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Forbidden, Invalid
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage

STORM = Circular(
    "BH", CalendarChange("days", date(2026, 12, 1), date(2026, 12, 1), "Storm", "عاصفة"), "Circular 14/2026"
)
DUE, MOVED = datetime(2026, 12, 10, 11, tzinfo=UTC), datetime(2026, 12, 13, 11, 15, tzinfo=UTC)


async def proposed(flow, circular: Circular = STORM) -> int:
    run = await calendars.tried(circular, by=flow.root)
    return await calendars.propose(circular, by=flow.root, base=run.base)


async def approved(flow, circular: Circular = STORM) -> int:
    number = await proposed(flow, circular)
    await calendars.approve(number, by=flow.nadia, rev=1)
    return number


async def state(number: int) -> str:
    return (await proposals.proposal(number, "calendar")).state


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.value.faults]


def past(days: int = 1) -> Circular:
    day = date(2026, 11, 22) - timedelta(days=days)
    return replace(STORM, change=replace(STORM.change, first=day, last=day))


async def test_it_says_what_it_would_do_and_does_nothing(flow):
    case_id = await flow.assigned()
    run = await calendars.tried(STORM, by=flow.root)
    assert (run.effect.moved, run.effect.told) == (1, 1)
    assert set(run.effect.by_agency) == {"EWA"}
    assert (await flow.promise(case_id)).due_at == DUE
    assert not await Holiday.exists().where(Holiday.date == date(2026, 12, 1))


async def test_a_second_person_puts_it_in_force(flow):
    number = await approved(flow)
    assert not (await engine.national()).is_working(date(2026, 12, 1))
    day = await Holiday.select().where(Holiday.date == date(2026, 12, 1)).first()
    assert (day["source_ref"], day["status"]) == ("Circular 14/2026", "confirmed")
    assert (day["entered_by"], day["approved_by"]) == (str(flow.root.actor()), str(flow.nadia.actor()))
    assert await state(number) == "approved"


async def test_who_proposed_it_does_not_approve_it(flow):
    number = await proposed(flow)
    with pytest.raises(Forbidden, match="own_proposal"):
        await calendars.approve(number, by=flow.root, rev=1)
    with pytest.raises(Forbidden, match="own_proposal"):
        await decisions.refuse(number, by=flow.root, rev=1, remark="No")


@pytest.mark.parametrize("name", ["basim", "dana", "huda", "adel"])
async def test_others_neither_propose_nor_approve(flow, name):
    number = await proposed(flow)
    with pytest.raises(Forbidden, match="not_for_you"):
        await calendars.tried(STORM, by=flow.people[name])
    with pytest.raises(Forbidden, match="not_for_you"):
        await calendars.approve(number, by=flow.people[name], rev=1)


async def test_open_clocks_follow_and_citizens_are_told_once(flow):
    case_id, silent = await flow.assigned(), await flow.waiting(email="")
    third = await flow.assigned()
    number = await approved(flow)
    await moved_dates.apply(number)
    assert {(await flow.promise(each)).due_at for each in (case_id, silent)} == {MOVED}
    told = await OutboxMessage.select(OutboxMessage.args).where(OutboxMessage.job == TELL)
    assert len(told) == 1
    for _ in range(2):
        await moved_dates.tell(number, case_id, silent, third)
    letters = await Letter.select().where(Letter.template == "due_moved").order_by(Letter.case_id)
    assert [letter["case_id"] for letter in letters] == [case_id, third]  # the one between them left no address
    assert (await flow.acts(silent)).count("due_moved") == 1


async def test_killed_in_the_middle_it_goes_on_and_then_says_that_it_is_done(flow):
    for _ in range(5):
        await flow.assigned()
    number = await approved(flow)
    await moved_dates.apply(number, size=1, most=2)  # one run of two cases, and no more
    assert (await state(number), (await proposals.proposal(number, "calendar")).done) == ("approved", 4)
    for _ in range(4):
        await moved_dates.apply(number, size=2, most=2)
    shown = await proposals.proposal(number, "calendar")
    assert (shown.state, shown.done, shown.effect["clocks"]) == ("applied", 10, 10)
    assert await ClockEvent.count().where(ClockEvent.type == "due_changed") == 10


async def test_a_count_of_another_calendar_is_repeated_before_anybody_decides(flow):
    first, second = await proposed(flow), await proposed(flow, later(3))
    await calendars.approve(first, by=flow.nadia, rev=1)
    await moved_dates.apply(first)
    with pytest.raises(Conflict, match="stale_count"):
        await calendars.approve(second, by=flow.nadia, rev=1)
    await calendars.count_again(second, by=flow.root, rev=1)
    await calendars.approve(second, by=flow.nadia, rev=2)


def later(days: int) -> Circular:
    day = date(2026, 12, 1) + timedelta(days=days)
    return replace(STORM, change=replace(STORM.change, first=day, last=day))


async def test_a_count_of_yesterday_is_repeated_too(flow):
    number = await proposed(flow)
    with clock.moved(clock.now() + timedelta(days=1, seconds=1)), pytest.raises(Conflict, match="stale_count"):
        await calendars.approve(number, by=flow.nadia, rev=1)


async def test_one_circular_at_a_time_is_put_in_force(flow):
    await flow.assigned()
    await approved(flow)
    number = await proposed(flow, later(3))
    with pytest.raises(Conflict, match="still_applying"):
        await calendars.approve(number, by=flow.nadia, rev=1)


async def test_what_was_shown_is_what_is_proposed(flow):
    run = await calendars.tried(STORM, by=flow.root)
    await approved(flow, later(3))
    with pytest.raises(Conflict, match="stale_count"):
        await calendars.propose(STORM, by=flow.root, base=run.base)


async def test_it_is_decided_once(flow):
    number = await proposed(flow)
    with pytest.raises(Conflict, match="change_moved"):
        await calendars.approve(number, by=flow.nadia, rev=7)
    await decisions.refuse(number, by=flow.nadia, rev=1, remark="The circular says Wednesday.")
    with pytest.raises(Conflict, match="decided_already"):
        await calendars.approve(number, by=flow.nadia, rev=2)
    shown = await proposals.proposal(number, "calendar")
    assert (shown.state, shown.remark) == ("refused", "The circular says Wednesday.")


async def test_whoever_says_no_says_why(flow):
    number = await proposed(flow)
    with pytest.raises(Invalid) as refused:
        await decisions.refuse(number, by=flow.nadia, rev=1, remark=" ")
    assert codes(refused) == [("remark", "needs_remark")]


async def test_only_who_proposed_it_takes_it_back(flow):
    number = await proposed(flow)
    with pytest.raises(Forbidden, match="not_for_you"):
        await decisions.withdraw(number, by=flow.nadia, rev=1)
    await decisions.withdraw(number, by=flow.root, rev=1)
    assert await state(number) == "withdrawn"


async def test_a_day_that_has_passed_is_refused_unless_it_is_meant(flow):
    with pytest.raises(Invalid) as refused:
        await calendars.tried(past(4), by=flow.root)
    assert codes(refused) == [("first", "day_in_past")]
    await calendars.tried(replace(past(4), after_the_fact=True), by=flow.root)


async def test_without_its_reference_no_circular_is_taken(flow):
    with pytest.raises(Invalid) as refused:
        await calendars.tried(replace(STORM, source=" "), by=flow.root)
    assert codes(refused) == [("source", "needs_source")]


async def test_an_estimated_day_is_confirmed_in_its_place(flow):
    eid = await Holiday.select().where(Holiday.status == "estimated", Holiday.date > date(2027, 1, 1)).first()
    change = replace(STORM.change, first=eid["date"], last=eid["date"], name_en="Eid", name_ar="عيد")
    await approved(flow, replace(STORM, change=change))
    found = await Holiday.select().where(Holiday.date == eid["date"])
    assert [(day["status"], day["source_ref"]) for day in found] == [("confirmed", "Circular 14/2026")]


async def test_a_day_taken_back_is_worked_again(flow):
    await approved(flow)
    change = replace(STORM.change, status="cancelled")
    await moved_dates.apply(1)
    await approved(flow, replace(STORM, change=change))
    assert (await engine.national()).is_working(date(2026, 12, 1))


async def test_ramadan_hours_follow_the_circular(flow):
    change = CalendarChange("period", date(2027, 2, 9), date(2027, 3, 10), hours="09:00-14:00")
    await approved(flow, Circular("BH", change, "Circular 2/2027"))
    calendar = await engine.national()
    assert calendar.opening_of(date(2027, 2, 9)).astimezone(UTC).hour == 6


async def of_the_seed() -> int:
    """A holiday that the calendar does not know and a later seed brings."""
    await Holiday.delete().where(Holiday.date == date(2026, 12, 16))
    async with transaction():
        await engine.revise("BH", actor=system("operator"))
    await seed.load()
    return (await proposals.proposals("calendar", "BH"))[0].id


async def test_what_the_seed_proposes_takes_two_persons_too(flow):
    waiting = await proposed(flow)
    number = await of_the_seed()
    with pytest.raises(Forbidden, match="not_for_you"):
        await calendars.approve(number, by=flow.nadia, rev=1)  # she enters no circulars
    await calendars.approve(number, by=flow.root, rev=1)
    assert (await engine.national()).is_working(date(2026, 12, 16))
    with pytest.raises(Forbidden, match="own_proposal"):
        await calendars.approve(number, by=flow.root, rev=2)
    await calendars.approve(number, by=flow.nadia, rev=2)
    assert not (await engine.national()).is_working(date(2026, 12, 16))
    day = await Holiday.select().where(Holiday.date == date(2026, 12, 16)).first()
    assert (day["status"], day["entered_by"], day["approved_by"]) == (
        "estimated",
        str(flow.root.actor()),
        str(flow.nadia.actor()),
    )
    assert await seed.load() == 0
    assert await state(waiting) == "proposed"


async def test_a_waiting_change_does_not_grow_stale_by_a_seed(flow):
    await Holiday.delete().where(Holiday.date == date(2026, 12, 16))
    async with transaction():
        await engine.revise("BH", actor=system("operator"))
    number = await proposed(flow)
    assert await seed.load() == 1
    await calendars.approve(number, by=flow.nadia, rev=1)


async def test_the_history_says_who_did_what(flow):
    number = await approved(flow)
    await moved_dates.apply(number)
    lines = [(line.act, line.actor) for line in await audit.history("calendar:BH")][1:]
    root, nadia = str(flow.root.actor()), str(flow.nadia.actor())
    assert lines == [
        ("calendar_proposed", root),
        ("revised", nadia),
        ("calendar_approved", nadia),
        ("calendar_applied", "system:calendars"),
    ]


async def test_a_day_that_passed_while_the_circular_waited_is_no_holiday_by_itself(flow):
    number = await proposed(flow, later(-7))  # the 24th, two days ahead
    confirmed = await proposed(flow, replace(later(-7), after_the_fact=True))
    with clock.moved(datetime(2026, 11, 24, 20, 59, tzinfo=UTC)):  # a minute before the day is over in Bahrain
        await calendars.count_again(number, by=flow.nadia, rev=1)
    with clock.moved(datetime(2026, 11, 24, 21, tzinfo=UTC)):
        with pytest.raises(Conflict, match="day_passed_meanwhile"):
            await calendars.count_again(number, by=flow.nadia, rev=2)
        with pytest.raises(Conflict, match="day_passed_meanwhile"):
            await calendars.approve(number, by=flow.nadia, rev=2)
        assert await state(number) == "proposed"
        await calendars.count_again(confirmed, by=flow.nadia, rev=1)
        await calendars.approve(confirmed, by=flow.nadia, rev=2)
    assert not (await engine.national()).is_working(date(2026, 11, 24))
