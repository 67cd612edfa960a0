"""The audit of the clocks: each is what its events make of it, each case has its promise, no clock is without a case.

One audit goes over all clocks and then over all cases, portion by portion. Where it stands is kept with what it found,
so it can be interrupted anywhere, and two workers that go on with the same one do each portion once.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from cases import figures_recount
from sla import audit, calendars
from sla.audit import Finding
from sla.tables import ClockAudit
from tawasul import outbox
from tawasul.core import clock
from tawasul.core.db import fetch, swap, transaction

GO_ON = "cases.jobs.go_on_with_audit"
PORTION = 500
# A job ends long before its time limit and leaves the rest to the next one.
PORTIONS_A_JOB = 40
MOST_KEPT = 200
NIGHT_BEGINS = timedelta(hours=2)

_BEGIN = """
    INSERT INTO clock_audit (night, started_at, clock_cursor, case_cursor, clocks, cases, differing, found)
    VALUES ({}, {}, 0, 0, 0, 0, 0, {}) ON CONFLICT (night) DO NOTHING RETURNING id
"""
_CASES = 'SELECT id, cycle FROM "case_" WHERE id > {} ORDER BY id LIMIT {}'
# A promise for every cycle that a case has had, and none for one that it has not had.
_WITHOUT_PROMISE = """
    SELECT c.id FROM "case_" c WHERE c.id > {} AND c.id <= {} AND c.cycle <> (
        SELECT COUNT(*) FROM clock k WHERE k.case_id = c.id AND k.kind = 'final_reply' AND k.cycle <= c.cycle
    )
"""
_WITHOUT_CASE = """
    SELECT k.id, k.case_id FROM clock k LEFT JOIN "case_" c ON c.id = k.case_id
    WHERE k.id > {} AND k.id <= {} AND (c.id IS NULL OR k.cycle > c.cycle
        OR (k.kind = 'part' AND NOT EXISTS (SELECT 1 FROM "case_part" p WHERE p.clock = k.id AND p."case" = c.id)))
"""


async def begin_nightly() -> bool:
    """Begin tonight's audit, unless any ticker has begun it. A night that all of them slept through is made up for."""
    now = clock.now()
    night = (await calendars.national()).day_of(now - NIGHT_BEGINS)
    async with transaction():
        audit_id = await _begin(night)
        if audit_id is not None:
            await outbox.append(GO_ON, audit_id)
    return audit_id is not None


async def go_on(audit_id: int) -> None:
    """Do some portions of an audit and leave the rest to another job."""
    for _ in range(PORTIONS_A_JOB):
        if not await _one_portion(audit_id):
            return
    async with transaction():
        row = await ClockAudit.select().where(ClockAudit.id == audit_id).first()
        if row is not None:  # a job that ran twice leaves one job behind
            key = f"{GO_ON}:{audit_id}:{row['clock_cursor']}:{row['case_cursor']}"
            await outbox.append(GO_ON, audit_id, key=key)


async def run(*, recount: bool = False) -> int:
    """A whole audit, now; gives its number. `recount`: also count anew all that the boards show."""
    async with transaction():
        audit_id = await _begin(None)
    if audit_id is None:
        raise AssertionError("an audit without a night is always a new one")
    if recount and (seen := [_miscounted(one) for one in await figures_recount.differences()]):
        await _keep((await ClockAudit.select().where(ClockAudit.id == audit_id))[0], {}, seen=seen)
    while await _one_portion(audit_id):
        pass
    return audit_id


async def _begin(night: date | None) -> int | None:
    rows = await fetch(_BEGIN, night, clock.now(), "[]")
    return int(rows[0]["id"]) if rows else None


async def _one_portion(audit_id: int) -> bool:
    """The next clocks, or the next cases once all clocks are done; says whether anything may be left."""
    row = await ClockAudit.select().where(ClockAudit.id == audit_id).first()
    if row is None or row["finished_at"] is not None:
        return False
    if row["cases"] == 0:
        looked = await audit.portion(row["clock_cursor"], PORTION)
        if looked.count:
            lonely = await fetch(_WITHOUT_CASE, row["clock_cursor"], looked.last)
            moved = {"clock_cursor": looked.last, "clocks": row["clocks"] + looked.count}
            return await _keep(row, moved, suspects=looked.suspects, seen=[_lonely(one) for one in lonely])
    cases = await fetch(_CASES, row["case_cursor"], PORTION)
    if not cases:
        return await _keep(row, {"finished_at": clock.now()})
    last = cases[-1]["id"]
    broken = await fetch(_WITHOUT_PROMISE, row["case_cursor"], last)
    seen = [Finding("no_clock", case["id"]) for case in broken]
    return await _keep(row, {"case_cursor": last, "cases": row["cases"] + len(cases)}, seen=seen)


def _miscounted(one: figures_recount.Difference) -> Finding:
    return Finding("miscounted", None, columns={one.what: (one.stored, one.made)})


def _lonely(row: dict[str, Any]) -> Finding:
    return Finding("no_case", row["case_id"], row["id"])


async def _keep(
    row: dict[str, Any], moved: dict[str, Any], *, suspects: Sequence[int] = (), seen: Sequence[Finding] = ()
) -> bool:
    """Keep what a portion found and where the audit stands, once: whoever was slower has done it for nothing."""
    async with transaction():
        found = [*await audit.confirmed(suspects), *seen]
        kept = json.loads(row["found"])
        if found:
            kept = [*kept, *(asdict(one) for one in found)][:MOST_KEPT]
            moved = {**moved, "differing": row["differing"] + len(found), "found": json.dumps(kept)}
        old = {name: row[name] for name in ("clock_cursor", "case_cursor", "finished_at")}
        await swap(ClockAudit, row["id"], old=old, new=moved)
    return "finished_at" not in moved
