"""Is the process fit: for balancers, for Prometheus, and for programs that read the API's document."""

import httpx
import pytest

from cases.sorted_tables import SortedCount
from tawasul.core import clock, heartbeat, lifeline


async def warnings(http: httpx.AsyncClient) -> set[tuple[str, str | None]]:
    body = (await http.get("/health/ready")).json()
    return {(warning["code"], warning.get("process")) for warning in body["warnings"]}


async def test_a_process_that_answers_is_live(http: httpx.AsyncClient) -> None:
    answer = await http.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


async def test_under_serve_it_is_ready_once_all_processes_have_shown_themselves(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifeline, "under_serve", lambda: True)
    assert (await http.get("/health/ready")).status_code == 503
    for process in ("web", "worker", "ticker"):
        await heartbeat.beat(process)
    answer = await http.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_a_process_that_never_beat_is_a_warning(http: httpx.AsyncClient) -> None:
    await heartbeat.beat("web")
    await heartbeat.beat("ticker")
    assert ("never_beaten", "worker") in await warnings(http)
    assert ("never_beaten", "ticker") not in await warnings(http)


async def test_metrics_tell_jobs_heartbeats_and_cases(http: httpx.AsyncClient) -> None:
    await heartbeat.beat("web")
    await http.post("/api/v1/cases", json={"text": "No water since Sunday"})
    figures = (await http.get("/metrics")).text
    assert 'tawasul_cases{status="received"} 1.0' in figures
    assert 'tawasul_jobs{state="ready"}' in figures
    assert 'tawasul_heartbeat_age_seconds{process="web"}' in figures
    assert "tawasul_sweep_lag_seconds" in figures


async def test_metrics_tell_what_the_sorter_said_and_what_people_changed(http: httpx.AsyncClient) -> None:
    counts = {"n": 1, "routed": 1, "sure": 1, "judged": 1}
    day = clock.now().date()
    await SortedCount.insert(SortedCount(day=day, language="en", **counts))
    figures = (await http.get("/metrics")).text
    assert 'tawasul_sorting_decisions{language="en",reason="sure"} 1.0' in figures
    assert 'tawasul_sorting_decisions{language="en",reason="unsure"} 0.0' in figures
    assert 'tawasul_sorting_corrections{language="en",what="agency"} 1.0' in figures


async def test_the_document_of_the_api_names_its_paths(http: httpx.AsyncClient) -> None:
    document = (await http.get("/schema/openapi.json")).json()
    assert document["openapi"].startswith("3.")
    assert {"/api/v1/cases", "/api/v1/cases/{reference}"} <= set(document["paths"])
    assert not any(path.startswith(("/desk", "/board", "/file", "/track")) for path in document["paths"])


async def test_schema_answers_without_naming_another_host(http: httpx.AsyncClient) -> None:
    answer = await http.get("/schema")
    assert answer.status_code == 200
    assert "://" not in answer.text
