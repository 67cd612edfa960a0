"""What the desk's queue can be narrowed to, in words, and what an address asks of it."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from cases import finding, tag_lists
from cases.filing_form import CHANNELS, KINDS
from cases.filters import NO_AGENCY
from cases.finding import Finding
from cases.orders import Sort
from cases.search import Excerpt
from cases.seed import STATUSES
from tawasul.accounts import agencies, views
from tawasul.accounts.views import StaffView
from tawasul.core.i18n import _
from web.mark_words import level_filters
from web.names import Names
from web.pages import in_words
from web.words import channel_words, kind_words, status_words

AnyRequest = Request[Any, Any, Any]
Options = Mapping[str, Mapping[str, str]]


def given(request: AnyRequest) -> dict[str, str]:
    """What the address says, each name once."""
    return {name: value for name in ("view", *finding.NAMES) if (value := request.query_params.get(name))}


async def options(staff: StaffView, asked: Mapping[str, str], names: Names) -> Options:
    """What each filter with a list can be, in words. Officers to choose from are those of the agencies in question."""
    scope = await agencies.scope(staff)
    reach = {code: row.name for code, row in (await agencies.all_agencies()).items() if scope.holds(code)}
    among = [asked["agency"]] if asked.get("agency") in reach else [] if scope.national else sorted(scope.agencies)
    people = {str(person.id): person.name for person in await views.working_in(among)}
    return {
        "category": {code: row.name for code, row in names.categories.items()},
        "agency": {**reach, NO_AGENCY: _("Not given to an agency yet")} if scope.national else reach,
        "governorate": {code: row.name for code, row in names.governorates.items()},
        "status": {status: status_words(status).words for status in STATUSES},
        "kind": {kind: kind_words(kind) for kind in KINDS},
        "channel": {channel: channel_words(channel) for channel in CHANNELS},
        "holder": {finding.NOBODY: _("Nobody yet"), **people},
        "priority": level_filters(),
        "tag": {word: word for word in await tag_lists.in_use(scope, staff)},
    }


def sort_words() -> Mapping[Sort, str]:
    """Orders of a list."""
    return {
        "due": _("Due soonest first"),
        "received": _("Received last first"),
        "priority": _("Urgent first"),
        "changed": _("Changed last first"),
    }


def source_words(found: Excerpt) -> str:
    """Where something was found."""
    return {
        "case": _("In the case"),
        "place": _("In the place"),
        "detail": _("In the details"),
        "added": _("In what the citizen added"),
        "question": _("In a question to the citizen"),
        "answer": _("In an answer of the citizen"),
        "reply": _("In the reply"),
        "note": _("In an internal note"),
        "passed_on": _("In the reason for passing it on"),
        "objection": _("In what the citizen says of the office"),
        "reopening": _("In the reason for reopening"),
        "review": _("In the reason for a review"),
        "rating": _("In the rating"),
    }[found.source]


def field_words() -> Mapping[str, str]:
    """Filters by name."""
    return {
        "q": _("Words or number"),
        "category": _("Service"),
        "agency": _("Agency"),
        "governorate": _("Governorate"),
        "status": _("Status"),
        "kind": _("Kind"),
        "channel": _("Channel"),
        "holder": _("Assigned to"),
        "priority": _("Priority"),
        "tag": _("Tag"),
        "received_from": _("Received from"),
        "received_to": _("Received until"),
        "due_from": _("Due from"),
        "due_to": _("Due until"),
        "late": _("Late only"),
        "files": _("With files only"),
        "sort": _("Order"),
    }


def notes(found: Finding) -> list[tuple[str, str]]:
    """What was wrong with filters that were left out: the name of each, and a sentence."""
    words = in_words(found.faults)
    return [(field_words()[name], sentence) for name, sentence in words.items()]
