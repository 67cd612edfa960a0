"""Figures for Prometheus: what waits, who shows signs of life, how cases stand."""

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from cases import figures, sorted_figures, sorter, troubled_clocks
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
    aside = Gauge("tawasul_cases_set_aside", "Cases that could not be closed and are tried again", registry=registry)
    aside.set(await troubled_clocks.count_set_aside())
    switched = Gauge("tawasul_triage_only", "1 while people sort everything", registry=registry)
    switched.set((await sorter.setting()).triage_only)
    await _tell_sorting(registry)
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


async def _tell_sorting(registry: CollectorRegistry) -> None:
    """What the sorter said since the beginning, and what people corrected of it."""
    said = Gauge("tawasul_sorting_decisions", "Answers of the sorter", ["language", "reason"], registry=registry)
    corrected = Gauge("tawasul_sorting_corrections", "What people changed", ["language", "what"], registry=registry)
    judged = Gauge("tawasul_sorting_judged", "Routed cases that people worked with", ["language"], registry=registry)
    for each in await sorted_figures.in_all():
        counts = each.counts
        said.labels(each.value, "sure").set(counts["sure"])
        said.labels(each.value, "nothing").set(counts["nothing"])
        said.labels(each.value, "unsure").set(counts["sorted"] - counts["sure"] - counts["nothing"])
        corrected.labels(each.value, "agency").set(counts["moved_away"])
        corrected.labels(each.value, "category").set(counts["recategorised"])
        judged.labels(each.value).set(counts["judged"])


ROUTES = [metrics]
