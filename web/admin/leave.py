"""Leave of somebody else, from the page of the account."""

from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from cases import leaves
from web.admin import staff
from web.desk.leave import NAMES, wanted
from web.guards import needs, staff_of

AnyRequest = Request[Any, Any, Any]


@post(staff.ONE + "/leave", opt=dict(needs("staff.manage")), include_in_schema=False)
async def enter(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    by = staff_of(request)
    return await staff.do(request, number, NAMES, lambda typed, _rev: leaves.enter(number, wanted(typed), by=by))


@post(staff.ONE + "/leave/{leave_number:int}/end", opt=dict(needs("staff.manage")), include_in_schema=False)
async def end(request: AnyRequest, number: FromPath[int], leave_number: FromPath[int]) -> Response[Any]:
    by = staff_of(request)
    return await staff.do(request, number, (), lambda _typed, _rev: leaves.end(leave_number, by=by))


ROUTES = [enter, end]
