"""The rules that say who answers: their order, what keeps one from running, and trying them on a text or a service."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from litestar import Request, Response, get, post

from cases import rule_order, suggestion
from cases.destination import answering
from cases.rule_order import RuleDraft
from routing.decide import BY_PLACE, steps
from routing.reference import ListedRule
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean, faults
from web.admin import history
from web.admin.frame import framed
from web.admin.rule_words import fault_words, missing_words, step_words
from web.admin.things import typed_in
from web.forms import fields
from web.guards import needs, staff_of
from web.names import Names
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/admin/rules"
NAMES = ("agency_code", "category", "governorate", "to_agency")
LONGEST = 5000


@get(PATH, opt=dict(needs("reference")), include_in_schema=False)
async def show(request: AnyRequest) -> Response[Any]:
    return await _show(request)


async def _show(
    request: AnyRequest, typed: Typed | None = None, found_faults: tuple[FieldError, ...] = (), *, status: int = 200
) -> Response[Any]:
    """The rules, the form of one (typed or `?rule=`), and what a try of them says (`?service=&place=` or `?text=`)."""
    listed, past = await rule_order.rules_page()
    around = await framed(staff_of(request), "rules")
    names, query = around["names"], request.query_params
    chosen = next((each for each in listed if each.row.id == typed_number(query.get("rule", ""))), None)
    context = {
        **around,
        "rows": listed,
        "rev": len(past),
        "chosen": chosen,
        "answers": history.answers,
        "fault_words": fault_words,
        "agencies": [(row.code, row.name) for row in names.agencies.values() if not row.retired],
        "by_place": BY_PLACE,
        "services": [(row.code, row.name) for row in names.categories.values() if not row.retired],
        "governorates": [(row.code, row.name) for row in names.governorates.values()],
        "unanswered": [row for row in names.categories.values() if not row.retired and not row.answered],
        "told": history.told(past, names),
        "people": await history.people(past),
        "values": dict(typed) if typed is not None else _values(chosen, query),
        "tried": await _tried(query, listed, names),
        "errors": in_words(found_faults),
    }
    return page("pages/admin/rules.html", context, status=status)


def _values(chosen: ListedRule | None, query: Typed) -> dict[str, str]:
    rule = {name: value or "" for name, value in asdict(chosen.row).items() if name in NAMES} if chosen else {}
    return {**rule, "service": query.get("service", ""), "place": query.get("place", "")}


async def _tried(query: Typed, listed: list[ListedRule], names: Names) -> dict[str, Any] | None:
    """Where a case would go and by which rule, step by step; None where nothing is tried."""
    service, place = query.get("service", ""), query.get("place") or None
    guess = await suggestion.suggested(query["text"][:100]) if query.get("text") else None
    if guess and guess.categories:
        service = guess.categories[0]
    category = names.categories.get(service)
    if category is None:
        return {"waits": guess is None, "sure": None, "category": None} if query.get("text") else None
    rules = [each.row for each in listed if not each.disabled]
    decided = answering(category, place if place in names.governorates else None, rules)
    places = {each.row.id: place_in_order for place_in_order, each in enumerate(listed, 1)}
    looked = steps(category.code, category.agency_code, place, rules)
    return {
        "waits": False,
        "sure": guess.is_sure if guess else None,
        "category": category,
        "agency": names.agency(decided.agency),
        "missing": missing_words(decided.needs),
        "steps": [step_words(places[step.rule_id], step.found) for step in looked],
        "is_own": decided.agency is not None and decided.rule_id is None,
    }


@post(PATH, opt=dict(needs("reference")), include_in_schema=False)
async def enter(request: AnyRequest) -> Response[Any]:
    """Add or change a rule, move it, disable or enable it, or undo a change."""
    typed = await typed_in(request, (*NAMES, "rule"))
    kept = typed if typed["step"] in ("add", "change") else None
    try:
        await _do(typed, staff_of(request))
    except Invalid as error:
        return await _show(request, kept, error.faults, status=422)
    except Conflict as error:
        return await _show(request, kept, (FieldError("agency_code", error.code),), status=409)
    return see(PATH)


async def _do(typed: Typed, by: StaffView) -> None:
    """What the button asks for. A button that there is not does what adding does, and is judged so."""
    rule, rev = typed_number(typed["rule"]), typed_number(typed["rev"])
    draft = RuleDraft(typed["agency_code"], typed["category"] or None, typed["governorate"] or None, typed["to_agency"])
    match typed["step"]:
        case "up" | "down":
            await rule_order.move(rule, up=typed["step"] == "up", by=by, rev=rev)
        case "disable" | "enable":
            await rule_order.switch(rule, on=typed["step"] == "enable", by=by, rev=rev)
        case "undo":
            await rule_order.undo(typed_number(typed["seq"]), by=by, rev=rev)
        case "change":
            await rule_order.edit(rule, draft, by=by, rev=rev)
        case _:
            await rule_order.add(draft, by=by, rev=rev)


@post(PATH + "/text", opt=dict(needs("reference")), include_in_schema=False)
async def ask(request: AnyRequest) -> Response[Any]:
    """Have the worker read a text. The page that follows says what it seems to be about, and where it would go."""
    typed = await fields(request, ("try_text", "place"))
    text = clean(typed["try_text"])
    codes = ["empty"] if not text else sorted(faults(text)) or (["field_too_long"] if len(text) > LONGEST else [])
    if codes:
        return await _show(request, typed, (FieldError("try_text", codes[0]),), status=422)
    place = typed["place"] if typed["place"].isalpha() and typed["place"].isascii() else ""
    return see(f"{PATH}?text={await suggestion.ask(text)}&place={place}#tried")


ROUTES = [show, enter, ask]
