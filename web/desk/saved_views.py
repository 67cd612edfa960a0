"""Lists that a member of staff keeps: named, renamed and given up by plain forms on the queue."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, post
from litestar.params import FromPath

from cases import finding, saved_views
from tawasul.core.errors import Invalid
from web.desk.finding import options
from web.desk.queue import show
from web.forms import fields
from web.guards import needs, staff_of
from web.names import names
from web.pages import see
from web.templating import address

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/views"


@post(PATH, opt=dict(needs("desk")), include_in_schema=False)
async def keep(request: AnyRequest) -> Response[Any]:
    """Keep the tab, filters and order that are shown, under a name."""
    staff, typed = staff_of(request), await fields(request, ("name", "query"))
    shown = dict(parse_qsl(typed["query"]))
    asked = finding.read(shown, await options(staff, shown, await names()))
    values = {"view": shown.get("view", ""), **asked.kept}
    try:
        await saved_views.keep(typed["name"], values, by=staff)
    except Invalid as error:
        return await show(request, shown, ("keep", typed["name"], error.faults))
    return see(address("/desk", **values))


@post(PATH + "/{number:int}/rename", opt=dict(needs("desk")), include_in_schema=False)
async def rename(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Give a list another name."""
    typed = await fields(request, ("name", "query"))
    shown = dict(parse_qsl(typed["query"]))
    try:
        await saved_views.rename(number, typed["name"], by=staff_of(request))
    except Invalid as error:
        return await show(request, shown, ("rename", typed["name"], error.faults))
    return see(address("/desk", **shown))


@post(PATH + "/{number:int}/remove", opt=dict(needs("desk")), include_in_schema=False)
async def remove(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Give a list up."""
    await saved_views.remove(number, by=staff_of(request))
    return see("/desk")


ROUTES = [keep, rename, remove]
