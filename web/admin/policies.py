"""Promises: every version with its days, and a new one that is tried and sent for approval."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, Response, get, post

from cases import policies, proposals
from cases.filing_form import KINDS
from cases.policies import CLOCKS, PolicyDraft, PolicyEffect
from sla.policy import PRIORITIES
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.admin.frame import framed
from web.admin.wording import change_title, clock_name, days_words, matches_words, priority_words, state_chip
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see
from web.words import kind_words

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/admin/policies"
NAMES = ("clock", "kind", "agency", "category", "priority", "target", "pause_days", "valid_from", "source")
_USUAL = {"clock": "final_reply", "target": "14", "pause_days": "10"}


@get(PATH, opt=dict(needs("change.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _show(request, _USUAL)


async def _show(request: AnyRequest, typed: Typed, faults: list[FieldError] | None = None) -> Response[Any]:
    """Every version, and the form of a new one with what was typed in it."""
    around = await framed(staff_of(request), "policies")
    changes = await proposals.proposals("policy")
    versions = await policies.all_versions()
    context = {
        **around,
        "versions": [{**row, "matches": matches_words(row, around["names"])} for row in versions],
        "clock_name": clock_name,
        "days_words": days_words,
        "clocks": [(name, clock_name(name)) for name in CLOCKS],
        "kinds": [(kind, kind_words(kind)) for kind in KINDS],
        "priorities": [(one, priority_words(one)) for one in PRIORITIES],
        "today": policies.today(),
        "changes": changes,
        "people": await proposals.people(changes),
        "title_of": change_title,
        "state_chip": state_chip,
        "values": dict(typed),
        "errors": in_words(faults or []),
    }
    return page("pages/admin/policies.html", context, status=422 if faults else 200)


@post(PATH, opt=dict(needs("change.propose")), include_in_schema=False)
async def enter(request: AnyRequest) -> Response[Any]:
    """Try a promise, change what was typed, or send it for approval as it was tried."""
    typed = await fields(request, (*NAMES, "step", "base"))
    by = staff_of(request)
    draft = _draft(typed)
    try:
        if typed["step"] == "edit":
            return await _show(request, typed)
        if typed["step"] == "propose":
            return see(f"/admin/changes/{await policies.propose(draft, by=by, base=typed['base'])}")
        return await _effect(request, draft, typed, await policies.tried(draft, by=by))
    except Invalid as error:
        return await _show(request, typed, list(error.faults))
    except Conflict as error:
        again = await policies.tried(draft, by=by)
        return await _effect(request, draft, typed, again, FieldError("counted", error.code))


async def _effect(
    request: AnyRequest, draft: PolicyDraft, typed: Typed, effect: PolicyEffect, fault: FieldError | None = None
) -> Response[Any]:
    context = {
        **await framed(staff_of(request), "policies"),
        "here": PATH,
        "title": change_title("policy", {"clock": draft.clock, "target": draft.target}),
        "typed": {name: typed[name] for name in NAMES},
        "base": effect.base,
        "effect": effect.stored(),
        "date_of": date.fromisoformat,
        "subject": "policy",
        "errors": in_words([fault] if fault else []),
    }
    return page("pages/admin/effect.html", context, status=409 if fault else 200)


def _draft(typed: Typed) -> PolicyDraft:
    """What was typed. A number that is none is 0, which no promise takes; a date that is none is missing."""
    return PolicyDraft(
        clock=typed["clock"],
        agency=typed["agency"] or None,
        kind=typed["kind"] or None,
        category=typed["category"] or None,
        target=_number(typed["target"]),
        pause_days=_number(typed["pause_days"]),
        valid_from=_day(typed["valid_from"]),
        reason=typed["source"],
        priority=typed["priority"] or None,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ROUTES = [listed, enter]
