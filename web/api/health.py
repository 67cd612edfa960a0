"""Is this process fit to answer? Others' troubles are warnings: they never take this one out of service."""

from typing import Any

from litestar import Response, get

from cases import sorter, troubled_clocks
from routing import reference
from sla import soundness
from sla.soundness import Soundness
from tawasul.core import clock, db, heartbeat, lifeline
from tawasul.core.settings import settings
from tawasul.outbox import dead
from web.api import described
from web.guards import PUBLIC

PROCESSES = ("web", "worker", "ticker")


@get("/health/live", opt=dict(PUBLIC), tags=["health"], operation_class=described.TellsLife)
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready", opt=dict(PUBLIC), tags=["health"], operation_class=described.TellsReadiness)
async def ready() -> Response[dict[str, Any]]:
    """503 only for what this process needs to answer: database, migrations, storage.

    Under `tawasul serve` web, worker and ticker start together, and it is ready once each has beaten in this run.
    """
    faults = await _faults()
    warnings = [] if faults else await _warnings()
    waits_for_first = lifeline.under_serve() and any(w["code"] == "never_beaten" for w in warnings)
    status = 503 if faults or waits_for_first else 200
    body = {"status": "ready" if status == 200 else "not_ready", "faults": faults, "warnings": warnings}
    return Response(body, status_code=status, media_type="application/json")


async def _faults() -> list[dict[str, str]]:
    faults = []
    try:
        if await db.pending():
            faults.append({"code": "migrations_pending"})
    except db.AWAY:
        faults.append({"code": "database_away"})
    if not settings().data.is_dir():
        faults.append({"code": "storage_away"})
    return faults


async def _warnings() -> list[dict[str, Any]]:
    """What others have to see to: silent processes, dead jobs, and how the engine is."""
    now = clock.now()
    beats = {beat.process: beat for beat in await heartbeat.latest()}
    warnings: list[dict[str, Any]] = []
    for name in PROCESSES:
        if name not in beats:
            warnings.append({"code": "never_beaten", "process": name})
        elif not beats[name].is_fresh(now):
            warnings.append({"code": "silent", "process": name, "since": beats[name].beaten_at.isoformat()})
    waiting = await dead.backlog()
    if waiting.dead:
        warnings.append({"code": "dead_jobs", "count": waiting.dead})
    if set_aside := await troubled_clocks.count_set_aside():
        warnings.append({"code": "cases_set_aside", "count": set_aside})
    if troubles := await reference.count_troubles():
        warnings.append({"code": "rules_cannot_run", "count": troubles})
    setting = await sorter.setting()
    if setting.triage_only and setting.triage_only_since:
        warnings.append({"code": "triage_only", "since": setting.triage_only_since.isoformat()})
    return warnings + _warnings_of(await soundness.look(now))


def _warnings_of(engine: Soundness) -> list[dict[str, Any]]:
    """What is not well with the clocks. Numbers on boards are right all the same, so nobody is turned away."""
    warnings: list[dict[str, Any]] = []
    if engine.sweeps_late:
        warnings.append({"code": "sweep_late", "seconds": round(engine.lag.total_seconds())})
    if engine.pushed_back:
        warnings.append({"code": "clocks_pushed_back", "count": engine.pushed_back})
    if engine.audit is not None and engine.audit.differing:
        at = engine.audit.started_at.isoformat()
        warnings.append({"code": "clocks_differ", "count": engine.audit.differing, "at": at})
    if engine.audit_is_late:
        warnings.append({"code": "audit_late"})
    for code, last in sorted(engine.ending.items()):
        warnings.append({"code": "calendar_ends", "calendar": code, "on": last.isoformat()})
    return warnings


ROUTES = [live, ready]
