"""A board's page with a hundred thousand cases and with ten million, beside counting the same from the cases.

`TAWASUL_BENCH_CASES` is another number for the greater size: a million takes a tenth of the time to fill.
"""

import os
from datetime import datetime

import asyncpg

from benchmarks.places import database
from benchmarks.report import Report, Row, median_ms
from cases import figures
from cases.attribution import COUNTERS, DIMENSIONS, Dimension
from cases.figures_fold import days_from
from cases.filters import Moments
from cases.moments import moments
from sla import calendars
from tawasul.accounts.views import StaffView
from tawasul.core import clock, db

SIZES = (100_000, int(os.environ.get("TAWASUL_BENCH_CASES", "10000000")))
DAYS = 400
_NATIONAL = StaffView(1, "bench", "bench", "bench", None, "national_supervisor", None, "ar")
_SUPERVISOR = StaffView(2, "bench", "bench", "bench", None, "supervisor", "EWA", "ar")

# Every attribute by a hash of its own; the category decides the agency, but for the seven in a hundred that were passed
# on to one of two neighbours. One reply in a hundred is late, and one
# promise in three hundred that fell due is still owed; of what will fall due, a fifth is answered already.
_FILL = """
    INSERT INTO counted (clock, "case", cycle, due_at, agency, kind, category, governorate, holder, state,
        gross_met, had_pause, answered, reopened, corrected, drafted, at_agency, began_on, answered_on)
    SELECT n, n, 1, due_at, agency, kind, category, governorate, CAST(officer AS varchar), state,
        state = 'met' AND chance % 50 <> 7, chance % 11 = 3, state IN ('met', 'late'),
        state = 'met' AND chance % 29 = 5, false, state = 'open' AND chance % 3 = 0, agency,
        date_trunc('day', due_at - interval '20 days', 'Asia/Bahrain'),
        CASE state WHEN 'late' THEN date_trunc('day', due_at + interval '1 day', 'Asia/Bahrain')
            WHEN 'met' THEN date_trunc('day', least(due_at, $6) - (chance % 18) * interval '1 day', 'Asia/Bahrain') END
    FROM (
        SELECT n, due_at, chance,
            ($2::varchar[])[1 + (subject % array_length($4::varchar[], 1)
                + CASE WHEN chance % 100 < 7 THEN chance % 2 + 1 ELSE 0 END)
                % array_length($2::varchar[], 1)] AS agency,
            ($3::varchar[])[1 + abs(hashint4(n + 200000002)::bigint) % array_length($3::varchar[], 1)] AS kind,
            ($4::varchar[])[1 + subject % array_length($4::varchar[], 1)] AS category,
            ($5::varchar[])[1 + abs(hashint4(n + 400000004)::bigint) % array_length($5::varchar[], 1)] AS governorate,
            abs(hashint4(n + 500000005)::bigint) % 12 + 1 AS officer,
            CASE WHEN due_at > $6 THEN CASE WHEN chance % 5 = 0 THEN 'met' ELSE 'open' END
                WHEN chance % 100 = 1 THEN 'late' WHEN chance % 300 = 2 THEN 'open' WHEN chance % 40 = 9 THEN 'void'
                ELSE 'met' END AS state
        FROM (
            SELECT n, abs(hashint4(n)::bigint) AS chance, abs(hashint4(n + 300000003)::bigint) % 840 AS subject,
                ($1::timestamptz[])[1 + abs(hashint4(n + 600000006)::bigint) % array_length($1::timestamptz[], 1)]
                    AS due_at
            FROM generate_series(1, $7::int) n
        ) drawn
    ) told
"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'counted' AND indexname <> 'counted_pkey'"
# As the ticker leaves them: what is past by months, but for what keeps its days.
_SUMMED = """
    INSERT INTO due_count (due_at, agency, dimension, value, NAMES, level)
    SELECT MOMENT, AGENCY, 'DIMENSION', VALUE, SUMS, 1 FROM counted WHERE WHICH GROUP BY 1, 2, 3, 4
"""
# What the board shows for a year, counted from the cases by the index that lists use.
_BARE = """
    SELECT agency, COUNT(*) FILTER (WHERE state <> 'void') AS due, COUNT(*) FILTER (WHERE state = 'met') AS on_time
    FROM counted WHERE due_at >= {} AND due_at <= {} GROUP BY agency
