"""One case on the desk: read it, take it on, note, correct, transfer, reply."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import (
    assignment,
    attached,
    correction,
    correction_pages,
    folder,
    incident_views,
    mentions,
    notes,
    objection,
    part_lists,
    questions,
    reply,
    shares,
    stays,
    transfer,
    transfer_lists,
)
from cases.folder import CaseView
from cases.moves import OPEN
from cases.reference import parse
from cases.reply import ReplyDraft
from cases.seed import OUTCOMES
from sla import calendars, pauses, standing
from tawasul.accounts.views import StaffView
from tawasul.audit import HistoryLine
from tawasul.core import clock
from tawasul.core.errors import Conflict, DomainError, FieldError, Forbidden, Invalid, NotFound
from web.clock_story import clock_story, days_stood
from web.desk.before_reply import DRAFTED, before_reply
from web.desk.beside import beside
from web.desk.frame import frame
from web.desk.marked import marked, told
from web.desk.presence import present
from web.desk.wording import ask_words, closed_as_words, confidence_words, filed_for, language_words
from web.files import handed_over
from web.forms import fields
from web.guards import needs, staff_of
from web.names import Names
from web.numbers import typed_number
from web.pages import in_words, page, see
from web.words import (
    act_words,
    channel_words,
    clock_sentence,
    clock_words,
    kind_words,
    one_digit,
    outcome_words,
    sorted_by_words,
    star_words,
    status_words,
    stay_words,
)

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/cases/{reference:str}"
Typed = Mapping[str, str]
TABS = ("reply", "ask", "note", "propose", "transfer", "correct", "stay", "reject")


async def opened(request: AnyRequest, reference: str) -> CaseView:
    parsed = parse(reference)
    if parsed is None:
        raise NotFound("no_such_case")
    return await folder.case_page(parsed, staff_of(request))


async def show_case(
    request: AnyRequest, found: CaseView, tab: str, typed: Typed | None = None, faults: list[FieldError] | None = None
) -> Response[Any]:
    """The whole case, with one form open, what was typed in it, and what is wrong with it."""
    calendar, now = await calendars.national(), clock.now()
    day, stands = standing.day_of(found.clock, now, calendar), standing.standing(found.clock, now, calendar)
    drafted = found.draft.fields if found.draft and tab == "reply" and "reply" not in (typed or {}) else {}
    framed = await frame(staff_of(request), "queue")
    context = {
        **framed,
        **said_of(found),
        "found": found,
        "case": found.case,
        "is_open": found.case["status"] in OPEN,
        "clock": clock_words(stands),
        "clock_sentence": clock_sentence(day, found.clock.due_at, late=stands.state == "late"),
        "day": day,
        "story": clock_story(found.promise, now, calendar, public=False),
        "shares": shares.of_promise(found.promise, now, calendar),
        "one_digit": one_digit,
        "stood": days_stood(found.promise.stretches(), found.clock, now, calendar),
        "history": await history_of(found, staff_of(request), framed["names"], newest_first=True),
        "incident": await incident_views.of_case(found.id),
        "disputes": await correction_pages.of_case(found.id),
        "stars": star_words(),
        "outcomes": {code: outcome_words(code) for code in OUTCOMES},
        "tab": tab,
        "parts": await part_lists.of_case(found.id),
        "proposed": await transfer_lists.of_case(found.case),
        "nameable": await mentions.possible(found.case, staff_of(request)) if tab == "note" else [],
        "pausing": await _pausing(found, tab, now),
        "lengthens": tab == "correct" and await correction.may_lengthen(found.case, found.clock, staff_of(request)),
        **await beside(found, staff_of(request), faults or []),
        **await present(found.case["reference"], staff_of(request)),
        **await before_reply(found, staff_of(request)),
        **await marked(found, staff_of(request)),
        "values": {**drafted, **(typed or {}), **_named_duplicate(request, tab, typed)},
        "typed": typed or {},
        "errors": in_words(faults or []),
    }
    return page("pages/desk/case.html", context, status=_status(faults))


def _named_duplicate(request: AnyRequest, tab: str, typed: Typed | None) -> dict[str, str]:
    """The case that a link says this one repeats, as far as the form goes."""
    other = parse(request.query_params.get("duplicate", "")) if typed is None and tab == "reply" else None
    return {"outcome": "duplicate", "duplicate_of": other} if other else {}


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


def said_of(found: CaseView) -> dict[str, Any]:
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


async def history_of(found: CaseView, staff: StaffView, names: Names, *, newest_first: bool) -> list[dict[str, Any]]:
    """The history in words, each line with who did it, and when."""
    marks = await told(found, staff)
    lines = [_line(line, found, names, marks) for line in found.history]
    return lines[::-1] if newest_first else lines


def _line(line: HistoryLine, found: CaseView, names: Names, marks: Mapping[int, str]) -> dict[str, Any]:
    data = {**line.data, "agency": names.agency(line.data.get("agency"))}
    kind, _, number = line.actor.partition(":")
    by = found.people.get(int(number)) if kind == "staff" else None
    words = filed_for(data) if (line.act, kind) == ("filed", "staff") else marks.get(line.seq)
    return {
        "words": words or act_words(line.act, data),
        "at": line.at,
        "by": by.name if by else None,
        "kind": kind,
        "act": line.act,
    }


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def show(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    tab = request.query_params.get("tab", "reply")
    return await show_case(request, await opened(request, reference), tab if tab in TABS else "reply")


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
    rev = typed_number(typed["rev"])
    try:
        await act(found, typed, staff_of(request), rev)
    except Invalid as error:
        return await show_case(request, found, tab, typed, list(error.faults))
    except (NotFound, Forbidden):
        raise
    except (Conflict, DomainError) as error:
        now_it_is = await opened(request, reference)
        return await show_case(request, now_it_is, tab, typed, [FieldError(names[0] if names else "rev", error.code)])
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
        await correction.correct(found.id, typed["category"], by=staff, rev=rev, longer=typed["longer"])

    return await do(request, reference, ("category", "longer"), "correct", act)


@post(PATH + "/right-office", opt=dict(needs("case.correct")), include_in_schema=False)
async def right_office(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """A citizen objected to the sorting, and an officer says that it is right."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await objection.settle(found.id, by=staff, rev=rev)

    return await do(request, reference, (), "correct", act)


@post(PATH + "/transfer", opt=dict(needs("case.transfer")), include_in_schema=False)
async def pass_on(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await transfer.transfer(found.id, typed["to_agency"], typed["reason"], by=staff, rev=rev)

    return await do(request, reference, ("to_agency", "reason"), "transfer", act)


@post(PATH + "/reply", opt=dict(needs("case.answer")), include_in_schema=False)
async def answer(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await reply.send_reply(found.id, draft_of(typed), by=staff, rev=rev, seen=typed["draft_seen"])

    return await do(request, reference, DRAFTED, "reply", act)


def draft_of(typed: Typed) -> ReplyDraft:
    """The reply that was typed. `Invalid` if its date is none."""
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


@get(PATH + "/files/{number:int}", opt=dict(needs("case.read")), include_in_schema=False)
async def give_file(request: AnyRequest, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    found = await opened(request, reference)
    return handed_over(await attached.given(found.id, number))


ROUTES = [show, give_file, take, note, correct, pass_on, answer, right_office]
