"""What the agency's replies promised and what is still to be done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import commitments
from tawasul.core.errors import Conflict
from web.desk.frame import frame
from web.guards import needs, staff_of
from web.pages import page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/commitments"


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    staff = staff_of(request)
    context = {
        **await frame(staff, "commitments"),
        "found": await commitments.open_list(staff),
        "kept": "kept" in request.query_params,
        "gone": "gone" in request.query_params,
    }
    return page("pages/desk/commitments.html", context)


@post(PATH + "/{commitment:int}/kept", opt=dict(needs("case.commit")), include_in_schema=False)
async def keep(request: AnyRequest, commitment: FromPath[int]) -> Response[Any]:
    """It is done. Somebody may have said so before: then the list simply has it no more, and says that."""
    try:
        await commitments.keep(commitment, by=staff_of(request))
    except Conflict:
        return see(f"{PATH}?gone=1")
    return see(f"{PATH}?kept=1")


ROUTES = [listed, keep]
