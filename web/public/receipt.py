"""The receipt: reference, access code and the promised date."""

from typing import Any

from litestar import Request, Response, get

from cases import drafts
from web.guards import PUBLIC
from web.pages import page, see
from web.public import filing_cookie


@get("/file/receipt", opt=dict(PUBLIC), include_in_schema=False)
async def receipt(request: Request[Any, Any, Any]) -> Response[Any]:
    token = filing_cookie.token_of(request)
    filed = await drafts.filed(token) if token else None
    return page("pages/public/receipt.html", {"receipt": filed}) if filed else see("/file")


ROUTES = [receipt]
