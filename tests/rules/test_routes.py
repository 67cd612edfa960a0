"""Every route, and who may ask for it. A new route is listed here, or this test says so."""

import pytest

from tawasul.accounts.permissions import ACTIONS, roles_for
from web.app import create_app, guarded

# Path and method: the permission that the route names.
ROUTES = {
    "GET /": "public",
    "GET /accessibility": "public",
    "GET /api/v1/cases/{reference:str}": "public",
    "GET /board": "board",
    "GET /board/cases": "board",
    "GET /desk": "desk",
    "GET /desk/cases/{reference:str}": "case.read",
    "GET /desk/jobs": "jobs",
    "GET /desk/letters": "letters",
    "GET /desk/triage": "triage",
    "GET /file": "public",
    "GET /file/about": "public",
    "GET /file/check": "public",
    "GET /file/receipt": "public",
    "GET /file/where": "public",
    "GET /health/live": "public",
    "GET /health/ready": "public",
    "GET /help": "public",
    "GET /login": "public",
    "GET /metrics": "public",
    "GET /privacy": "public",
    "GET /static/{file_path:path}": "public",
    "GET /track": "public",
    "GET /track/{reference:str}": "public",
    "HEAD /static/{file_path:path}": "public",
    "POST /api/v1/cases": "public",
    "POST /desk/cases/{reference:str}/correct": "case.correct",
    "POST /desk/cases/{reference:str}/note": "case.note",
    "POST /desk/cases/{reference:str}/reply": "case.reply",
    "POST /desk/cases/{reference:str}/take": "case.take",
    "POST /desk/cases/{reference:str}/transfer": "case.transfer",
    "POST /desk/jobs/{job_id:str}/retry": "jobs",
    "POST /desk/triage/{reference:str}": "triage",
    "POST /desk/triage/{reference:str}/close": "triage",
    "POST /file": "public",
    "POST /file/about": "public",
    "POST /file/check": "public",
    "POST /file/where": "public",
    "POST /login": "public",
    "POST /logout": "public",
    "POST /track": "public",
}


@pytest.fixture(scope="module")
def found() -> dict[str, str | None]:
    return {
        f"{method} {path}": handler.opt.get("permission")
        for path, handler in guarded(create_app())
        for method in getattr(handler, "http_methods", ())
        if method != "OPTIONS"
    }


def test_every_route_is_listed_with_its_permission(found: dict[str, str | None]) -> None:
    assert found == ROUTES


def test_every_permission_is_one_that_some_role_has() -> None:
    named = set(ROUTES.values()) - {"public"}
    assert named <= ACTIONS
    assert [action for action in sorted(named) if not roles_for(action)] == []


def test_nothing_of_the_desk_or_the_board_is_public() -> None:
    inner = [route for route in ROUTES if route.split()[1].startswith(("/desk", "/board"))]
    assert inner
    assert [route for route in inner if ROUTES[route] == "public"] == []


def test_what_changes_something_is_never_asked_for_by_get() -> None:
    verbs = ("take", "note", "transfer", "reply", "correct", "retry", "logout")
    assert [route for route in ROUTES if route.startswith("GET") and route.endswith(verbs)] == []
