"""Figures for Prometheus: what waits, who shows signs of life, how cases stand."""

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from cases import figures
from sla import sweep
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
    lag = await sweep.lag(now)
    Gauge("tawasul_sweep_lag_seconds", "Since the oldest due step", registry=registry).set(
        lag.total_seconds() if lag else 0
    )
    cases = Gauge("tawasul_cases", "Cases by status", ["status"], registry=registry)
    for status, count in (await figures.by_status()).items():
        cases.labels(status).set(count)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


ROUTES = [metrics]
