"""Staff: who has an account, a new one, changing one and taking a change back, and leave of others."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import handover, leaves, staffing
from tawasul.accounts import history, leave, staff_changes, staff_list, staff_rules
from tawasul.accounts.passwords import make_password
from tawasul.accounts.staff import NewStaff
from tawasul.accounts.staff_list import Account
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid
from tawasul.core.i18n import LANGUAGES
from web.admin.frame import framed
from web.admin.people_words import history_lines, language_words
from web.desk.leave import leave_of
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import page_of, typed_number
from web.pages import in_words, page, see
from web.words import role_words

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/admin/staff"
ONE = PATH + "/{number:int}"
NEW = ("username", "name_ar", "name_en", "email", "role", "agency", "language")
VALUES = ("name_ar", "name_en", "email", "role", "agency", "language")
SHOWN_CASES = 20
Opt = dict(needs("staff.manage"))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of an account says besides: what was typed, what is wrong, what has just happened."""

    typed: Typed | None = None
    faults: tuple[FieldError, ...] = ()
    status: int = 200
    password: str | None = None


@get(PATH, opt=Opt, include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    by, words = staff_of(request), request.query_params.get("words", "")
    found = await staff_list.accounts(by, words, page=page_of(request))
    numbers = [one.person.id for one in found.rows]
    context = {
        **await framed(by, "staff"),
        "found": found,
        "words": words[:100],
        "role_words": role_words,
        "open": await handover.count_open(numbers),
        "away": await leave.away(leaves.today()),
    }
    return page("pages/admin/staff.html", context)


@get(PATH + "/new", opt=Opt, include_in_schema=False)
async def new(request: AnyRequest) -> Response[Any]:
    by = staff_of(request)
    return await _form(request, {"role": "officer", "language": "ar", "agency": by.agency or ""})


async def _form(request: AnyRequest, typed: Typed, faults: tuple[FieldError, ...] = ()) -> Response[Any]:
    by = staff_of(request)
    context = {**await framed(by, "staff"), **_choices(by), "values": dict(typed), "errors": in_words(faults)}
    return page("pages/admin/staff_new.html", context, status=422 if faults else 200)


def _choices(by: StaffView) -> dict[str, Any]:
    return {
        "roles": [(role, role_words(role)) for role in staff_rules.roles_given_by(by.role)],
        "languages": [(code, language_words(code)) for code in LANGUAGES],
    }


@post(PATH + "/new", opt=Opt, include_in_schema=False)
async def invite(request: AnyRequest) -> Response[Any]:
    """Open an account. Its first password stands on the answer, once: it is kept nowhere."""
    typed = await fields(request, NEW)
    wanted = {**typed, "username": typed["username"].strip().lower()}
    password = make_password()
    account = NewStaff(
        username=wanted["username"],
        password=password,
        role=wanted["role"],
        agency=wanted["agency"] or None,
        name_en=wanted["name_en"].strip(),
        name_ar=wanted["name_ar"].strip(),
        email=wanted["email"].strip() or None,
        language=wanted["language"],
    )
    try:
        number = await staffing.invite(account, by=staff_of(request))
    except Invalid as error:
        return await _form(request, typed, error.faults)
    except Conflict as error:
        return await _form(request, typed, (FieldError("username", error.code),))
    return await _show(request, number, Shown(password=password))


@get(ONE, opt=Opt, include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _show(request, number)


async def _show(request: AnyRequest, number: int, shown: Shown | None = None) -> Response[Any]:
    """An account with its form, its leave, its open cases and its history."""
    by, said = staff_of(request), shown or Shown()
    account = await staff_list.account(number, by=by)
    around = await framed(by, "staff")
    changes = await history.changes(staff_changes.stream(number))
    cases = await handover.open_cases(number)
    context = {
        **around,
        **_choices(by),
        **await leave_of(account.person),
        "account": account,
        "own": number == by.id,
        "role_words": role_words,
        "cases": cases[:SHOWN_CASES],
        "cases_total": len(cases),
        "heirs": await leaves.stand_ins(account.person),
        "rev": changes[0].seq if changes else 0,
        "history": await history_lines(changes, around["names"]),
        "password": said.password,
        "values": dict(said.typed) if said.typed is not None else _values(account),
        "errors": in_words(said.faults),
    }
    return page("pages/admin/staff_member.html", context, status=said.status)


def _values(account: Account) -> dict[str, str]:
    return {name: getattr(account.person, name) or "" for name in VALUES}


async def do(
    request: AnyRequest, number: int, names: tuple[str, ...], act: Callable[[Typed, int], Awaitable[object]]
) -> Response[Any]:
    """Do one thing with an account. What is refused is said on its page, and what was typed stays."""
    typed = await fields(request, ("rev", *names))
    kept = {**_values(await staff_list.account(number, by=staff_of(request))), **typed}
    try:
        await act(typed, typed_number(typed["rev"]))
    except Invalid as error:
        return await _show(request, number, Shown(kept, error.faults, 422))
    except Forbidden as error:
        return await _show(request, number, Shown(kept, (FieldError("account", error.code),), 403))
    except Conflict as error:
        return await _show(request, number, Shown(kept, (FieldError("account", error.code),), 409))
    return see(f"{PATH}/{number}")


@post(ONE, opt=Opt, include_in_schema=False)
async def change(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    by = staff_of(request)

    async def act(typed: Typed, rev: int) -> object:
        new = {name: typed[name] for name in VALUES}
        return await staffing.edit(number, new, by=by, rev=rev, hand_to=typed_number(typed["hand_to"], none=None))

    return await do(request, number, (*VALUES, "hand_to"), act)


@post(ONE + "/active", opt=Opt, include_in_schema=False)
async def set_active(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Close an account, and give its open cases to somebody or to nobody; or open it again."""
    by = staff_of(request)

    async def act(typed: Typed, rev: int) -> object:
        new, heir = {"active": typed["active"] == "yes"}, typed_number(typed["hand_to"], none=None)
        return await staffing.edit(number, new, by=by, rev=rev, hand_to=heir)

    return await do(request, number, ("active", "hand_to"), act)


@post(ONE + "/undo", opt=Opt, include_in_schema=False)
async def undo(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    by = staff_of(request)
    return await do(
        request,
        number,
        ("entry",),
        lambda typed, rev: staffing.undo(number, typed_number(typed["entry"]), by=by, rev=rev),
    )


@post(ONE + "/password", opt=Opt, include_in_schema=False)
async def give_password(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Another password, shown once on the answer; every session of the account ends."""
    typed, password = await fields(request, ("rev",)), make_password()
    try:
        await staff_changes.give_password(number, password, by=staff_of(request), rev=typed_number(typed["rev"]))
    except Forbidden as error:
        return await _show(request, number, Shown(None, (FieldError("account", error.code),), 403))
    except Conflict as error:
        return await _show(request, number, Shown(None, (FieldError("account", error.code),), 409))
    return await _show(request, number, Shown(password=password))


@post(ONE + "/second", opt=dict(needs("staff.second")), include_in_schema=False)
async def take_second(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Take the second factor off somebody who lost the phone."""
    by = staff_of(request)
    return await do(
        request,
        number,
        ("reason",),
        lambda typed, rev: staff_changes.take_second(number, typed["reason"], by=by, rev=rev),
    )


ROUTES = [listed, new, invite, show, change, set_active, undo, give_password, take_second]
