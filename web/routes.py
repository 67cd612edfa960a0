"""Every route of the application, by room."""

from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler

from web.admin import calendars as admin_calendars
from web.admin import changes, corrections, policies
from web.api import cases as api_cases
from web.api import health, metrics
from web.auth import login
from web.board import board, forecast, listed, sheets
from web.desk import case as desk_case
from web.desk import clocks, commitments, jobs, letters, promise, queue, triage
from web.public import about, file, find, home, receipt, track

KEPT = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)

ROUTES: list[ControllerRouterHandler] = [
    *home.ROUTES,
    *file.ROUTES,
    *receipt.ROUTES,
    *find.ROUTES,
    *track.ROUTES,
    *about.ROUTES,
    *login.ROUTES,
    *queue.ROUTES,
    *triage.ROUTES,
    *desk_case.ROUTES,
    *promise.ROUTES,
    *commitments.ROUTES,
    *letters.ROUTES,
    *jobs.ROUTES,
    *clocks.ROUTES,
    *board.ROUTES,
    *listed.ROUTES,
    *forecast.ROUTES,
    *sheets.ROUTES,
    *admin_calendars.ROUTES,
    *changes.ROUTES,
    *policies.ROUTES,
    *corrections.ROUTES,
    *api_cases.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
]


def template_config(engine: JinjaTemplateEngine) -> TemplateConfig[JinjaTemplateEngine]:
    return TemplateConfig(instance=engine)
