"""One case on the desk: read it, take it on, note, correct, transfer, reply."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import (
    assignment,
    correction,
    correction_pages,
    folder,
    notes,
    questions,
    reply,
    stays,
    transfer,
)
from cases.folder import CaseView
from cases.moves import OPEN
from cases.reference import parse
from cases.reply import ReplyDraft
from cases.seed import OUTCOMES
from sla import calendars, pauses, standing
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import Conflict, DomainError, FieldError, Forbidden, Invalid, NotFound
from web.clock_story import clock_story, days_stood
from web.desk.frame import frame
from web.desk.wording import ask_words, closed_as_words, confidence_words, language_words
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see
from web.words import (
    act_words,
    channel_words,
    clock_sentence,
    clock_words,
    kind_words,
    outcome_words,
    sorted_by_words,
    status_words,
    stay_words,
    verdict_words,
)

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/cases/{reference:str}"
Typed = Mapping[str, str]
TABS = ("reply", "ask", "note", "transfer", "correct", "stay", "reject")


async def opened(request: AnyRequest, reference: str) -> CaseView:
    parsed = parse(reference)
    if parsed is None:
        raise NotFound("no_such_case")
    return await folder.case_page(parsed, staff_of(request))


async def _show(
    request: AnyRequest, found: CaseView, tab: str, typed: Typed | None = None, faults: list[FieldError] | None = None
) -> Response[Any]:
    """The whole case, with one form open, what was typed in it, and what is wrong with it."""
    calendar, now = await calendars.national(), clock.now()
    day = standing.day_of(found.clock, now, calendar)
    drafted = found.draft.fields if found.draft and tab == "reply" else {}
    framed = await frame(staff_of(request), "queue")
    context = {
        **framed,
        **_said_of(found),
        "found": found,
        "case": found.case,
        "is_open": found.case["status"] in OPEN,
        "clock": clock_words(standing.standing(found.clock, now, calendar)),
        "clock_sentence": clock_sentence(day, found.clock.due_at),
        "day": day,
        "story": clock_story(found.promise, now, calendar, public=False),
        "stood": days_stood(found.promise.stretches(), found.clock, now, calendar),
        "history": [_line(line, found, framed["names"]) for line in reversed(found.history)],
        "disputes": await correction_pages.of_case(found.id),
        "verdict_words": verdict_words,
        "outcomes": {code: outcome_words(code) for code in OUTCOMES},
        "tab": tab,
        "pausing": await _pausing(found, tab, now),
        "values": dict(drafted if typed is None else typed),
        "errors": in_words(faults or []),
    }
    return page("pages/desk/case.html", context, status=_status(faults))


async def _pausing(found: CaseView, tab: str, now: datetime) -> dict[str, Any]:
    """Whether the clock can be made to stand, for which reasons, and when a question sent now would end by itself."""
    possible = found.clock.state == "running" and found.clock.due_at >= now
    return {
        "possible": possible,
        "is_second": found.clock.pauses > 0,
        "ends_at": await pauses.would_end(found.clock.id) if possible and tab == "ask" else None,
        "ask": {code: ask_words(code) for code in questions.REASONS},
        "stay": {code: stay_words(code) for code in stays.REASONS},
    }


def _said_of(found: CaseView) -> dict[str, Any]:
    """The codes of a case in words."""
    case = found.case
    return {
        "status": status_words(case["status"]),
        "kind": kind_words(case["kind"]),
        "sorted_by": sorted_by_words(case["sorted_by"]),
        "channel": channel_words(case["channel"]),
        "language": language_words(case["language"]),
        "closed_as": closed_as_words(case["closed_as"]) if case["closed_as"] else None,
        "confidence_words": confidence_words,
    }


def _status(faults: list[FieldError] | None) -> int:
    if not faults:
        return 200
    return 409 if any(fault.code == "moved" for fault in faults) else 422


def _line(line: Any, found: CaseView, names: Any) -> dict[str, Any]:
    """One line of the history: what was done, by whom, when."""
    data = {**line.data, "agency": names.agency(line.data.get("agency"))}
    kind, _, number = line.actor.partition(":")
    by = found.people.get(int(number)) if kind == "staff" else None
    return {
        "words": act_words(line.act, data),
        "at": line.at,
        "by": by.name if by else None,
        "kind": kind,
        "act": line.act,
    }


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def show(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    tab = request.query_params.get("tab", "reply")
    return await _show(request, await opened(request, reference), tab if tab in TABS else "reply")


async def do(
    request: AnyRequest,
    reference: str,
    names: tuple[str, ...],
    tab: str,
    act: Callable[[CaseView, Typed, StaffView, int], Awaitable[None]],
) -> Response[Any]:
    """Do one thing with a case. What is refused is said at its field, and every word stays."""
    found = await opened(request, reference)
    typed = await fields(request, ("rev", *names))
    rev = int(typed["rev"]) if typed["rev"].isdecimal() and len(typed["rev"]) < 10 else -1
    try:
        await act(found, typed, staff_of(request), rev)
    except Invalid as error:
        return await _show(request, found, tab, typed, list(error.faults))
    except (NotFound, Forbidden):
        raise
    except (Conflict, DomainError) as error:
        now_it_is = await opened(request, reference)
        return await _show(request, now_it_is, tab, typed, [FieldError(names[0] if names else "rev", error.code)])
    return see(f"/desk/cases/{found.case['reference']}" if tab != "transfer" else "/desk")


@post(PATH + "/take", opt=dict(needs("case.take")), include_in_schema=False)
async def take(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await assignment.take(found.id, by=staff, rev=rev)

    return await do(request, reference, (), "reply", act)


@post(PATH + "/note", opt=dict(needs("case.note")), include_in_schema=False)
async def note(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await notes.add(found.id, typed["note"], by=staff)

    return await do(request, reference, ("note",), "note", act)


@post(PATH + "/correct", opt=dict(needs("case.correct")), include_in_schema=False)
async def correct(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await correction.correct(found.id, typed["category"], by=staff, rev=rev)

    return await do(request, reference, ("category",), "correct", act)


@post(PATH + "/transfer", opt=dict(needs("case.transfer")), include_in_schema=False)
async def pass_on(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await transfer.transfer(found.id, typed["to_agency"], typed["reason"], by=staff, rev=rev)

    return await do(request, reference, ("to_agency", "reason"), "transfer", act)


@post(PATH + "/reply", opt=dict(needs("case.reply")), include_in_schema=False)
async def answer(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await reply.send_reply(found.id, _draft(typed), by=staff, rev=rev)

    names = ("reply", "outcome", "due_on", "legal_ground", "duplicate_of")
    return await do(request, reference, names, "reply", act)


def _draft(typed: Typed) -> ReplyDraft:
    try:
        due_on = date.fromisoformat(typed["due_on"]) if typed["due_on"] else None
    except ValueError as error:
        raise Invalid(FieldError("due_on", "bad_date")) from error
    return ReplyDraft(
        outcome=typed["outcome"],
        text=typed["reply"],
        due_on=due_on,
        legal_ground=typed["legal_ground"],
        duplicate_of=typed["duplicate_of"],
    )


ROUTES = [show, take, note, correct, pass_on, answer]
