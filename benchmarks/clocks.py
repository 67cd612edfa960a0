"""Clocks by the million on PostgreSQL: how due ones are found, and how many a second two tickers work off."""

from datetime import UTC, datetime, timedelta

import asyncpg

from benchmarks.crowd import TICKERS, WorkedOff, work_off
from benchmarks.places import database
from benchmarks.report import Report, Row, median_ms
from sla import clocks, sweep
from sla.store import _CLAIM, _SKIP
from tawasul.core import clock, db
from tawasul.core.actor import CITIZEN

SMALL, LARGE = 100_000, 10_000_000
OPEN_IN = 31  # one of so many clocks is open, as where a country's cases of many years lie together
CLAIMED = 500
DUE_AT_ONCE = 200_000
KILLS = 15
RECEIVED = datetime(2026, 10, 4, 6, tzinfo=UTC)
WAKES = datetime(2026, 10, 19, 4, tzinfo=UTC)

# Copies of one clock: most have been answered, the open ones wake one after the other, a second apart.
_COPIES = """
    INSERT INTO clock (case_id, kind, cycle, segment, agency, policy_version, calendar_revision, unit, target,
        started_at, state, due_at, next_step, next_event_at, met_at, on_time, consumed_s, epoch, attempts, rev,
        gross_due_at, pauses, corrected)
    SELECT n, k.kind, 1, 1, NULL, k.policy_version, k.calendar_revision, k.unit, k.target, k.started_at,
        CASE WHEN n % {open_in} = 0 THEN 'running' ELSE 'met' END, k.due_at,
        CASE WHEN n % {open_in} = 0 THEN k.next_step END,
        CASE WHEN n % {open_in} = 0 THEN k.next_event_at + make_interval(secs => n / {open_in} * {apart}) END,
        CASE WHEN n % {open_in} = 0 THEN NULL ELSE k.started_at END,
        CASE WHEN n % {open_in} = 0 THEN NULL ELSE true END, 0, 1, 0, 1, k.gross_due_at, 0, false
    FROM clock k, generate_series(2, {size}) n WHERE k.case_id = 1
"""
_COPIED_EVENTS = """
    INSERT INTO clock_event (clock, seq, type, at, recorded_at, actor, data)
    SELECT k.id, 1, e.type, e.at, e.recorded_at, e.actor, e.data || jsonb_build_object('case_id', k.case_id)
    FROM clock k, clock_event e WHERE e.clock = (SELECT id FROM clock WHERE case_id = 1) AND k.case_id > 1
        AND k.state = 'running'
"""


_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'clock' AND indexname <> 'clock_pkey'"


async def run() -> None:
    report = Report(
        "Clocks",
        f"PostgreSQL. One of {OPEN_IN} clocks is open; {CLAIMED} due ones are claimed as the ticker does. Then "
        f"{DUE_AT_ONCE} clocks are due at once and {TICKERS} tickers work them off: each step, its event, the clock's "
        "next step and the jobs that tell it, in one transaction a batch. The reference writes steps, events and next "
        f"steps by one statement a batch, without leaving the database. In the last run tickers are killed.",
    )
    small = await _finding(report, SMALL, None)
    await _finding(report, LARGE, small)
    await _working_off(report)
    report.write("clocks")


async def _finding(report: Report, size: int, small: Row | None) -> Row:
    """Claiming and the idle look at one size; beside the smaller size if there was one."""
    async with database("postgres") as url:
        await _fill(url, size, OPEN_IN, apart=1)
        due = WAKES + timedelta(seconds=CLAIMED * 2)

        async def claim() -> None:
            async with db.transaction():
                rows = await db.fetch(_CLAIM + _SKIP, due, CLAIMED)
                assert len(rows) == CLAIMED

        async def look() -> None:
            assert not await sweep._anything_due(WAKES - timedelta(days=1))

        claimed = report.add(f"claim {CLAIMED} due of {size} clocks", await median_ms(claim, 25), "ms", small)
        bare = report.add(f"a bare SELECT 1, {size} clocks", await median_ms(_bare, 200), "ms")
        report.add(f"look with nothing due, {size} clocks", await median_ms(look, 200), "ms", bare)
    return claimed


