"""Every page of the boards, asked for as a browser does, with a hundred thousand cases and with ten million.

`TAWASUL_BENCH_CASES` is another number for the greater size, as for the figures.
"""

import re
from collections.abc import Mapping
from functools import partial

import asyncpg
import httpx

from benchmarks.figures import SIZES, fill
from benchmarks.places import database
from benchmarks.report import Report, Row, best_ms
from cases import intake, sorting
from cases.filing_form import CaseDraft
from classifier.prediction import Candidate, Prediction
from tawasul.accounts import sessions
from tawasul.accounts.tables import Staff
from tawasul.core import clock, db
from web.app import create_app

TIMES = 15
_CASE = re.compile(r"/desk/cases/(\d+)")
OF_AGENCIES = ("board by officer", "sheet of agencies of the same size", "list: void, one officer")
OFFICERS = 12  # as many as have cases in the figures
READERS = {"national": ("national_supervisor", None), "supervisor": ("supervisor", "EWA")}
# The pages that show numbers, and the first page of the list behind one of each kind.
PAGES = {
    "board": "/board?period=year",
    "board by category": "/board?period=year&by=category",
    "board by governorate": "/board?period=year&by=governorate",
    "board by kind": "/board?period=year&by=kind",
    "board by officer": "/board?period=year&by=officer",
    "board, one agency": "/board?period=quarter&agency=EWA",
    "board's look for news": "/board/newer",
    "sheet of agencies": "/board/sheet/table?period=year",
    "sheet of agencies of the same size": "/board/sheet/peers?period=year",
    "sheet of months": "/board/sheet/trend",
    "forecast": "/board/forecast",
    "sheet of the forecast": "/board/forecast/sheet",
    "sorting": "/board/sorting?days=90",
    "sheet of sorting": "/board/sorting/sheet/week",
    "list: due this year": "/board/cases?figure=due&period=year",
    "list: late this year": "/board/cases?figure=late&period=year",
    "list: late this year, one agency": "/board/cases?figure=late&period=year&agency=EWA",
    "list: void, one category": "/board/cases?figure=void&period=year&category=ewa-bill",
    "list: void, one officer": "/board/cases?figure=void&period=year&officer=3",
    "list: due this year, one category": "/board/cases?figure=due&period=year&category=ewa-bill",
    "list: reopened, one category": "/board/cases?figure=reopened&period=year&category=ewa-bill",
    "list: open, one category": "/board/cases?figure=open&category=ewa-bill",
    "list: overdue": "/board/cases?figure=overdue",
    "list: no draft, next three days": "/board/cases?figure=undrafted_soon",
    "list: forecast to be late": "/board/forecast/cases?number=late",
    "list: due within ten days": "/board/forecast/cases?number=due_ten",
    "list: sorted and moved away": "/board/sorting/cases?figure=moved_away&days=90",
    "list: held": "/board/sorting/cases?figure=held&days=90",
}
_SURE = Prediction(
    kind="complaint",
    category="ewa-power-outage",
    agency="EWA",
    confidence=0.99,
    decision="route",
    reason="sure",
    needs=None,
    danger=False,
    urgent=False,
    language="ar",
    candidates=(Candidate("ewa-power-outage", "EWA", 0.97),),
    model="bench",
    threshold=0.9,
)
# Each table by what differs from the one case that was really filed; all else is copied from that.
_CASES = {
    "id": "n.clock",
    "reference": "lpad(n.clock::text, 9, '0')",
    "agency": "nullif(n.at_agency, '')",
    "category": "n.category",
    "governorate": "n.governorate",
    "kind": "n.kind",
    "status": "CASE n.state WHEN 'open' THEN 'in_progress' WHEN 'void' THEN 'withdrawn' ELSE 'closed' END",
    "confidential": "n.clock % 500 = 7",
    "received_at": "n.began_on + interval '9 hours'",
    "updated_at": "n.due_at - interval '3 days'",
}
_CLOCKS = {
    "id": "n.clock",
    "case_id": "n.clock",
    "state": "CASE n.state WHEN 'open' THEN 'running' WHEN 'late' THEN 'missed' ELSE n.state END",
    "started_at": "n.began_on + interval '9 hours'",
    "due_at": "n.due_at",
    "gross_due_at": "n.due_at",
    "met_at": "n.answered_on + interval '10 hours'",
    "voided_at": "CASE WHEN n.state = 'void' THEN n.due_at - interval '2 days' END",
    "on_time": "CASE n.state WHEN 'met' THEN true WHEN 'late' THEN false END",
    "next_event_at": "CASE WHEN n.state = 'open' THEN n.due_at END",
}
# Four texts in five are Arabic; of ten, six are routed and the rest are of all other fates.
_FATE = (
    "CASE n.clock % 10 WHEN 1 THEN 'chosen' WHEN 2 THEN 'held' WHEN 5 THEN 'unsure' WHEN 7 THEN 'nothing' "
    "ELSE 'routed' END"
)
_JUDGED = f"n.state <> 'open' AND ({_FATE}) = 'routed'"
_SORTED = {
    "id": "n.clock",
    '"case"': "n.clock",
    "at": "n.began_on + interval '9 hours'",
    '"day"': "CAST(n.began_on AT TIME ZONE 'Asia/Bahrain' AS date)",
    "language": "CASE WHEN n.clock % 5 = 1 THEN 'en' ELSE 'ar' END",
    "category": f"CASE WHEN ({_FATE}) = 'nothing' THEN '' ELSE n.category END",
    "fate": _FATE,
    "sure": f"({_FATE}) IN ('routed', 'held')",
    "agency": "n.at_agency",
    '"first"': f"CASE WHEN ({_FATE}) = 'routed' THEN n.at_agency ELSE '' END",
    "judged": _JUDGED,
    "stayed": f"{_JUDGED} AND n.clock % 40 <> 3",
    "waited": f"CASE WHEN n.state = 'open' OR ({_FATE}) = 'routed' THEN '' ELSE 'within_4h' END",
}
_SORTED_SUMS = """
    INSERT INTO sorted_count ("day", language, agency, category, fate, n, routed, chosen, held, unsure, nothing,
        sure, judged, stayed, recategorised,
        within_1h, within_4h, within_8h, within_24h, within_72h, longer, level)
    SELECT "day", language, agency, '', '', COUNT(*), COUNT(*) FILTER (WHERE fate = 'routed'),
        COUNT(*) FILTER (WHERE fate = 'chosen'), COUNT(*) FILTER (WHERE fate = 'held'),
        COUNT(*) FILTER (WHERE fate = 'unsure'), COUNT(*) FILTER (WHERE fate = 'nothing'),
        COUNT(*) FILTER (WHERE sure),
        COUNT(*) FILTER (WHERE judged), COUNT(*) FILTER (WHERE stayed), 0, 0, COUNT(*) FILTER (WHERE waited <> ''),
        0, 0, 0, 0, 1
    FROM sorted_case GROUP BY 1, 2, 3
"""
_BARE = "SELECT agency, SUM(met) FROM due_count WHERE dimension = 'all' GROUP BY agency"


