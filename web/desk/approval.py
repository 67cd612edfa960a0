"""A template in the reply, a look at the letter, and a colleague's look, before anything is sent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from cases import approval_views, approvals, letter_preview, reply, reply_drafts, reply_templates
from cases.folder import CaseView
from cases.promises import CommitmentView, ReplyView
from cases.reply import ReplyDraft
from sla import calendars
from sla.standing import standing
from tawasul.accounts.views import StaffView
from tawasul.core import clock, i18n
from tawasul.core.errors import DomainError, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean
from web.desk.before_reply import DRAFTED, keep_draft
from web.desk.case import PATH, AnyRequest, Typed, do, draft_of, opened, show_case
from web.desk.frame import frame
from web.desk.wording import language_words, letter_channel
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import is_fragment, page
from web.templating import environment
from web.words import clock_words, outcome_words

LIST = "/desk/approvals"


@post(PATH + "/template", opt=dict(needs("case.answer")), include_in_schema=False)
async def insert(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Put a template, filled in, below what is written."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        template = typed_number(typed["template"], none=None)
        if template is None:
            raise Invalid(FieldError("template", "unknown"))
        text = await reply_templates.filled(found, template, staff)
        whole = "\n\n".join(filter(None, [typed["reply"].strip(), text]))
        await keep_draft(found, {**typed, "reply": whole}, staff, rev)

    answer = await do(request, reference, (*DRAFTED, "template"), "reply", act)
    if not is_fragment(request) or answer.status_code != 303:
        return answer
    found = await opened(request, reference)
    context = {"draft": found.draft, "people": found.people, "values": found.draft.fields if found.draft else {}}
    return page("partials/desk/inserted.html", {**context, "here": f"/desk/cases/{found.case['reference']}"})


@post(PATH + "/preview", opt=dict(needs("case.answer")), include_in_schema=False, status_code=200)
async def preview(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The reply as the citizen would read it, with the letter. Nothing is sent; what was typed is kept as the draft."""
    found = await opened(request, reference)
    typed = await fields(request, (*DRAFTED, "rev"))
    try:
        await keep_draft(found, typed, staff_of(request), 0)
        draft = _checked(typed)
    except Invalid as error:
        return await show_case(request, found, "reply", typed, list(error.faults))
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        now_it_is = await opened(request, reference)
        return await show_case(request, now_it_is, "reply", typed, [FieldError("reply", error.code)])
    kept = {name: typed[name] for name in reply_drafts.FIELDS}
    return await _preview(request, found, draft, {"typed": kept, "approval": None})


def _checked(typed: Typed) -> ReplyDraft:
    """The reply as it would be sent; `Invalid` with every fault."""
    draft = draft_of(typed)
    draft = replace(draft, text=clean(draft.text), legal_ground=clean(draft.legal_ground))
    if faults := reply.faults(draft, clock.now().astimezone(ZONE).date()):
        raise Invalid(*faults)
    return draft


@get(PATH + "/approval", opt=dict(needs("case.answer")), include_in_schema=False)
async def waiting(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The same of a reply that waits for approval."""
    found = await opened(request, reference)
    put = (await approval_views.of_case(found, staff_of(request))).waiting
    if put is None:
        raise NotFound("no_such_approval")
    draft = ReplyDraft(put.outcome, put.text, put.due_on, put.legal_ground, put.duplicate_of)
    return await _preview(request, found, draft, {"typed": None, "approval": put})


async def _preview(request: AnyRequest, found: CaseView, draft: ReplyDraft, also: Mapping[str, Any]) -> Response[Any]:
    rule = (await approval_views.of_case(found, staff_of(request))).rule
    context = {
        **await frame(staff_of(request), "queue"),
        "case": found.case,
        "language": language_words(found.case["language"]),
        "as_read": await _as_read(found, draft),
        "letters": await letter_preview.letters(found, draft.text),
        "channel_words": letter_channel,
        "needs_approval": rule.holds_for(draft.outcome),
        **also,
    }
    return page("pages/desk/preview.html", context)


async def _as_read(found: CaseView, draft: ReplyDraft) -> Markup:
    """The reply as it stands on the citizen's page once it is sent, in the language of the case."""
    now = clock.now()
    promised = CommitmentView(0, draft.due_on, None) if draft.outcome == "will_be_done" and draft.due_on else None
    ground = draft.legal_ground if draft.outcome == "declined" else None
    answer = ReplyView(found.case["cycle"], draft.outcome, draft.text, now, ground, None, None, promised)
    met = replace(found.clock, state="met", met_at=now, on_time=now <= found.clock.due_at)
    language: i18n.Language = "ar" if found.case["language"] == "ar" else "en"
    with i18n.use(language):
        made = (
            environment()
            .get_template("partials/desk/as_read.html")
            .render(
                answer=answer,
                outcome=outcome_words(draft.outcome),
                clock=clock_words(standing(met, now, await calendars.national())),
                language=language,
                direction="rtl" if language == "ar" else "ltr",
            )
        )
    return Markup(made)  # noqa: S704 - a template of ours, in which every value is escaped


@post(PATH + "/submit", opt=dict(needs("case.answer")), include_in_schema=False)
async def submit(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Put the reply before a colleague."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await approvals.submit(found.id, draft_of(typed), by=staff, rev=rev)

    return await do(request, reference, DRAFTED, "reply", act)


@post(PATH + "/approve", opt=dict(needs("case.answer")), include_in_schema=False)
async def approve(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Send what a colleague wrote."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await approvals.approve(found.id, typed_number(typed["approval"]), by=staff, rev=rev)

    return await do(request, reference, ("remark", "approval"), "reply", act)


@post(PATH + "/send-back", opt=dict(needs("case.answer")), include_in_schema=False)
async def send_back(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Give it back with what is missing."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await approvals.send_back(found.id, typed_number(typed["approval"]), typed["remark"], by=staff, rev=rev)

    return await do(request, reference, ("remark", "approval"), "reply", act)


@post(PATH + "/take-back", opt=dict(needs("case.answer")), include_in_schema=False)
async def take_back(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Go on writing what waits for approval."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await approvals.withdraw(found.id, typed_number(typed["approval"]), by=staff, rev=rev)

    return await do(request, reference, ("remark", "approval"), "reply", act)


@get(LIST, opt=dict(needs("case.answer")), include_in_schema=False)
async def to_approve(request: AnyRequest) -> Response[Any]:
    """The replies of colleagues that wait for the reader, soonest due first."""
    staff = staff_of(request)
    calendar, now = await calendars.national(), clock.now()
    context = {
        **await frame(staff, "approvals"),
        "rows": [
            {
                "row": row,
                "clock": clock_words(standing(row.clock, now, calendar)),
                "outcome": outcome_words(row.outcome),
            }
            for row in await approval_views.to_approve(staff)
        ],
    }
    return page("pages/desk/approvals.html", context)


ROUTES = [insert, preview, waiting, submit, approve, send_back, take_back, to_approve]
