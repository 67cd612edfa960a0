"""A new revision of the national calendar over three hundred thousand running clocks, beside the bare statements."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from benchmarks.places import database
from benchmarks.report import Report, Row
from sla import calendars, dry_run, revision
from sla.affected import cases_of, target_of, turn_to
from sla.calendar_change import CalendarChange, changed_spec
from sla.clocks import open_segment, start
from sla.tables import Clock, Holiday
from tawasul.core import clock, db
from tawasul.core.actor import CITIZEN, system

SIZE = 300_000
DAYS = 15
MOST, COPIED = 20_000, 15_000
_ROOT = system("bench")
_OWN = ("id", "case_id")
_BARE = (
    "UPDATE clock SET due_at = due_at + interval '1 day', gross_due_at = due_at, next_event_at = next_event_at, "
    "rev = rev + 1",
    "INSERT INTO clock_event (clock, seq, type, at, recorded_at, actor, reason, data) "
    "SELECT id, rev, 'bare', now(), now(), 'bench', 'bare', "
    "jsonb_build_object('old', due_at, 'due_at', due_at, 'gross_due_at', due_at, 'target', target, "
    "'policy_version', policy_version, 'calendar_revision', calendar_revision, 'epoch', epoch, "
    "'next_step', next_step, 'next_event_at', next_event_at) FROM clock",
)


async def run() -> None:
    report = Report(
        "Calendar revision",
        f"{SIZE:,} running clocks, half of them citizens', half agencies', received over {DAYS} days; a day off is "
        "declared in the middle of nearly all of them. The reference is one UPDATE of the same columns and one INSERT "
        "of as many events, each over all rows at once, and without working out a date.",
    )
    async with database("postgres"):
        await _fill()
        bare = report.add("bare UPDATE and INSERT, postgres", await _seconds(_bare), "s")
        change = _circular()
        spec = changed_spec((await calendars.latest("BH")).spec, change)
        report.add("dry run, postgres", await _seconds(lambda: dry_run.dry_run("BH", spec)), "s", bare)
        number = await _declare(change)
        spent = await _seconds(lambda: _apply(number))
        applied: Row = report.add("applied in portions of 500 cases, postgres", spent, "s", bare)
        report.add("clocks a second", SIZE / applied.value, "1/s")
    report.write("revision")


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _bare() -> None:
    async with db.transaction():
        for statement in _BARE:
            await db.fetch(statement)


def _circular() -> CalendarChange:
    """A working day soon: nearly every open promise reaches over it."""
    day = clock.now().date() + timedelta(days=2)
    while day.weekday() in (4, 5):
        day += timedelta(days=1)
    return CalendarChange("days", day, day, "Storm", "عاصفة")


async def _declare(change: CalendarChange) -> int:
    async with db.transaction():
        row = {"name_en": change.name_en, "name_ar": change.name_ar, "status": change.status}
        await Holiday.insert(Holiday(calendar="BH", date=change.first, **row))
        return await calendars.revise("BH", actor=_ROOT)


async def _apply(number: int) -> None:
    target = await target_of(number)
    turn = await turn_to(target)
    while waiting := await cases_of(target, limit=MOST):
        for first in range(0, len(waiting), revision.PORTION):
            async with db.transaction():
                await revision.apply_portion(target, turn, waiting[first : first + revision.PORTION], actor=_ROOT)


async def _fill() -> None:
    """So many clocks, copied from those of two weeks' worth of receipts that were really started."""
    began = clock.now()
    for number in range(DAYS):
        received = began - timedelta(days=number)
        with clock.moved(received):
            async with db.transaction():
                await start(number + 1, "final_reply", case_kind="complaint", at=received, actor=CITIZEN)
                said = {"case_kind": "complaint", "category": None, "at": received, "actor": CITIZEN}
                await open_segment(number + 1, "EWA", **said)
    columns = ", ".join(f'"{column._meta.name}"' for column in Clock._meta.columns if column._meta.name not in _OWN)
    copied = ", ".join(f"m.{name}" for name in columns.split(", "))
    copy = (
        f'INSERT INTO clock ("case_id", {columns}) SELECT n, {copied} '
        "FROM generate_series(CAST({} AS bigint), CAST({} AS bigint)) AS n "
        f"JOIN clock m ON m.case_id = 1 + n % {DAYS} ORDER BY n, m.id"
    )
    for first in range(DAYS + 1, SIZE // 2 + 1, COPIED):
        await db.fetch(copy, first, min(first + COPIED - 1, SIZE // 2))
    await db.fetch("ANALYZE")
