"""`tawasul doctor`: are the surroundings fit, and if not, what to do."""

import asyncio
import os
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from cases import demonstration, models, sorter
from classifier import model_store
from sla import soundness
from sla.soundness import Soundness
from tawasul import audit, demo
from tawasul.core import clock, db, heartbeat
from tawasul.core.settings import Settings

_SEAL_IS_LATE = timedelta(days=2)
Verdict = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` says what to do unless all is well."""

    subject: str
    verdict: Verdict
    says: str
    advice: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything. What the database cannot be asked is left out when it does not answer."""
    found = [await _data(settings), await _database(settings), await _broker(settings), await _mail(settings)]
    found.append(await _model(settings))
    if found[1].verdict != "fault":
        found += await _engine()
        found += [await check(settings) for check in (_sorting, _sealing, _demonstration, _processes)]
    return found


async def _data(settings: Settings) -> Finding:
    settings.data.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.data, os.W_OK):
        return Finding(
            "data folder", "fault", f"{settings.data} cannot be written", "give this user the right to write"
        )
    return Finding("data folder", "ok", str(settings.data))


async def _database(settings: Settings) -> Finding:
    kind = "PostgreSQL" if db.dialect() == "postgres" else "SQLite"
    try:
        waiting = await db.pending()
    except db.AWAY as error:
        return Finding(
            "database",
            "fault",
            f"{kind} does not answer: {type(error).__name__}",
            "start it, create the database, or correct TAWASUL_DATABASE_URL",
        )
    if waiting:
        return Finding("database", "fault", f"{kind}, {len(waiting)} migrations to apply", "run: tawasul migrate")
    if settings.production and kind == "SQLite":
        return Finding("database", "warning", "SQLite in production", "use PostgreSQL for more than one machine")
    return Finding("database", "ok", kind)


async def _broker(settings: Settings) -> Finding:
    if settings.broker_url is None:
        return Finding("queue", "ok", "inside the worker, fed from the outbox")
    parts = urlsplit(settings.broker_url)
    port = parts.port or {"amqp": 5672, "amqps": 5671}.get(parts.scheme, 6379)
    if await _answers(parts.hostname or "localhost", port):
        return Finding("queue", "ok", f"{parts.scheme} at {parts.hostname}:{port}")
    return Finding(
        "queue", "fault", f"nothing answers at {parts.hostname}:{port}", "start it, or correct TAWASUL_BROKER_URL"
    )


async def _mail(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        verdict: Verdict = "warning" if settings.production else "ok"
        return Finding("letters", verdict, "no mail server: letters stay on their page", "set TAWASUL_SMTP_URL")
    parts = urlsplit(settings.smtp_url)
    port = parts.port or (smtplib.SMTP_SSL_PORT if parts.scheme == "smtps" else smtplib.SMTP_PORT)
    if await _answers(parts.hostname or "localhost", port):
        return Finding("letters", "ok", f"mail server at {parts.hostname}:{port}")
    return Finding(
        "letters", "fault", f"nothing answers at {parts.hostname}:{port}", "start it, or correct TAWASUL_SMTP_URL"
    )


async def _answers(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 3)
    except (OSError, TimeoutError):
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _model(settings: Settings) -> Finding:
    folder = settings.model or model_store.BUNDLED
    if not model_store.is_there(folder):
        return Finding("sorter", "fault", f"no model in {folder}", "run: tawasul classifier train")
    return Finding("sorter", "ok", f"model in {folder}")


async def _sorting(settings: Settings) -> Finding:
    """What a person decided on the sorter, and whether this machine can follow."""
    now = await sorter.setting()
    if now.running and not model_store.is_there(models.folder_of(now.running)):
        says = f"{now.running} is in use and not in {models.folder_of(now.running)}"
        return Finding("sorting", "warning", says, "share the data folder, or run: tawasul classifier rollback")
    if now.triage_only:
        says = f"people sort everything since {now.triage_only_since:%Y-%m-%d}"
        return Finding("sorting", "warning", says, "to let the program sort: tawasul classifier triage-only off")
    return Finding("sorting", "ok", f"{now.running or 'the model that was set up'} sorts")


async def _engine() -> list[Finding]:
    engine = await soundness.look(clock.now())
    return [_calendars(engine), _sweeps(engine), _clocks(engine), _audit(engine)]


def _calendars(engine: Soundness) -> Finding:
    listed = ", ".join(f"{code} to {last}" for code, last in sorted((engine.ending or engine.calendars).items()))
    if engine.ending:
        advice = "enter the next years' holidays and a later horizon"
        return Finding("calendar", "warning", f"ends within twelve months: {listed}", advice)
    return Finding("calendar", "ok", f"known: {listed}")


def _sweeps(engine: Soundness) -> Finding:
    if engine.sweeps_late:
        minutes = int(engine.lag.total_seconds()) // 60
        return Finding("ticker", "warning", f"a step has been due for {minutes} minutes", "start: tawasul ticker")
    return Finding("ticker", "ok", "no step waits")


def _clocks(engine: Soundness) -> Finding:
    if engine.pushed_back:
        says = f"{engine.pushed_back} failed and are tried again later"
        return Finding("clocks", "warning", says, "see the desk's page of clocks for the errors, and the ticker's log")
    return Finding("clocks", "ok", "every due clock was worked on")


def _audit(engine: Soundness) -> Finding:
    last = engine.audit
    if last is not None and last.differing:
        says = f"{last.differing} findings on {last.started_at:%Y-%m-%d}"
        return Finding("audit", "warning", says, "run: tawasul sla audit")
    if engine.audit_is_late:
        return Finding("audit", "warning", "none has come to its end", "start the ticker and the worker")
    says = f"all is well on {last.started_at:%Y-%m-%d}, {last.clocks} clocks" if last else "the first is still to come"
    return Finding("audit", "ok", says)


async def _sealing(settings: Settings) -> Finding:
    """Whether the history can be sealed, with the key of the last seal, and is."""
    now, key = await audit.standing(), settings.seal_key()
    advice = "set TAWASUL_SEAL_KEY for the workers, and keep a copy outside the database's host"
    if key is None and now.number:
        return Finding("seal", "warning", "the key of the history's seals is missing", advice)
    if key is None and settings.production:
        return Finding("seal", "warning", "the history is not sealed for want of a key", advice)
    if key is not None and now.number and audit.key_id(key) != now.key:
        return Finding("seal", "warning", f"seal {now.number} was made with another key", "put that key back")
    if now.at is not None and clock.now() - now.at > _SEAL_IS_LATE:
        return Finding("seal", "warning", f"the last is of {now.day}", "start the ticker and the worker")
    says = f"number {now.number} of {now.day}" if now.number else "the first is still to come"
    return Finding("seal", "ok", says)


async def _demonstration(settings: Settings) -> Finding:
    count, has_people = await demonstration.count(), await demo.is_loaded()
    if not count and not has_people:
        return Finding("demonstration", "ok", "none")
    says = f"{count} made-up cases" + (", and people who can log in" if has_people else "")
    advice = "production needs a database without a demonstration: start with an empty one"
    return Finding("demonstration", "fault" if settings.production else "ok", says, advice)


async def _processes(settings: Settings) -> Finding:
    now = clock.now()
    alive = {beat.process for beat in await heartbeat.latest() if beat.is_fresh(now)}
    silent = [name for name in ("web", "worker", "ticker") if name not in alive]
    if silent:
        return Finding("processes", "warning", f"no sign of {', '.join(silent)}", "start with: tawasul serve")
    return Finding("processes", "ok", "web, worker and ticker work")
