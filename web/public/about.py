"""Help, privacy, accessibility, and what the program that sorts does."""

from litestar import get

from web.guards import PUBLIC
from web.pages import Page, page


@get("/help", opt=dict(PUBLIC), include_in_schema=False)
async def help_page() -> Page:
    return page("pages/public/help.html")


@get("/privacy", opt=dict(PUBLIC), include_in_schema=False)
async def privacy() -> Page:
    return page("pages/public/privacy.html")


@get("/accessibility", opt=dict(PUBLIC), include_in_schema=False)
async def accessibility() -> Page:
    return page("pages/public/accessibility.html")


@get("/about/sorting", opt=dict(PUBLIC), include_in_schema=False)
async def sorting() -> Page:
    return page("pages/public/sorting.html")


ROUTES = [help_page, privacy, accessibility, sorting]
