"""What the tests of revisions have in common: clocks of October 2026, and circulars that change its days."""

from datetime import UTC, date, datetime

from sla import calendars, clocks, dry_run, revision
from sla.affected import cases_of, target_of, turn_to
from sla.calendar_change import CalendarChange, changed_spec
from sla.effect import Effect
from sla.policy import Subject
from sla.tables import Holiday
from sla.views import ClockView, clocks_of, final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor, system
from tawasul.core.db import transaction

ROOT = Actor("staff", 1, "administrator")
OPERATOR = system("operator")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


RECEIVED, DUE = at("2026-10-04T09:00"), at("2026-10-22T14:00")  # Sunday; the 14th working day is a Thursday
NOW = at("2026-10-11T08:00")
STORM = CalendarChange("days", date(2026, 10, 14), date(2026, 10, 14), "Storm", "عاصفة")  # a Wednesday in between


async def do(when: datetime, act, *args, **options):
    with clock.moved(when):
        async with transaction():
            return await act(*args, **options)


async def start(case_id: int = 1, received: datetime = RECEIVED) -> ClockView:
    return await do(received, clocks.start, case_id, "final_reply", case_kind="complaint", at=received, actor=CITIZEN)


async def assign(case_id: int = 1, when: datetime = RECEIVED, agency: str = "EWA") -> ClockView:
    return await do(when, clocks.open_segment, case_id, Subject("complaint", agency), at=when, actor=OPERATOR)


async def counted(change: CalendarChange = STORM, when: datetime = NOW, code: str = "BH") -> Effect:
    """What the change would do."""
    spec = changed_spec((await calendars.latest(code)).spec, change)
    with clock.moved(when):
        return (await dry_run.dry_run(code, spec)).effect


async def declare(change: CalendarChange = STORM, when: datetime = NOW, code: str = "BH") -> int:
    """Have the change in force; the clocks do not know yet."""

    async def revised() -> int:
        if change.kind != "days":
            spec = changed_spec((await calendars.latest(code)).spec, change)
            return await calendars.revise(code, actor=OPERATOR, layout=spec)
        for day in change.days:
            names = {"name_en": change.name_en, "name_ar": change.name_ar}
            await Holiday.delete().where(Holiday.calendar == code, Holiday.date == day)
            await Holiday.insert(Holiday(calendar=code, date=day, status=change.status, **names))
        return await calendars.revise(code, actor=OPERATOR)

    return await do(when, revised)


async def apply(number: int, when: datetime = NOW, *, size: int = 100, portions: int = 100) -> list[int]:
    """Move the clocks on, so many portions at most; gives the cases to be told."""
    told: list[int] = []
    with clock.moved(when):
        target = await target_of(number)
        turn = await turn_to(target)
        waiting = await cases_of(target, limit=1_000)
        for first in range(0, len(waiting), size)[:portions]:
            async with transaction():
                applied = await revision.apply_portion(target, turn, waiting[first : first + size], actor=OPERATOR)
            told += applied.told
    return told


async def promise(case_id: int = 1) -> ClockView:
    return (await final_replies([case_id]))[case_id]


async def stretch(case_id: int = 1) -> ClockView:
    return (await clocks_of([case_id], "agency"))[-1]
