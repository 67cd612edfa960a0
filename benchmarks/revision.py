"""A circular over three hundred thousand running clocks, tried, approved and applied as the product does.

Cases, the sums of the boards and the letters' orders come along, beside the bare statements on the clocks.
"""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from benchmarks.places import database
from benchmarks.report import Report, Row
from cases import calendars, counting, figures_recount, intake, moved_dates, proposals
from cases.assigning import assign
from cases.calendars import Circular
from cases.figure_tables import Counted
from cases.filing_form import CaseDraft
from cases.moves import Change, held
from cases.tables import Case
from sla.calendar_change import CalendarChange
from sla.dry_run import DryRun
from sla.tables import Clock
from tawasul.accounts.views import StaffView
from tawasul.core import clock, db
from tawasul.core.actor import system

SIZE = 300_000
DAYS = 15
COPIED = 15_000
_OWN = ("id", "reference", "case_id", "case", "clock")
_ADMINISTRATOR = StaffView(1, "bench", "bench", "bench", None, "administrator", None, "ar")
_NATIONAL = StaffView(2, "bench", "bench", "bench", None, "national_supervisor", None, "ar")
# The bare statements leave the clocks as they are: they are taken back.
_BARE = (
    "UPDATE clock SET due_at = due_at + interval '1 day', gross_due_at = due_at, next_event_at = next_event_at, "
    "rev = rev + 1",
    "INSERT INTO clock_event (clock, seq, type, at, recorded_at, actor, reason, data) "
    "SELECT id, rev + 1, 'bare', now(), now(), 'bench', 'bare', "
    "jsonb_build_object('old', due_at, 'due_at', due_at, 'gross_due_at', due_at, 'target', target, "
    "'policy_version', policy_version, 'calendar_revision', calendar_revision, 'epoch', epoch, "
    "'next_step', next_step, 'next_event_at', next_event_at) FROM clock",
)
_STARTED = "kind IN ('final_reply', 'agency')"


class _TakenBackError(Exception):
    """Ends the transaction of the bare statements."""


async def run() -> None:
    report = Report(
        "Calendar revision",
        f"{SIZE:,} running clocks of {SIZE // 2:,} cases, half of them citizens', half agencies', received over "
        f"{DAYS} days; a circular declares a day off in the middle of nearly all of them, and is tried, proposed, "
        "approved and applied by the acts and the job of the product: clocks, their events, the sums of the boards and "
        "the orders to write letters. The reference is one UPDATE of the same columns of the clocks and one INSERT of "
        "as many events, each over all rows at once, without working out a date and without any sum.",
    )
    async with database("postgres"):
        await _fill()
        bare = report.add("bare UPDATE and INSERT of clocks, postgres", await _seconds(_bare), "s")
        circular = _circular()
        tried: list[DryRun] = []

        async def dry_run() -> None:
            tried.append(await calendars.tried(circular, by=_ADMINISTRATOR))

        report.add("dry run, postgres", await _seconds(dry_run), "s", bare)
        number = await calendars.propose(circular, by=_ADMINISTRATOR, base=tried[0].base)
        await calendars.approve(number, by=_NATIONAL, rev=1)
        spent = await _seconds(lambda: _apply(number))
        applied: Row = report.add("applied in portions of 500 cases, with the boards' sums, postgres", spent, "s", bare)
        report.add("clocks a second", SIZE / applied.value, "1/s")
        await _hold_against_the_clocks()
    report.write("revision")


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _bare() -> None:
    with suppress(_TakenBackError):
        await _bare_and_back()


async def _bare_and_back() -> None:
    async with db.transaction():
        for statement in _BARE:
            await db.fetch(statement)
        raise _TakenBackError


def _circular() -> Circular:
    """A working day soon: nearly every open promise reaches over it."""
    day = clock.now().date() + timedelta(days=2)
    while day.weekday() in (4, 5):
        day += timedelta(days=1)
    return Circular("BH", CalendarChange("days", day, day, "Storm", "عاصفة"), "Circular 14")


async def _apply(number: int) -> None:
    """Run the job as often as it asks to be run."""
    while (await proposals.proposal(number, "calendar")).state != "applied":
        await moved_dates.apply(number)


async def _hold_against_the_clocks() -> None:
    """What was measured is worth nothing unless every clock moved and every sum is right."""
    left = await db.fetch(
        "SELECT COUNT(*) AS n FROM clock k JOIN counted n ON n.clock = k.id WHERE n.due_at <> k.due_at"
    )
    if left[0]["n"] or await figures_recount.sums_that_differ():
        raise RuntimeError("the sums are not those of the clocks")


async def _fill() -> None:
    """So many cases, copied from those of two weeks that were really filed and given to an agency."""
    began = clock.now()
    for number in range(DAYS):
        with clock.moved(began - timedelta(days=number)):
            receipt = await intake.file_case(CaseDraft(text="الكهرباء مقطوعة عن بيتنا", governorate="capital"))
            async with db.transaction():
                await assign(await held(receipt.case_id), "EWA", Change(system("bench"), "sorted"))
    await db.fetch("DELETE FROM clock_event WHERE clock IN (SELECT id FROM clock WHERE NOT (" + _STARTED + "))")
    await db.fetch("DELETE FROM clock WHERE NOT (" + _STARTED + ")")
    for first in range(DAYS + 1, SIZE // 2 + 1, COPIED):
        await _copy(first, min(first + COPIED - 1, SIZE // 2))
    await db.fetch("SELECT setval(pg_get_serial_sequence('case_', 'id'), {})", SIZE // 2)
    async with db.transaction():
        await counting.append(await figures_recount.sums_that_differ())
    await db.fetch("ANALYZE")


async def _copy(first: int, last: int) -> None:
    """Cases of these numbers, with their clocks, and as what they are counted."""
    cases, clocks, counted = (_columns(table) for table in (Case, Clock, Counted))
    numbers = f"generate_series(CAST({{}} AS bigint), CAST({{}} AS bigint)) AS n JOIN X m ON m.KEY = 1 + n % {DAYS}"
    statements = (
        f"INSERT INTO case_ (id, reference, {cases}) SELECT n, CAST(100000000 + n AS varchar), {_of('m', cases)} "
        f"FROM {numbers.replace('X', 'case_').replace('KEY', 'id')}",
        f'INSERT INTO clock ("case_id", {clocks}) SELECT n, {_of("m", clocks)} '
        f"FROM {numbers.replace('X', 'clock').replace('KEY', 'case_id')} ORDER BY n, m.id",
        f'INSERT INTO counted (clock, "case", {counted}) SELECT k.id, n, {_of("m", counted)} '
        f"FROM {numbers.replace('X', 'counted').replace('KEY', chr(34) + 'case' + chr(34))} "
        "JOIN clock k ON k.case_id = n AND k.kind = 'final_reply'",
    )
    for statement in statements:
        await db.fetch(statement, first, last)


def _columns(table: type[Case | Clock | Counted]) -> str:
    return ", ".join(f'"{column._meta.name}"' for column in table._meta.columns if column._meta.name not in _OWN)


def _of(name: str, columns: str) -> str:
    return ", ".join(f"{name}.{column}" for column in columns.split(", "))
