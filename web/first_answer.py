"""The clock of the first message by a person, explained in a sentence to the citizen and to the officer. Pure."""

from datetime import datetime

from cases.promises import PromiseView
from sla.deadline import is_on_time
from sla.views import ClockView
from tawasul.core import i18n
from tawasul.core.i18n import _


def first_answer(promise: PromiseView, now: datetime, *, public: bool) -> list[str]:
    """What was promised, and what became of it. Nothing where nothing was promised, or where a later count runs."""
    first = promise.first_response
    if first is None or first.state == "void" or promise.clock.state == "void" or promise.clock.cycle > first.cycle:
        return []
    values = {"due": i18n.long_date(first.due_at), "date": i18n.long_date(first.met_at or first.due_at)}
    return [(_to_citizen(first, now) if public else _to_officer(first, now)) % values]


def _to_citizen(first: ClockView, now: datetime) -> str:
    if first.met_at is not None:
        if first.on_time:
            return _("We promised you a first answer by %(due)s; you had it on %(date)s, in time")
        return _("We promised you a first answer by %(due)s; you had it on %(date)s, which was late")
    if not first.is_open:
        return _("We promised you a first answer by %(due)s; the case ended without one")
    if is_on_time(now, first.due_at):
        return _("We promised you a first answer by %(due)s: a question, a notice or the reply itself")
    return _("We promised you a first answer by %(due)s; it is late")


def _to_officer(first: ClockView, now: datetime) -> str:
    if first.met_at is not None:
        if first.on_time:
            return _("The citizen was promised a first answer by %(due)s; it went out on %(date)s, in time")
        return _("The citizen was promised a first answer by %(due)s; it went out on %(date)s, which was late")
    if not first.is_open:
        return _("The citizen was promised a first answer by %(due)s; the case ended without one")
    if is_on_time(now, first.due_at):
        return _("A first answer is due by %(due)s: a question, a notice or the reply. No pause moves this date")
    return _("A first answer was due by %(due)s and is late: ask, or reply")
