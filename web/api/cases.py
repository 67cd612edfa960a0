"""Cases for programs: file one, and follow it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, HeaderParameter

from cases import intake, questions, tracking
from cases.promises import QuestionView
from cases.reference import parse
from cases.tracking import TrackView
from tawasul.core.errors import FieldError, Invalid, NotFound
from tawasul.core.settings import settings
from web import client
from web.api import bodies, described
from web.guards import PUBLIC

LONGEST_KEY = 64


def instant(value: datetime | None) -> str | None:
    """An instant in UTC with `Z`."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if value else None


@post("/api/v1/cases", opt=dict(PUBLIC), status_code=201, tags=["cases"], operation_class=described.FilesCase)
async def file_case(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """File a case. With `Idempotency-Key`, the same body again gets the same receipt."""
    key = request.headers.get("idempotency-key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise Invalid(FieldError("Idempotency-Key", "key_too_long"))
    receipt = await intake.file_case(bodies.draft(bodies.parse(await request.body())), key=key)
    answer = {
        "reference": receipt.reference,
        "access_code": receipt.access_code,
        "status": receipt.status,
        "due_at": instant(receipt.due_at),
        "track_url": f"{settings().public_url}/track?reference={receipt.reference}",
    }
    return Response(answer, status_code=201, media_type="application/json")


@get("/api/v1/cases/{reference:str}", opt=dict(PUBLIC), tags=["cases"], operation_class=described.ShowsCase)
async def show_case(
    request: Request[Any, Any, Any],
    reference: FromPath[str],
    access_code: Annotated[str | None, HeaderParameter(name="X-Access-Code", required=False)] = None,
) -> dict[str, Any]:
    """Follow a case by its reference and access code. Wrong, missing and unknown get the same 404."""
    return _shown(await tracking.find(*_pair(reference, access_code), client=client.address(request)))


@post(
    "/api/v1/cases/{reference:str}/answer",
    opt=dict(PUBLIC),
    status_code=200,
    tags=["cases"],
    operation_class=described.AnswersQuestion,
)
async def answer(
    request: Request[Any, Any, Any],
    reference: FromPath[str],
    access_code: Annotated[str | None, HeaderParameter(name="X-Access-Code", required=False)] = None,
) -> dict[str, Any]:
    """Answer the question of a case: `{"answer": "…"}`. The count goes on, and the case comes back as it is then."""
    pair, caller = _pair(reference, access_code), client.address(request)
    case_id = await tracking.opened(*pair, client=caller)
    await questions.answer(case_id, bodies.one_text(bodies.parse(await request.body()), "answer"))
    return _shown(await tracking.find(*pair, client=caller))


def _pair(reference: str, access_code: str | None) -> tuple[str, str]:
    """Number and code as far as they can be a pair at all."""
    parsed = parse(reference)
    if parsed is None or not access_code:
        raise NotFound("no_such_pair")
    return parsed, access_code


def _shown(case: TrackView) -> dict[str, Any]:
    """A case as the one who filed it may read it. `due_at` of a paused case holds if nobody ends the pause earlier."""
    reply = case.reply
    return {
        "reference": case.reference,
        "status": case.status,
        "kind": case.kind,
        "category": case.category,
        "agency": case.agency,
        "received_at": instant(case.received_at),
        "due_at": instant(case.clock.due_at),
        "paused": case.clock.state == "paused",
        "overdue": case.overdue,
        "sorted_by": case.sorted_by,
        "question": _question(case.promise.question) if case.clock.is_open else None,
        "reply": {"outcome": reply.outcome, "text": reply.text, "sent_at": instant(reply.sent_at)} if reply else None,
        "updated_at": instant(case.updated_at),
    }


def _question(asked: QuestionView | None) -> dict[str, Any] | None:
    """What the citizen is asked, and until when the count waits for the answer."""
    if asked is None:
        return None
    return {"text": asked.text, "asked_at": instant(asked.asked_at), "pause_ends_at": instant(asked.pause_ends_at)}


ROUTES = [file_case, show_case, answer]
