"""The first page."""

from litestar import get

from web.guards import PUBLIC
from web.pages import Page, page


@get("/", opt=dict(PUBLIC), include_in_schema=False)
async def home() -> Page:
    return page("pages/public/home.html")


ROUTES = [home]
