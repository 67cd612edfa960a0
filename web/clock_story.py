"""The clock of a case explained in sentences: the same facts for citizen and officer, each in their own words. Pure."""

from collections.abc import Sequence
from datetime import datetime

from cases.promises import PromiseView, Stretch
from sla import deadline
from sla.calendar import Calendar
from sla.standing import day_of, standing
from sla.views import ClockView
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web.first_answer import first_answer
from web.words import clock_sentence


def clock_story(promise: PromiseView, now: datetime, calendar: Calendar, *, public: bool) -> list[str]:
    """Where the clock stands, what made it stand, what moved its date, and what became of earlier verdicts."""
    clock = promise.clock
    return [
        *_headline(clock, now, calendar),
        *_until(promise, public=public),
        *_stood(promise, calendar, public=public),
        *_first_date(clock),
        *_rejected(promise),
        *_corrected(clock),
        *_earlier(promise),
        *first_answer(promise, now, public=public),
    ]


def days_stood(stretches: Sequence[Stretch], clock: ClockView, now: datetime, calendar: Calendar) -> int:
    """Whole working days that the clock stood, up to now."""
    pauses = [(one.began, one.ended or max(now, one.began)) for one in stretches]
    return deadline.paused_days(pauses, clock.started_at, calendar)


def _headline(clock: ClockView, now: datetime, calendar: Calendar) -> list[str]:
    day, stands = day_of(clock, now, calendar), standing(clock, now, calendar)
    if stands.state == "void":
        return []
    if clock.met_at is not None:
        return [_answered(clock, day)]
    if stands.state == "paused":
        words = ngettext(
            "Day %(day)s of %(total)s. The count is paused and goes on with %(days)s working day left",
            "Day %(day)s of %(total)s. The count is paused and goes on with %(days)s working days left",
            stands.days,
        )
        return [words % {"day": day[0], "total": day[1], "days": stands.days}]
    return [clock_sentence(day, clock.due_at, late=stands.state == "late")]


def _answered(clock: ClockView, day: tuple[int, int]) -> str:
    if clock.met_at is None or clock.met_at > clock.due_at:
        return _("Answered on %(date)s; it was due on %(due)s, close of business") % {
            "date": i18n.long_date(clock.met_at or clock.due_at),
            "due": i18n.long_date(clock.due_at),
        }
    if day[0] == 0:
        return _("Answered on %(date)s, before the count began") % {"date": i18n.long_date(clock.met_at)}
    values = {"date": i18n.long_date(clock.met_at), "day": day[0], "total": day[1]}
    return _("Answered on %(date)s, day %(day)s of %(total)s") % values


def _until(promise: PromiseView, *, public: bool) -> list[str]:
    """How a pause ends, and which date applies if nobody ends it earlier."""
    clock = promise.clock
    if clock.pause_ends_at is None:
        return []
    values = {"due": i18n.long_date(clock.due_at)}
    if promise.stay is not None:
        values["date"] = i18n.long_date(promise.stay.last_moment)
        return [_("It goes on by itself after %(date)s; the reply is then due by %(due)s") % values]
    values["date"] = i18n.long_date(clock.pause_ends_at)
    if public:
        return [_("Without your answer it goes on by itself on %(date)s; the reply is then due by %(due)s") % values]
    return [_("Without an answer it goes on by itself on %(date)s; the reply is then due by %(due)s") % values]


def _stood(promise: PromiseView, calendar: Calendar, *, public: bool) -> list[str]:
    """How long the clock stood before, for each reason."""
    over = [stretch for stretch in promise.stretches() if stretch.ended is not None]
    asked = [stretch for stretch in over if stretch.why == "question"]
    stayed = [stretch for stretch in over if stretch.why == "stay"]
    said = []
    if asked:
        days = days_stood(asked, promise.clock, promise.clock.due_at, calendar)
        said.append(_waited_for_you(days) if public else _waited_for_citizen(days))
    if stayed:
        said.append(_waited_by_law(days_stood(stayed, promise.clock, promise.clock.due_at, calendar)))
    return said


def _waited_for_you(days: int) -> str:
    if days == 0:
        return _("It stood less than a working day while we waited for you, so the date did not move")
    return ngettext(
        "It stood about %(days)s working day while we waited for you",
        "It stood about %(days)s working days while we waited for you",
        days,
    ) % {"days": days}


def _waited_for_citizen(days: int) -> str:
    if days == 0:
        return _("It stood less than a working day while we waited for the citizen, so the date did not move")
    return ngettext(
        "It stood about %(days)s working day while we waited for the citizen",
        "It stood about %(days)s working days while we waited for the citizen",
        days,
    ) % {"days": days}


def _waited_by_law(days: int) -> str:
    if days == 0:
        return _("It stood less than a working day because the law did not allow an answer")
    return ngettext(
        "It stood about %(days)s working day because the law did not allow an answer",
        "It stood about %(days)s working days because the law did not allow an answer",
        days,
    ) % {"days": days}


def _first_date(clock: ClockView) -> list[str]:
    """The date before any pause, where it is another."""
    if clock.gross_due_at is None or i18n.long_date(clock.gross_due_at) == i18n.long_date(clock.due_at):
        return []
    return [_("The first date was %(date)s") % {"date": i18n.long_date(clock.gross_due_at)}]


def _rejected(promise: PromiseView) -> list[str]:
    words = _("A supervisor found that the reply of %(date)s was no answer; the count went on as if it was never sent")
    return [
        words % {"date": i18n.long_date(reply.sent_at)}
        for reply in promise.replies
        if reply.rejected_at is not None and reply.cycle == promise.clock.cycle
    ]


def _corrected(clock: ClockView) -> list[str]:
    """Both results of a verdict that two persons changed."""
    if not clock.corrected:
        return []
    if clock.on_time:
        return [_("The result was “answered late” at first; two persons corrected it to “on time”")]
    return [_("The result was “on time” at first; two persons corrected it to “answered late”")]


def _earlier(promise: PromiseView) -> list[str]:
    """What became of the count before the case was reopened or reviewed. It stays as it was."""
    if promise.reopening is None or not promise.earlier:
        return []
    if promise.clock.cycle > promise.earlier[0].cycle + 1:
        said = {"date": i18n.long_date(promise.clock.started_at)}
        if promise.earlier[-1].on_time:
            return [_("This count began with the review on %(date)s; the reply before it was on time") % said]
        return [_("This count began with the review on %(date)s; the reply before it was late") % said]
    values = {"date": i18n.long_date(promise.reopening.at)}
    if promise.earlier[-1].on_time:
        return [_("This count began when the case was reopened on %(date)s; the first reply was on time") % values]
    return [_("This count began when the case was reopened on %(date)s; the first reply was late") % values]
