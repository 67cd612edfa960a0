"""Every route of the application, by room."""

from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler

from web.admin import agencies as admin_agencies
from web.admin import (
    areas,
    categories,
    changes,
    corrections,
    imports,
    new_calendars,
    policies,
    replies,
    rules,
    sorter,
    templates,
)
from web.admin import calendars as admin_calendars
from web.admin import leave as admin_leave
from web.admin import staff as admin_staff
from web.api import cases as api_cases
from web.api import health, metrics
from web.auth import account, code, login, own_password, second
from web.board import board, forecast, listed, sheets, sorting
from web.desk import alike as desk_alike
from web.desk import (
    approval,
    assist,
    clocks,
    commitments,
    exports,
    incidents,
    jobs,
    letters,
    marks,
    parts,
    presence,
    printed,
    promise,
    queue,
    queue_sheet,
    saved_views,
    transfers,
    triage,
    walls,
)
from web.desk import bulk as desk_bulk
from web.desk import case as desk_case
from web.desk import keys as desk_keys
from web.desk import leave as desk_leave
from web.desk import mentions as desk_mentions
from web.public import about, file, find, home, instead, kiosk, letter_link, mine, receipt, track
from web.public import printed as own_printed

KEPT = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)

ROUTES: list[ControllerRouterHandler] = [
    *home.ROUTES,
    *file.ROUTES,
    *instead.ROUTES,
    *receipt.ROUTES,
    *kiosk.ROUTES,
    *find.ROUTES,
    *track.ROUTES,
    *own_printed.ROUTES,
    *mine.ROUTES,
    *letter_link.ROUTES,
    *about.ROUTES,
    *login.ROUTES,
    *code.ROUTES,
    *account.ROUTES,
    *own_password.ROUTES,
    *second.ROUTES,
    *queue.ROUTES,
    *queue_sheet.ROUTES,
    *exports.ROUTES,
    *saved_views.ROUTES,
    *triage.ROUTES,
    *desk_case.ROUTES,
    *presence.ROUTES,
    *desk_alike.ROUTES,
    *assist.ROUTES,
    *approval.ROUTES,
    *printed.ROUTES,
    *promise.ROUTES,
    *marks.ROUTES,
    *parts.ROUTES,
    *transfers.ROUTES,
    *walls.ROUTES,
    *commitments.ROUTES,
    *incidents.ROUTES,
    *letters.ROUTES,
    *jobs.ROUTES,
    *clocks.ROUTES,
    *board.ROUTES,
    *listed.ROUTES,
    *forecast.ROUTES,
    *sheets.ROUTES,
    *new_calendars.ROUTES,
    *sorting.ROUTES,
    *admin_calendars.ROUTES,
    *changes.ROUTES,
    *policies.ROUTES,
    *corrections.ROUTES,
    *sorter.ROUTES,
    *imports.ROUTES,
    *admin_staff.ROUTES,
    *admin_agencies.ROUTES,
    *admin_leave.ROUTES,
    *desk_bulk.ROUTES,
    *desk_keys.ROUTES,
    *desk_leave.ROUTES,
    *desk_mentions.ROUTES,
    *categories.ROUTES,
    *areas.ROUTES,
    *rules.ROUTES,
    *templates.ROUTES,
    *replies.ROUTES,
    *api_cases.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
]


def template_config(engine: JinjaTemplateEngine) -> TemplateConfig[JinjaTemplateEngine]:
    return TemplateConfig(instance=engine)