"""


async def run() -> None:
    report = Report(
        "Figures",
        "All numbers of a board's page (by agency, by category and by governorate of a year, all trends of thirteen "
        "months, overdue by age, due soon without a draft, the budget of the quarter) read from the sums that acts "
        f"keep, on PostgreSQL; cases fall due over {DAYS} working days. The reference counts the agencies' rate of "
        "the year from the cases, by an index.",
    )
    small: dict[str, Row] = {}
    for size in SIZES:
        async with database("postgres") as url:
            await fill(url, size)
            small = await _measured(report, size, small)
    report.write("figures")


async def _measured(report: Report, size: int, small: dict[str, Row]) -> dict[str, Row]:
    """The pages at one size, beside the bare count, and beside the smaller size if there was one."""
    bare = report.add(f"counted from {size} cases", await median_ms(_bare, 3), "ms")
    pages = {"national board": _national_page, "agency's board": _agency_page}
    found = {}
    for name, page in pages.items():
        found[name] = report.add(f"{name}, {size} cases", await median_ms(page, 15), "ms", bare)
        if small:
            report.add(f"{name} against {SIZES[0]} cases", found[name].value, "ms", small[name])
    return found


async def _national_page() -> None:
    await _page(_NATIONAL)


async def _agency_page() -> None:
    await _page(_SUPERVISOR)
    await figures.breakdown(_SUPERVISOR, "year", "holder")


async def _page(staff: StaffView) -> None:
    await figures.board(staff, "year")
    await figures.breakdown(staff, "year", "category")
    await figures.breakdown(staff, "year", "governorate")
    await figures.trend(staff)
    await figures.trends(staff)
    await figures.overdue_by_age(staff)
    await figures.due_without_draft(staff)
    await figures.budget(staff)


async def _bare() -> None:
    at = await moments(clock.now(), "year")
    await db.fetch(_BARE, at.first, at.now)


async def _due_dates() -> list[datetime]:
    """The closes of business of so many working days, ten of them ahead."""
    calendar = await calendars.national()
    today = calendar.day_of(clock.now())
    days = [calendar.nth_before(today, number) for number in range(1, DAYS - 9)]
    return [calendar.close_of(day) for day in (*days, *(calendar.nth(today, number) for number in range(1, 11)))]


async def fill(url: str, size: int) -> None:
    """So many promises as they are counted, and their sums as acts and ticker would have left them."""
    codes = {table: await _codes(table) for table in ("agency", "kind", "category", "governorate")}
    server = await asyncpg.connect(url)
    try:
        await server.execute('ALTER TABLE counted DROP CONSTRAINT "counted_case_fkey"')
        indexes = await server.fetch(_INDEXES)
        for row in indexes:
            await server.execute(f'DROP INDEX "{row["indexname"]}"')
        dates, at = await _due_dates(), await moments(clock.now())
        await server.execute(_FILL, dates, *codes.values(), clock.now(), size)
        for row in indexes:
            await server.execute(row["indexdef"])
        await server.execute("VACUUM ANALYZE counted")
        for dimension in DIMENSIONS:
            await server.execute(_summed(dimension, at))
        await server.execute("VACUUM ANALYZE due_count")
    finally:
        await server.close()


def _summed(dimension: Dimension, at: Moments) -> str:
    states = {state: f"state = '{state}'" for state in COUNTERS[:4]}
    flags = {flag: f"{flag} AND state <> 'void'" for flag in COUNTERS[4:]}
    counted = {name: f"COUNT(*) FILTER (WHERE {which})" for name, which in (states | flags).items()}
    before = days_from(at.now) if dimension.keeps == "recent" else at.today
    day, month = dimension.at, f"date_trunc('month', {dimension.at}, 'Asia/Bahrain')"
    folded = f"CASE WHEN {day} >= timestamptz '{before}' THEN {day} ELSE {month} END"
    still_open = "open" in dimension.counters and "met" not in dimension.counters
    places = {
        "MOMENT": day if dimension.keeps == "open" else folded,
        "AGENCY": dimension.agency or "''",
        "DIMENSION": dimension.name,
        "VALUE": dimension.value or "''",
        "NAMES": ", ".join(f'"{name}"' for name in COUNTERS),
        "SUMS": ", ".join(counted[name] if name in dimension.counters else "0" for name in COUNTERS),
        "WHICH": f"{day} IS NOT NULL" + (" AND state = 'open'" if still_open else ""),
    }
    statement = _SUMMED
    for place, text in places.items():
        statement = statement.replace(place, text)
    return statement


async def _codes(table: str) -> list[str]:
    return [row["code"] for row in await db.fetch(f'SELECT code FROM "{table}" ORDER BY code')]
