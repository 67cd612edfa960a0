"""What the board says besides its numbers: whole sentences in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime

from cases.figure_views import QuarterBudget
from cases.filters import AgeFigure
from cases.moments import Days, Period
from sla.calendar import Calendar
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext, pgettext
from web.board.charts import Trend
from web.board.choice import By
from web.board.trend import MonthRow
from web.desk.wording import period_words
from web.words import Chip

# So far apart (two points, in hundredths) the rate may lie above the one without pauses before it is told as an alarm.
WIDEST_GAP = 200
# Before every percentage in a text that has no marks of its own: it keeps the sign on its side in Arabic.
_KEEP = "\u200e"


def period_in_words(period: Period) -> str:
    """This month, this quarter, a month by its name, or a stretch of days."""
    if isinstance(period, Days):
        first, last = i18n.long_date(period.first), i18n.long_date(period.last)
        return first if period.first == period.last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return i18n.month(period) if isinstance(period, date) else period_words()[period]


def by_words() -> Mapping[By, str]:
    """The ways to lay the numbers out, as tabs."""
    return {
        "agency": _("Agency"),
        "category": _("Service"),
        "governorate": _("Governorate"),
        "kind": _("Kind"),
        "officer": pgettext("board", "Officer"),
    }


def age_words() -> Mapping[AgeFigure, str]:
    """How long ago something was due."""
    return {
        "overdue_new": _("Under 1 day"),
        "overdue_1_to_5": _("From 1 to 5 days"),
        "overdue_6_to_14": _("From 6 to 14 days"),
        "overdue_over_14": _("More than 14 days"),
    }


def oldest_words(oldest_due_at: datetime | None, now: datetime, calendar: Calendar) -> str:
    """How late the oldest case is that an answer is still owed for; empty if there is none."""
    if oldest_due_at is None:
        return ""
    days = int(calendar.working_days(oldest_due_at, now))
    if days == 0:
        return _("The oldest is less than a working day late")
    words = ngettext("The oldest is %(days)s working day late", "The oldest is %(days)s working days late", days)
    return words % {"days": i18n.number(days)}


def lost_words(quarter: QuarterBudget) -> str:
    """How far the quarter is from being lost."""
    left = quarter.budget.remaining
    if left < 0:
        words = ngettext(
            "The quarter is lost: %(count)s late reply more than 99 in 100 allows",
            "The quarter is lost: %(count)s late replies more than 99 in 100 allows",
            -left,
        )
        return words % {"count": i18n.number(-left)}
    until = quarter.budget.until_lost
    words = ngettext(
        "%(count)s more late reply and the quarter is lost",
        "%(count)s more late replies and the quarter is lost",
        until,
    )
    return words % {"count": i18n.number(until)}


def pace_chip(quarter: QuarterBudget) -> Chip | None:
    """Whether the budget lasts if the rest of the quarter goes like what fell due so far. None before anything did."""
    if not quarter.due:
        return None
    budget = quarter.budget
    if budget.remaining < 0:
        return Chip("late", "triangle-alert", _("The quarter is lost"))
    expected = quarter.late * budget.due / quarter.due
    if expected > budget.allowed:
        return Chip("soon", "hourglass", _("Does not last the quarter at this pace"))
    return Chip("ok", "circle-check-big", _("Lasts the quarter at this pace"))


def course_words(known: list[MonthRow]) -> str:
    """From where to where the rate went, over months that have one."""
    first, last = known[0], known[-1]
    return _("From %(first)s in %(first_month)s to %(last)s in %(last_month)s.") % {
        "first": _plain(first.rate),
        "first_month": first.words,
        "last": _plain(last.rate),
        "last_month": last.words,
    }


def trend_words(months: list[MonthRow], chart: Trend) -> str:
    """The whole chart for those who do not see it."""
    known = [month for month in months if month.rate is not None]
    if not known:
        return _("Nothing fell due in these months.")
    course = course_words(known)
    below = ngettext("Below the target in %(count)s month.", "Below the target in %(count)s months.", chart.below) % {
        "count": i18n.number(chart.below)
    }
    return f"{course} {below}"


def _plain(hundredths: int | None) -> str:
    """A rate in a text without marks."""
    shown = f"{(hundredths or 0) / 100:.2f}".rstrip("0").rstrip(".")
    return f"{_KEEP}{shown}%{_KEEP}"


def verdict_words(*, on_time: bool) -> str:
    """A verdict, as the list of corrections shows both."""
    return _("On time") if on_time else _("Late")
