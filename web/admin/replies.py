"""Which replies of an agency a colleague reads before they go, and which officers may approve too."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post

from cases import reply_rules
from cases.reply_rules import DEMANDS, RuleView
from cases.seed import OUTCOMES
from tawasul import audit
from tawasul.accounts import views
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid
from web.admin.frame import framed
from web.admin.history import people
from web.admin.reply_words import approver_words, demand_words, rule_words
from web.forms import chosen, fields, ticked
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see
from web.words import outcome_words

AnyRequest = Request[Any, Any, Any]
PATH = "/admin/replies"
SHOWN = 30  # lines of history


@get(PATH, opt=dict(needs("reply.rule")), include_in_schema=False)
async def show(request: AnyRequest) -> Response[Any]:
    governed = await reply_rules.governed(staff_of(request))
    asked = request.query_params.get("agency", "")
    agency = asked if asked in governed else next(iter(governed), "")
    return await _show(request, agency, await reply_rules.rule_of(agency))


async def _show(request: AnyRequest, agency: str, shown: RuleView, faults: Sequence[FieldError] = ()) -> Response[Any]:
    """The rule of one agency as it is, or as it was typed, with its history."""
    staff = staff_of(request)
    history = list(reversed(await audit.history(reply_rules.stream(agency))))[:SHOWN]
    context = {
        **await framed(staff, "replies"),
        "governed": await reply_rules.governed(staff),
        "agency": agency,
        "rule": shown,
        "demands": [(code, demand_words(code)) for code in DEMANDS],
        "outcomes": [(code, outcome_words(code)) for code in OUTCOMES],
        "officers": await views.colleagues(agency),
        "history": [
            {
                "words": rule_words(line.data),
                "more": approver_words(len(line.data["approvers"])),
                "at": line.at,
                "by": line.actor,
            }
            for line in history
        ],
        "people": await people(history),
        "errors": in_words(faults),
    }
    moved = any(fault.code in ("rule_moved", "nothing_to_set") for fault in faults)
    return page("pages/admin/replies.html", context, status=409 if moved else 422 if faults else 200)


@post(PATH, opt=dict(needs("reply.rule")), include_in_schema=False)
async def put(request: AnyRequest) -> Response[Any]:
    """Set the rule of an agency."""
    staff, typed = staff_of(request), await fields(request, ("agency", "demands", "rev"))
    if typed["agency"] not in await reply_rules.governed(staff):
        raise Forbidden("not_for_you")
    rev = typed_number(typed["rev"])
    outcomes, approvers = await chosen(request, "outcomes"), await ticked(request, "approvers")
    new = RuleView(typed["demands"], tuple(outcomes), tuple(approvers), rev)
    try:
        await reply_rules.set_rule(typed["agency"], new, by=staff)
    except Invalid as error:
        return await _show(request, typed["agency"], new, error.faults)
    except Conflict as error:
        now_it_is = await reply_rules.rule_of(typed["agency"])
        return await _show(request, typed["agency"], now_it_is, [FieldError("demands", error.code)])
    return see(f"{PATH}?agency={typed['agency']}")


ROUTES = [show, put]
