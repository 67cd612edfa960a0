"""My cases: an address, the code that was sent to it, and then every case that was filed with it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import contact_codes, mine
from cases.filing_form import dialled
from cases.reference import parse
from sla import calendars, standing
from tawasul.core import clock, i18n
from tawasul.core.errors import FieldError, Invalid, TooMany
from tawasul.core.text import clean, latin_digits
from web import client
from web.forms import fields
from web.guards import PUBLIC
from web.names import names
from web.pages import in_words, page, see
from web.public import mine_cookie, track_cookie
from web.public.mine_cookie import Mine
from web.words import clock_words, status_words

AnyRequest = Request[Any, Any, Any]
DONE = ("renewed", "letters")


@get("/mine", opt=dict(PUBLIC), include_in_schema=False)
async def ask() -> Response[Any]:
    return _ask({})


def _ask(values: dict[str, str], *faults: FieldError) -> Response[Any]:
    context = {"values": values, "errors": in_words(faults)}
    return page("pages/public/mine_ask.html", context, status=422 if faults else 200)


@post("/mine", opt=dict(PUBLIC), include_in_schema=False)
async def send(request: AnyRequest) -> Response[Any]:
    """Send a code. The answer is the same whether any case was filed with the address or not."""
    typed = await fields(request, ("address",))
    asked = _mine(typed["address"])
    try:
        await contact_codes.send(asked.channel, asked.address, client=client.address(request), language=i18n.current())
    except Invalid as error:
        return _ask(typed, *error.faults)
    except TooMany as error:
        return _ask(typed, FieldError("address", error.code, error.params))
    response = see("/mine/code")
    mine_cookie.give(response, asked)
    return response


def _mine(typed: str) -> Mine:
    """An address with a sign `@` is one of e-mail; anything else is a number."""
    address = clean(typed)
    return Mine("email", address) if "@" in address else Mine("sms", dialled(address))


@get("/mine/code", opt=dict(PUBLIC), include_in_schema=False)
async def ask_code(request: AnyRequest) -> Response[Any]:
    asked = mine_cookie.of(request)
    return _ask_code(asked) if asked else see("/mine")


def _ask_code(asked: Mine, *faults: FieldError) -> Response[Any]:
    context = {"mine": asked, "values": {}, "errors": in_words(faults)}
    return page("pages/public/mine_code.html", context, status=422 if faults else 200)


@post("/mine/code", opt=dict(PUBLIC), include_in_schema=False)
async def enter_code(request: AnyRequest) -> Response[Any]:
    asked = mine_cookie.of(request)
    if asked is None:
        return see("/mine")
    typed = await fields(request, ("code",))
    code = latin_digits(typed["code"]).replace(" ", "")
    try:
        contact = await contact_codes.confirm(asked.channel, asked.address, code, client=client.address(request))
    except Invalid as error:
        return _ask_code(asked, *error.faults)
    except TooMany as error:
        return _ask_code(asked, FieldError("code", error.code, error.params))
    response = see("/mine/cases")
    mine_cookie.give(response, Mine(asked.channel, asked.address, contact))
    return response


@get("/mine/cases", opt=dict(PUBLIC), include_in_schema=False)
async def cases(request: AnyRequest) -> Response[Any]:
    kept = mine_cookie.of(request)
    if kept is None or kept.contact is None:
        return see("/mine")
    done = request.query_params.get("done", "")
    context = {
        "mine": kept,
        "cases": await _rows(kept.contact),
        "gets_letters": await mine.wants_letters(kept.contact),
        "most": mine.MOST,
        "done": done if done in DONE else "",
    }
    return page("pages/public/mine_cases.html", context)


async def _rows(contact: str) -> list[dict[str, Any]]:
    """The cases of an address, with their codes in words."""
    calendar, now, known = await calendars.national(), clock.now(), await names()
    return [
        {
            "case": case,
            "title": known.category(case.category),
            "agency": known.agency(case.agency),
            "status": status_words(case.status, public=True),
            "clock": clock_words(standing.standing(case.clock, now, calendar)),
        }
        for case in await mine.cases_of(contact)
    ]


@post("/mine/cases/{reference:str}", opt=dict(PUBLIC), include_in_schema=False)
async def open_case(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Open one of one's own cases as its code would."""
    contact = _contact(request)
    if contact is None:
        return see("/mine")
    number = parse(reference) or ""
    code = await mine.code_of(contact, number)
    response = see(f"/track/{number}")
    track_cookie.give(response, number, code)
    return response


@post("/mine/cases/{reference:str}/code", opt=dict(PUBLIC), include_in_schema=False)
async def renew_code(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    contact = _contact(request)
    if contact is None:
        return see("/mine")
    await mine.renew_code(contact, parse(reference) or "")
    return see("/mine/cases?done=renewed")


@post("/mine/letters", opt=dict(PUBLIC), include_in_schema=False)
async def choose_letters(request: AnyRequest) -> Response[Any]:
    contact = _contact(request)
    if contact is None:
        return see("/mine")
    typed = await fields(request, ("letters",))
    await mine.want_letters(contact, yes=typed["letters"] == "yes")
    return see("/mine/cases?done=letters")


@post("/mine/leave", opt=dict(PUBLIC), include_in_schema=False)
async def leave() -> Response[Any]:
    response = see("/mine")
    mine_cookie.forget(response)
    return response


def _contact(request: AnyRequest) -> str | None:
    kept = mine_cookie.of(request)
    return kept.contact if kept else None


ROUTES = [ask, send, ask_code, enter_code, cases, open_case, renew_code, choose_letters, leave]
