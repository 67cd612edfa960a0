"""Alarms in words: what was seen, what it means for the quarter, and what is to be done."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases import alerts
from cases.alert_numbers import ALL, FIVE
from cases.alerts import AlertView
from cases.moments import Days
from sla import calendars
from sla.calendar import Calendar
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web.board.choice import code_of
from web.names import Names
from web.templating import address

SHOWN = 3  # the others are folded away


@dataclass(frozen=True, slots=True)
class AlertWords:
    """One alarm as the board shows it. `kind` decides colour and icon; `to` leads to the cases that it counts."""

    kind: str
    icon: str
    title: str
    seen: str
    meaning: str
    advice: str
    at: datetime
    to: str | None = None


async def standing(staff: StaffView, names: Names) -> list[AlertWords]:
    """The alarms that stand for this reader, in words, the most important first."""
    calendar = await calendars.national()
    return [replace(in_words(each, names), to=cases_of(each, calendar)) for each in await alerts.current(staff)]


def cases_of(alert: AlertView, calendar: Calendar) -> str:
    """The address of the late cases that an alarm counts; of an early one, what of it is still due today."""
    agency = None if alert.agency == ALL else alert.agency
    if alert.kind == "leading":
        return address("/board/cases", figure="due_today", agency=agency)
    first = calendar.nth_before(alert.day, FIVE - 1) if alert.kind == "ticket" else alert.day
    return address("/board/cases", figure="late", period=code_of(Days(first, alert.day)), agency=agency)


def in_words(alert: AlertView, names: Names) -> AlertWords:
    """One alarm in the reader's language."""
    agency = _("All agencies") if alert.agency == ALL else names.agency(alert.agency)
    icon = {"page": "octagon-alert", "ticket": "triangle-alert", "leading": "hourglass"}[alert.kind]
    kind = "late" if alert.kind == "page" else "soon"
    return AlertWords(kind, icon, _title(alert, agency), _seen(alert), _meaning(alert), _advice(alert), alert.at)


def _title(alert: AlertView, agency: str) -> str:
    title = {
        "page": _("%(agency)s: many late replies at the last close of business"),
        "ticket": _("%(agency)s: more late replies in five days than the quarter can bear"),
        "leading": _("%(agency)s: much is due today and not yet answered"),
    }[alert.kind]
    return title % {"agency": agency}


def _seen(alert: AlertView) -> str:
    if alert.kind == "leading":
        words = ngettext(
            "At %(time)s, %(num)s case due today at the close of business had no reply yet.",
            "At %(time)s, %(num)s cases due today at the close of business had no reply yet.",
            alert.open,
        )
        return words % {"time": i18n.clock_time(alert.at), "num": i18n.number(alert.open)}
    if alert.kind == "page":
        words = ngettext(
            "Of the replies due on %(date)s, %(num)s was late (due: %(due)s).",
            "Of the replies due on %(date)s, %(num)s were late (due: %(due)s).",
            alert.late,
        )
    else:
        words = ngettext(
            "In the five working days up to %(date)s, %(num)s reply was late (due: %(due)s).",
            "In the five working days up to %(date)s, %(num)s replies were late (due: %(due)s).",
            alert.late,
        )
    numbers = {"num": i18n.number(alert.late), "due": i18n.number(alert.due)}
    return words % {"date": i18n.long_date(alert.day), **numbers}


def _meaning(alert: AlertView) -> str:
    if alert.by_year:
        words = ngettext(
            "So few cases are due there that twelve months are counted: %(num)s was late (due: %(due)s).",
            "So few cases are due there that twelve months are counted: %(num)s were late (due: %(due)s).",
            alert.year_late,
        )
        return words % {"num": i18n.number(alert.year_late), "due": i18n.number(alert.year_due)}
    if not alert.until_lost:
        return _("The quarter is below its target already.")
    words = ngettext(
        "With %(num)s more late reply the quarter is below its target.",
        "With %(num)s more late replies the quarter is below its target.",
        alert.until_lost,
    )
    return words % {"num": i18n.number(alert.until_lost)}


def _advice(alert: AlertView) -> str:
    return {
        "page": _("Help is needed today."),
        "ticket": _("For the weekly review."),
        "leading": _("Share the work out before it is late."),
    }[alert.kind]