async def _bare() -> None:
    await db.fetch("SELECT 1")


async def _working_off(report: Report) -> None:
    """All due at once: by raw SQL, by two tickers, and by two tickers that are killed."""
    raw: Row | None = None
    async with database("postgres") as url:
        await _fill(url, DUE_AT_ONCE, 1, apart=0)
        raw = report.add(f"one raw statement a batch, {DUE_AT_ONCE} clocks", await _raw_rate(), "clocks/s")
    for kills in (0, KILLS):
        async with database("postgres") as url:
            await _fill(url, DUE_AT_ONCE, 1, apart=0)
            done = await work_off(url, WAKES, kills)
            said = f"{TICKERS} tickers, {DUE_AT_ONCE} clocks" + (f", killed {kills} times" if kills else "")
            report.add(said, DUE_AT_ONCE / done.seconds, "clocks/s", raw)
            _tell(report, said, done)


def _tell(report: Report, said: str, done: WorkedOff) -> None:
    report.add(f"{said}: clocks lost", DUE_AT_ONCE - done.steps, "")
    report.add(f"{said}: steps told twice or not at all", done.told_wrongly, "")


async def _fill(url: str, size: int, open_in: int, *, apart: int) -> None:
    """One clock that was really started, and copies of it by SQL."""
    with clock.moved(RECEIVED):
        async with db.transaction():
            await clocks.start(1, "final_reply", case_kind="complaint", at=RECEIVED, actor=CITIZEN)
    copies = _COPIES
    for name, value in (("open_in", open_in), ("apart", apart), ("size", size)):
        copies = copies.replace(f"{{{name}}}", str(value))
    # A connection of its own: the system's gives up on statements that take this long.
    connection = await asyncpg.connect(url)
    try:
        await _fill_by(connection, copies)
    finally:
        await connection.close()


async def _fill_by(connection: asyncpg.Connection, copies: str) -> None:
    """Keys that are known to be there are not looked up again, and indexes are built once at the end."""
    indexes = await connection.fetch(_INDEXES)
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for index in indexes:
            await connection.execute(f'DROP INDEX "{index["indexname"]}"')
        await connection.execute(copies)
        for index in indexes:
            await connection.execute(index["indexdef"])
        await connection.execute(_COPIED_EVENTS)
    await connection.execute("VACUUM ANALYZE clock")


async def _raw_rate() -> float:
    """Steps, events, jobs and next steps of all clocks, in batches of the sweep's size, by statements alone."""
    done, spent = 0, timedelta()
    while done < DUE_AT_ONCE:
        began = clock.now()
        async with db.transaction():
            rows = await db.fetch(_RAW, WAKES, sweep.BATCH)
        done, spent = done + len(rows), spent + (clock.now() - began)
    return done / spent.total_seconds()


_RAW = """
    WITH due AS (SELECT * FROM clock WHERE next_event_at <= {} ORDER BY next_event_at LIMIT {} FOR UPDATE SKIP LOCKED),
    steps AS (
        INSERT INTO clock_step (clock, step, epoch, scheduled_at, detected_at, suppressed)
        SELECT id, next_step, epoch, next_event_at, next_event_at, false FROM due ON CONFLICT DO NOTHING RETURNING id
    ),
    events AS (
        INSERT INTO clock_event (clock, seq, type, at, recorded_at, actor, data)
        SELECT id, rev + 1, 'step_reached', next_event_at, next_event_at, 'raw', to_jsonb(next_step) FROM due
    )
    UPDATE clock k SET next_step = 't1', next_event_at = due.next_event_at + interval '2 days', rev = due.rev + 1
    FROM due WHERE k.id = due.id RETURNING k.id
"""
