"""Marking a case by plain forms: its priority, its tags, and the cases that belong with it."""

import re
from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from cases import links, priority, tags
from cases.folder import CaseView
from cases.reference import parse
from tawasul.accounts.views import StaffView
from tawasul.core.errors import FieldError, Invalid
from web.desk.case import PATH, AnyRequest, Typed, do
from web.guards import needs

_BETWEEN = re.compile(r"[,،;؛\n]")


@post(PATH + "/priority", opt=dict(needs("case.mark")), include_in_schema=False)
async def set_priority(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await priority.set_to(found.id, typed["priority"], by=staff, rev=rev, reason=typed["priority_reason"])

    return await do(request, reference, ("priority", "priority_reason"), "reply", act)


@post(PATH + "/tags", opt=dict(needs("case.mark")), include_in_schema=False)
async def add_tags(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        words = [word for word in _BETWEEN.split(typed["tags"]) if word.strip()]
        await tags.add(found.id, words, by=staff, rev=rev)

    return await do(request, reference, ("tags",), "reply", act)


@post(PATH + "/tags/remove", opt=dict(needs("case.mark")), include_in_schema=False)
async def remove_tag(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await tags.remove(found.id, typed["tag"], by=staff, rev=rev)

    return await do(request, reference, ("tag",), "reply", act)


@post(PATH + "/links", opt=dict(needs("case.mark")), include_in_schema=False)
async def add_link(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        if not typed["linked"].strip():
            raise Invalid(FieldError("linked", "needs_reference"))
        other = parse(typed["linked"])
        if other is None:
            raise Invalid(FieldError("linked", "bad_reference"))
        await links.link(found.id, await links.numbered(other), by=staff, rev=rev)

    return await do(request, reference, ("linked",), "reply", act)


@post(PATH + "/links/remove", opt=dict(needs("case.mark")), include_in_schema=False)
async def remove_link(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await links.unlink(found.id, await links.numbered(parse(typed["unlink"])), by=staff, rev=rev)

    return await do(request, reference, ("unlink",), "reply", act)


ROUTES = [set_priority, add_tags, remove_tag, add_link, remove_link]
