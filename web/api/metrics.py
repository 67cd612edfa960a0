"""Figures for Prometheus: what waits, who shows signs of life, how cases stand."""

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from cases import figures
from sla import soundness
from sla.soundness import Soundness
from tawasul.core import clock, heartbeat
from tawasul.outbox import dead
from web.guards import PUBLIC


@get("/metrics", opt=dict(PUBLIC), include_in_schema=False)
async def metrics() -> Response[bytes]:
    """The figures of the whole system, read from the database, the same from every web process."""
    registry, now = CollectorRegistry(), clock.now()
    jobs = Gauge("tawasul_jobs", "Jobs in the outbox", ["state"], registry=registry)
    waiting = await dead.backlog()
    for state in ("ready", "leased", "dead"):
        jobs.labels(state).set(getattr(waiting, state))
    beats = Gauge("tawasul_heartbeat_age_seconds", "Since the last sign of life", ["process"], registry=registry)
    for beat in await heartbeat.latest():
        beats.labels(beat.process).set((now - beat.beaten_at).total_seconds())
    _tell_engine(await soundness.look(now), registry)
    cases = Gauge("tawasul_cases", "Cases by status", ["status"], registry=registry)
    for status, count in (await figures.by_status()).items():
        cases.labels(status).set(count)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _tell_engine(engine: Soundness, registry: CollectorRegistry) -> None:
    """How the clocks are: what waits, what cannot be worked on, what the last audit found, how long calendars last."""
    Gauge("tawasul_sweep_lag_seconds", "Since the oldest due step", registry=registry).set(engine.lag.total_seconds())
    Gauge("tawasul_clocks_pushed_back", "Clocks that failed and are tried again later", registry=registry).set(
        engine.pushed_back
    )
    days = Gauge("tawasul_calendar_days_left", "Until a calendar knows nothing more", ["calendar"], registry=registry)
    for code, last in engine.calendars.items():
        days.labels(code).set((last - engine.now.date()).days)
    if engine.audit is None or engine.audit.finished_at is None:
        return
    Gauge("tawasul_clock_audit_differing", "What the last audit found", registry=registry).set(engine.audit.differing)
    Gauge("tawasul_clock_audit_age_seconds", "Since the last audit ended", registry=registry).set(
        (engine.now - engine.audit.finished_at).total_seconds()
    )


ROUTES = [metrics]
