"""What an officer or a supervisor does to the promise of a case: ask, let it stand, reject a reply, keep a draft."""

from datetime import date
from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from cases import questions, rejection, stays
from cases.folder import CaseView
from cases.stays import StayDraft
from tawasul.accounts.views import StaffView
from tawasul.core.errors import DomainError, FieldError, Forbidden, Invalid, NotFound
from web.desk.before_reply import DRAFTED, keep_draft
from web.desk.case import PATH, AnyRequest, Typed, do, opened
from web.forms import fields
from web.guards import needs, staff_of
from web.messages import sentence
from web.pages import is_fragment, page


@post(PATH + "/ask", opt=dict(needs("case.ask")), include_in_schema=False)
async def ask(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await questions.ask(found.id, typed["ask_reason"], typed["question"], by=staff, rev=rev)

    return await do(request, reference, ("question", "ask_reason"), "ask", act)


@post(PATH + "/ask/withdraw", opt=dict(needs("case.ask")), include_in_schema=False)
async def withdraw(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await questions.withdraw(found.id, by=staff, rev=rev)

    return await do(request, reference, (), "reply", act)


@post(PATH + "/stay", opt=dict(needs("case.stay")), include_in_schema=False)
async def stay(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        draft = StayDraft(typed["stay_reason"], typed["ground"], _day(typed["last_day"]))
        await stays.stay(found.id, draft, by=staff, rev=rev)

    return await do(request, reference, ("ground", "stay_reason", "last_day"), "stay", act)


@post(PATH + "/stay/end", opt=dict(needs("case.stay")), include_in_schema=False)
async def end_stay(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await stays.end(found.id, by=staff, rev=rev)

    return await do(request, reference, (), "reply", act)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Invalid(FieldError("last_day", "bad_date")) from error


@post(PATH + "/reject", opt=dict(needs("case.reject")), include_in_schema=False)
async def reject(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await rejection.reject(found.id, typed["reject_reason"], by=staff, rev=rev)

    return await do(request, reference, ("reject_reason",), "reject", act)


@post(PATH + "/draft", opt=dict(needs("case.answer")), include_in_schema=False, status_code=200)
async def draft(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Keep the reply as far as it is written: after a pause in typing, or by the button."""
    if not is_fragment(request):
        return await do(request, reference, DRAFTED, "reply", keep_draft)
    found, typed = await opened(request, reference), await fields(request, DRAFTED)
    refusal, moved = "", False
    try:
        await keep_draft(found, typed, staff_of(request), 0)
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        refusal, moved = sentence(error.code, error.params), error.code == "draft_moved"
    now_it_is = await opened(request, reference)
    context = {"draft": now_it_is.draft, "people": now_it_is.people, "refusal": refusal, "moved": moved}
    here = f"/desk/cases/{found.case['reference']}"
    return page("partials/desk/draft.html", {**context, "seen": typed["draft_seen"] if moved else None, "here": here})


ROUTES = [ask, withdraw, stay, end_stay, reject, draft]