async def run() -> None:
    report = Report(
        "Pages of the boards",
        "Whole pages, from the request to the last byte, in one process without a network between, on PostgreSQL with "
        "cases, clocks, what is counted and what was sorted in it; the first page of each list, which shows at most "
        f"fifty cases: where the smaller size has fewer to show, it has less to do. The quickest of {TIMES} runs, "
        "beside the same page at the smaller size.",
    )
    small: dict[str, Row] = {}
    for size in SIZES:
        async with database("postgres") as url:
            await _fill_all(url, size)
            small = await _measured(report, size, small)
    report.write("board-pages")


async def _measured(report: Report, size: int, small: Mapping[str, Row]) -> dict[str, Row]:
    """All pages at one size, for each reader who may open them."""
    for number in range(1, OFFICERS + 1):
        await _member(f"officer {number}", "officer", "EWA")
    report.add(f"a bare sum, {size} cases", await best_ms(partial(db.fetch, _BARE), TIMES), "ms")
    transport, found = httpx.ASGITransport(create_app()), {}  # type: ignore[arg-type]  # its own types
    for reader, (role, agency) in READERS.items():
        cookies = {"lang": "ar", "staff": await sessions.open_session(await _member(reader, role, agency))}
        pages = {name: path for name, path in PAGES.items() if agency is not None or name not in OF_AGENCIES}
        async with httpx.AsyncClient(transport=transport, base_url="http://bench.test", cookies=cookies) as browser:
            for name, path in pages.items():
                what, shown = f"{name}, {reader}", len(set(_CASE.findall(await _open(browser, path))))
                spent = await best_ms(partial(_open, browser, path), TIMES)
                holds = f", {shown} shown" if name.startswith("list") else ""
                found[what] = report.add(f"{what}, {size} cases{holds}", spent, "ms", small.get(what))
    return found


async def _open(browser: httpx.AsyncClient, path: str) -> str:
    answer = await browser.get(path)
    answer.raise_for_status()
    return answer.text


async def _member(name: str, role: str, agency: str | None) -> int:
    row = Staff(
        username=name,
        name_en=name,
        name_ar=name,
        role=role,
        agency=agency,
        password_hash="none",
        created_at=clock.now(),
    )
    return int((await Staff.insert(row))[0]["id"])


async def _fill_all(url: str, size: int) -> None:
    """The counted promises with their sums, and the cases, clocks and sorted ones that belong to them."""
    filed = await intake.file_case(CaseDraft(text="الكهرباء مقطوعة عن بيتنا"))
    await sorting.sort_case(filed.case_id, lambda _text, _place: _SURE)
    await db.fetch('DELETE FROM "due_count"')
    await db.fetch('DELETE FROM "counted"')
    await db.fetch('DELETE FROM "sorted_count"')
    await fill(url, size)
    server = await asyncpg.connect(url)
    try:
        await server.execute("SET session_replication_role = replica")
        for table, changed in {"case_": _CASES, "clock": _CLOCKS, "sorted_case": _SORTED}.items():
            await _copied(server, table, changed)
        await server.execute(_SORTED_SUMS)
        await server.execute("VACUUM ANALYZE")
    finally:
        await server.close()


async def _copied(server: asyncpg.Connection, table: str, changed: Mapping[str, str]) -> None:
    """Copies of the one row, with all indexes of the table made after it has them."""
    rows = await server.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = $1", table)
    columns = [f'"{row["column_name"]}"' for row in rows]
    own = {f'"{name.strip(chr(34))}"': text for name, text in changed.items()}
    values = ", ".join(own.get(column, f"t.{column}") for column in columns)
    indexes = await server.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexname NOT LIKE '%_pkey' "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        table,
    )
    for index in indexes:
        await server.execute(f'DROP INDEX "{index["indexname"]}"')
    await server.execute(f'CREATE TEMP TABLE template AS SELECT * FROM "{table}" ORDER BY id LIMIT 1')
    await server.execute(f'DELETE FROM "{table}"')
    await server.execute(
        f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {values} FROM counted n CROSS JOIN template t'
    )
    await server.execute("DROP TABLE template")
    for index in indexes:
        await server.execute(index["indexdef"])
