"""Jobs that were given up, to be seen and tried again, and how the clocks are."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import troubled_clocks
from sla import soundness
from tawasul.core import clock
from tawasul.core.errors import NotFound
from tawasul.outbox import dead
from web.desk.frame import frame
from web.guards import needs, staff_of
from web.pages import page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/jobs"


@get(PATH, opt=dict(needs("jobs")), include_in_schema=False)
async def jobs(request: AnyRequest) -> Response[Any]:
    context = {
        **await frame(staff_of(request), "jobs"),
        "rows": await dead.dead(),
        "backlog": await dead.backlog(),
        "engine": await soundness.look(clock.now()),
        "set_aside": await troubled_clocks.count_set_aside(),
        "gone": "gone" in request.query_params,
    }
    return page("pages/desk/jobs.html", context)


@post(PATH + "/{job_id:str}/retry", opt=dict(needs("jobs")), include_in_schema=False)
async def retry(request: AnyRequest, job_id: FromPath[str]) -> Response[Any]:
    """Try it again. Somebody may have been faster: then the list says so by not having it any more."""
    try:
        await dead.retry(job_id, by=staff_of(request).actor())
    except NotFound:
        return see(f"{PATH}?gone=1")
    return see(PATH)


ROUTES = [jobs, retry]
