"""Templates as others read them: those that fit a case, filled for it, and each with its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import template_fields, template_keeping
from cases.folder import CaseView
from cases.reply_tables import ReplyTemplate, ReplyTemplateVersion
from routing import reference
from tawasul.accounts import agencies, views
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from tawasul.core.errors import NotFound
from tawasul.core.i18n import _

MOST = 500


@dataclass(frozen=True, slots=True)
class TemplateView:
    """One template. `rev` is the number of its latest version."""

    id: int
    agency: str | None
    category: str | None
    language: str
    title: str
    text: str
    retired_at: datetime | None
    updated_at: datetime
    rev: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """A template as it once was."""

    number: int
    category: str | None
    language: str
    title: str
    text: str
    act: str
    restored: int | None
    by: int
    at: datetime


async def for_case(case: Mapping[str, Any]) -> list[TemplateView]:
    """The templates of its agency, of those above it, and of the nation; what fits best comes first."""
    line = agencies.line(case["agency"], await agencies.all_agencies()) or [""]
    rows = (
        await ReplyTemplate.select()
        .where(ReplyTemplate.retired_at.is_null(), ReplyTemplate.agency.is_null() | ReplyTemplate.agency.is_in(line))
        .order_by(ReplyTemplate.title)
        .limit(MOST)
    )
    return sorted(map(_view, rows), key=lambda one: fit(one, case["category"], case["language"]))


def fit(template: TemplateView, category: str | None, language: str) -> tuple[int, int]:
    """How far from a case a template is: its language first, then its service before one for all, then others. Pure."""
    service = 0 if template.category == category else 1 if template.category is None else 2
    return (0 if template.language == language else 1, service)


async def filled(found: CaseView, template: int, staff: StaffView) -> str:
    """A template that may be used for a case, filled for it in the template's language."""
    chosen = next((one for one in await for_case(found.case) if one.id == template), None)
    if chosen is None:
        raise NotFound("no_such_template")
    with i18n.use("ar" if chosen.language == "ar" else "en"):
        return template_fields.fill(chosen.text, await _values(found, staff))


async def _values(found: CaseView, staff: StaffView) -> dict[str, str]:
    """What stands in the places, in the language of the moment; the name only where the agency may see it."""
    case = found.case
    agency = (await agencies.all_agencies()).get(case["agency"] or "")
    category = (await reference.categories()).get(case["category"] or "")
    number = case["reference"]
    return {
        "reference": f"{number[:3]} {number[3:6]} {number[6:]}",
        "citizen_name": found.contact.name or _("Sir or Madam"),
        "agency": agency.name if agency else "",
        "case_subject": category.name if category else "",
        "received_on": i18n.short_date(case["received_at"]),
        "due_date": i18n.long_date(found.clock.due_at),
        "officer_name": staff.name,
    }


def example() -> dict[str, str]:
    """What could stand in the places, to show a template by itself."""
    return {
        "reference": "264 819 037",
        "citizen_name": _("Sir or Madam"),
        "agency": _("the agency"),
        "case_subject": _("the service"),
        "received_on": _("the day it was received"),
        "due_date": _("the promised day"),
        "officer_name": _("the officer"),
    }


async def kept(staff: StaffView) -> list[TemplateView]:
    """The templates that somebody keeps, retired ones last."""
    owners = await template_keeping.kept_by(staff)
    codes = [code for code in owners if code is not None]
    owned = ReplyTemplate.agency.is_null() if None in owners else ReplyTemplate.agency.is_in(codes or [""])
    rows = await ReplyTemplate.select().where(owned).order_by(ReplyTemplate.title, ReplyTemplate.id).limit(MOST)
    return sorted(map(_view, rows), key=lambda one: one.retired_at is not None)


async def one(template: int, staff: StaffView) -> TemplateView:
    """A template that somebody keeps. Another's is `NotFound`, like one that does not exist."""
    row = await ReplyTemplate.select().where(ReplyTemplate.id == template).first()
    if row is None or row["agency"] not in await template_keeping.kept_by(staff):
        raise NotFound("no_such_template")
    return _view(row)


async def versions(template: int) -> tuple[list[VersionView], dict[int, StaffView]]:
    """Every version of a template, the newest first, and who made them."""
    rows = (
        await ReplyTemplateVersion.select()
        .where(ReplyTemplateVersion.template == template)
        .order_by(ReplyTemplateVersion.number, ascending=False)
    )
    found = [VersionView(**{name: row[name] for name in VersionView.__dataclass_fields__}) for row in rows]
    return found, await views.by_ids(sorted({one.by for one in found}))


def _view(row: dict[str, Any]) -> TemplateView:
    return TemplateView(**{name: row[name] for name in TemplateView.__dataclass_fields__})
