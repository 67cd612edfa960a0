"""What is not well with the clocks stands in warnings and metrics, and turns nobody away."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from cases import clock_audit, watch
from cases.trouble_tables import SetAside
from sla import sweep
from sla.tables import Clock
from tawasul.core import clock
from tawasul.core.db import fetch

pytestmark = pytest.mark.usefixtures("sunday")


async def warning(http: httpx.AsyncClient, code: str) -> dict[str, Any] | None:
    """The warning of this code, if it is given. Whatever warns, the process answers."""
    answer = await http.get("/health/ready")
    assert answer.status_code == 200
    return next((found for found in answer.json()["warnings"] if found["code"] == code), None)


async def metric(http: httpx.AsyncClient, name: str) -> float | None:
    lines = (await http.get("/metrics")).text.splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(f"{name} ")), None)


async def poisoned() -> None:
    """One clock that fails when the ticker comes to it."""
    await fetch("UPDATE clock SET next_step = 'nonsense'")
    with clock.moved(clock.now() + timedelta(days=30)):
        await sweep.run(watch.apply)


async def test_steps_that_wait_for_more_than_five_minutes(http: httpx.AsyncClient) -> None:
    await http.post("/api/v1/cases", json={"text": "No water since Sunday"})
    wakes = (await Clock.select().first())["next_event_at"]
    with clock.moved(wakes + timedelta(minutes=5)):
        assert await warning(http, "sweep_late") is None
    with clock.moved(wakes + timedelta(minutes=5, seconds=1)):
        assert await warning(http, "sweep_late") == {"code": "sweep_late", "seconds": 301}
        assert await metric(http, "tawasul_sweep_lag_seconds") == 301


async def test_clocks_that_were_pushed_back(http: httpx.AsyncClient) -> None:
    await http.post("/api/v1/cases", json={"text": "No water since Sunday"})
    assert await warning(http, "clocks_pushed_back") is None
    assert await metric(http, "tawasul_clocks_pushed_back") == 0
    await poisoned()
    assert await warning(http, "clocks_pushed_back") == {"code": "clocks_pushed_back", "count": 1}
    assert await metric(http, "tawasul_clocks_pushed_back") == 1


async def test_what_the_last_audit_found(http: httpx.AsyncClient) -> None:
    assert await metric(http, "tawasul_clock_audit_differing") is None
    await http.post("/api/v1/cases", json={"text": "No water since Sunday"})
    await clock_audit.run()
    assert await warning(http, "clocks_differ") is None
    await Clock.update({Clock.target: 99}, force=True)
    await clock_audit.run()
    found = await warning(http, "clocks_differ")
    assert found == {"code": "clocks_differ", "count": 1, "at": clock.now().isoformat()}
    assert await metric(http, "tawasul_clock_audit_differing") == 1
    assert await metric(http, "tawasul_clock_audit_age_seconds") == 0


async def test_an_audit_that_does_not_come(http: httpx.AsyncClient) -> None:
    await clock_audit.begin_nightly()
    assert await warning(http, "audit_late") is None
    with clock.moved(clock.now() + timedelta(hours=37)):
        assert await warning(http, "audit_late") == {"code": "audit_late"}


async def test_a_calendar_that_ends_within_twelve_months(http: httpx.AsyncClient) -> None:
    assert await warning(http, "calendar_ends") is None
    last = (clock.now() + timedelta(days=364)).date()
    await fetch('UPDATE "calendar_revision" SET "horizon_end" = {}', last)
    assert await warning(http, "calendar_ends") == {"code": "calendar_ends", "calendar": "BH", "on": str(last)}
    assert await metric(http, 'tawasul_calendar_days_left{calendar="BH"}') == 364


async def test_cases_that_cannot_be_closed(http: httpx.AsyncClient) -> None:
    await http.post("/api/v1/cases", json={"text": "No water since Sunday"})
    assert await warning(http, "cases_set_aside") is None
    rows, now = await fetch('SELECT id FROM "case_"'), clock.now()
    await SetAside.insert(SetAside(case=rows[0]["id"], error="ValueError", since=now, again_at=now))
    assert await warning(http, "cases_set_aside") == {"code": "cases_set_aside", "count": 1}
    assert await metric(http, "tawasul_cases_set_aside") == 1
