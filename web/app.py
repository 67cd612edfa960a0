"""The web application: every route, and what stands around all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router

from cases import demonstration
from tawasul.core import db, heartbeat, log
from web import csrf, routes
from web.forms import FormRequest
from web.guards import PERMISSION, PUBLIC, StaffSessions, enforce
from web.headers import add_headers
from web.language import language_middleware
from web.numbers import enforce_address
from web.problems import HANDLERS
from web.templating import STATIC, engine

BEAT = 5.0
LARGEST_BODY = 64 * 1024
# The document alone: the pages that show it load their code from elsewhere.
DOCUMENT = JsonRenderPlugin(path=("/", "/openapi.json"))
_log = log.get(__name__)


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """Open the database, show signs of life, and close it again."""
    await db.open_pool()
    beating = asyncio.create_task(_beat(app))
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        await db.close_pool()


async def _beat(app: Litestar) -> None:
    """A sign of life every few seconds; the banner of a demonstration is looked up with it."""
    while True:
        try:
            app.state.demo = await demonstration.count() > 0
            await heartbeat.beat("web")
        except db.AWAY as error:
            _log.warning("no sign of life given", error=type(error).__name__)
        await asyncio.sleep(BEAT)


def create_app() -> Litestar:
    """The application. The database is opened when it starts, not before."""
    static_files = create_static_files_router(
        path="/static",
        directories=[STATIC],
        opt=dict(PUBLIC),
        include_in_schema=False,
        cache_control=routes.KEPT,
    )
    app = Litestar(
        route_handlers=[static_files, *routes.ROUTES],
        template_config=routes.template_config(engine()),
        guards=[enforce, enforce_address],
        request_class=FormRequest,
        middleware=[
            language_middleware,
            DefineMiddleware(StaffSessions, exclude=["^/static/", "^/api/", "^/health/"]),
            csrf.middleware(),
        ],
        # A hook and no middleware: an address that there is not passes none.
        before_send=[add_headers],
        exception_handlers=dict(HANDLERS),
        compression_config=CompressionConfig(backend="gzip", minimum_size=600),
        openapi_config=OpenAPIConfig(title="Tawasul", version="1", path="/schema", render_plugins=[DOCUMENT]),
        request_max_body_size=LARGEST_BODY,
        lifespan=[lifespan],
        state=State({"demo": False}),
        logging_config=None,
    )
    refuse_unguarded(app)
    return app


def refuse_unguarded(app: Litestar) -> None:
    """A route that names no permission is a fault of ours, found when the application starts."""
    for path, handler in guarded(app):
        if PERMISSION not in handler.opt:
            raise RuntimeError(f"{path} names no permission")


def guarded(app: Litestar) -> list[tuple[str, BaseRouteHandler]]:
    """Every handler with its path, but for what the framework adds: OPTIONS, and the pages of the API's document."""
    found: list[tuple[str, BaseRouteHandler]] = []
    for route in app.routes:
        handlers = getattr(route, "route_handlers", None) or [getattr(route, "route_handler", None)]
        for handler in handlers:
            methods: set[str] = getattr(handler, "http_methods", set())
            if handler is not None and methods != {"OPTIONS"} and not route.path.startswith("/schema"):
                found.append((route.path, handler))
    return found
