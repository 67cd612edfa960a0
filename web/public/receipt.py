"""The receipt: reference, access code and the promised date."""

from typing import Any

from litestar import Request, Response, get

from cases import contacts, drafts
from web.guards import PUBLIC
from web.pages import page, see
from web.public import filing_cookie
from web.public.door import KIOSK_HOME, door_of, paths


@get(paths("receipt"), opt=dict(PUBLIC), include_in_schema=False)
async def receipt(request: Request[Any, Any, Any]) -> Response[Any]:
    token = filing_cookie.token_of(request)
    filed = await drafts.filed(token) if token else None
    door = door_of(request)
    if filed is None:
        return see(KIOSK_HOME if door.is_kiosk else door.root)
    name = "pages/kiosk/receipt.html" if door.is_kiosk else "pages/public/receipt.html"
    return page(name, {"receipt": filed, "unproved": await contacts.unproved(filed.reference)})


ROUTES = [receipt]
