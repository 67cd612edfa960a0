"""Every route, and who may ask for it. A new route is listed here, or this test says so."""

import pytest

from tawasul.accounts.permissions import ACTIONS, roles_for
from web.app import create_app, guarded

# Path and method: the permission that the route names.
ROUTES = {
    "GET /": "public",
    "GET /accessibility": "public",
    "GET /admin/calendars": "change.read",
    "GET /admin/calendars/{code:str}": "change.read",
    "GET /admin/changes/{number:int}": "change.read",
    "GET /admin/corrections": "correction.read",
    "GET /admin/corrections/{number:int}": "correction.read",
    "GET /admin/policies": "change.read",
    "GET /api/v1/cases/{reference:str}": "public",
    "GET /board": "board",
    "GET /board/cases": "board",
    "GET /board/forecast": "board",
    "GET /board/forecast/cases": "board",
    "GET /board/forecast/sheet": "board",
    "GET /board/newer": "board",
    "GET /board/sheet/{name:str}": "board",
    "GET /desk": "desk",
    "GET /desk/cases/{reference:str}": "case.read",
    "GET /desk/commitments": "case.read",
    "GET /desk/cases/{reference:str}/verdict": "correction.propose",
    "GET /desk/clocks": "jobs",
    "GET /desk/jobs": "jobs",
    "GET /desk/letters": "letters",
    "GET /desk/triage": "triage",
    "GET /file": "public",
    "GET /file/about": "public",
    "GET /file/check": "public",
    "GET /file/offer": "public",
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
    "POST /admin/calendars/{code:str}": "change.propose",
    "POST /admin/changes/{number:int}/approve": "change.approve",
    "POST /admin/changes/{number:int}/count": "change.read",
    "POST /admin/changes/{number:int}/refuse": "change.approve",
    "POST /admin/changes/{number:int}/withdraw": "change.propose",
    "POST /admin/corrections/{number:int}/approve": "correction.approve",
    "POST /admin/corrections/{number:int}/refuse": "correction.approve",
    "POST /admin/corrections/{number:int}/withdraw": "correction.propose",
    "POST /admin/policies": "change.propose",
    "POST /api/v1/cases": "public",
    "POST /api/v1/cases/{reference:str}/answer": "public",
    "POST /desk/cases/{reference:str}/ask": "case.ask",
    "POST /desk/cases/{reference:str}/ask/withdraw": "case.ask",
    "POST /desk/cases/{reference:str}/correct": "case.correct",
    "POST /desk/cases/{reference:str}/draft": "case.reply",
    "POST /desk/cases/{reference:str}/note": "case.note",
    "POST /desk/cases/{reference:str}/reject": "case.reject",
    "POST /desk/cases/{reference:str}/reply": "case.reply",
    "POST /desk/cases/{reference:str}/stay": "case.stay",
    "POST /desk/cases/{reference:str}/stay/end": "case.stay",
    "POST /desk/cases/{reference:str}/take": "case.take",
    "POST /desk/cases/{reference:str}/transfer": "case.transfer",
    "POST /desk/commitments/{commitment:int}/kept": "case.commit",
    "POST /desk/cases/{reference:str}/verdict": "correction.propose",
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
    "POST /track/{reference:str}/answer": "public",
    "POST /track/{reference:str}/reopen": "public",
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
    inner = [route for route in ROUTES if route.split()[1].startswith(("/desk", "/board", "/admin"))]
    assert inner
    assert [route for route in inner if ROUTES[route] == "public"] == []


def test_what_changes_something_is_never_asked_for_by_get() -> None:
    verbs = (
        "approve",
        "refuse",
        "withdraw",
        "count",
        "take",
        "note",
        "transfer",
        "reply",
        "correct",
        "retry",
        "logout",
        "ask",
        "stay",
        "reject",
        "draft",
        "kept",
    )
    assert [route for route in ROUTES if route.startswith("GET") and route.endswith(verbs)] == []
