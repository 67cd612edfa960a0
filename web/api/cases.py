"""Cases for programs: file one, and follow it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, HeaderParameter

from cases import intake, tracking
from cases.reference import parse
from tawasul.core.errors import FieldError, Invalid, NotFound
from tawasul.core.settings import settings
from web import client
from web.api import bodies
from web.guards import PUBLIC

LONGEST_KEY = 64


def instant(value: datetime | None) -> str | None:
    """An instant in UTC with `Z`."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if value else None


@post("/api/v1/cases", opt=dict(PUBLIC), status_code=201, tags=["cases"])
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


@get("/api/v1/cases/{reference:str}", opt=dict(PUBLIC), tags=["cases"])
async def show_case(
    request: Request[Any, Any, Any],
    reference: FromPath[str],
    access_code: Annotated[str | None, HeaderParameter(name="X-Access-Code", required=False)] = None,
) -> dict[str, Any]:
    """Follow a case by its reference and access code. Wrong, missing and unknown get the same 404."""
    parsed = parse(reference)
    if parsed is None or not access_code:
        raise NotFound("no_such_pair")
    case = await tracking.find(parsed, access_code, client=client.address(request))
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
        "question": None,
        "reply": {"outcome": reply.outcome, "text": reply.text, "sent_at": instant(reply.sent_at)} if reply else None,
        "updated_at": instant(case.updated_at),
    }


ROUTES = [file_case, show_case]
