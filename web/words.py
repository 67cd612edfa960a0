"""States and times in words: the same for citizen and officer, whole sentences in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sla.standing import Standing
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext, pgettext
from web.passing_words import passing_words


@dataclass(frozen=True, slots=True)
class Chip:
    """A small label: its kind decides the colour, the icon the shape, the words the meaning."""

    kind: str
    icon: str
    words: str


_CLOCK_ICONS = {
    "ok": "clock",
    "soon": "hourglass",
    "today": "alarm-clock",
    "late": "octagon-alert",
    "paused": "circle-pause",
    "met": "circle-check-big",
    "met_late": "circle-check-big",
    "void": "circle-minus",
}


def clock_words(standing: Standing) -> Chip:
    """Time left on the promise, as in a queue."""
    kind = "met" if standing.state in ("met", "met_late", "void") else standing.state
    return Chip(kind, _CLOCK_ICONS[standing.state], _standing_words(standing))


def _standing_words(standing: Standing) -> str:
    days = standing.days
    match standing.state:
        case "today":
            return _("Due today")
        case "late" if standing.under_a_day:
            return _("Under 1 day late")
        case "late":
            return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
        case "paused":
            return ngettext("Paused, %(days)s left", "Paused, %(days)s left", days) % {"days": days}
        case "met":
            return _("On time")
        case "met_late":
            return _("Answered late")
        case "void":
            return _("Closed without a reply")
        case _:
            return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def clock_sentence(day: tuple[int, int], due_at: datetime, *, late: bool) -> str:
    """The clock in one sentence: the day of how many, and the end. Past the end only that matters."""
    if late:
        return _("The reply was due on %(date)s, close of business") % {"date": i18n.long_date(due_at)}
    return _("Day %(day)s of %(total)s, due %(date)s, close of business") % {
        "day": day[0],
        "total": day[1],
        "date": i18n.long_date(due_at),
    }


def status_words(status: str, *, public: bool = False) -> Chip:
    """Where a case stands, as the public reads it or as officers do."""
    return _public_status(status) if public or status not in _officers() else _officers()[status]


def _public_status(status: str) -> Chip:
    received = Chip("info", "inbox", _("Received"))
    worked_on = Chip("", "user", _("Being worked on"))
    return {
        "received": received,
        "triage": received,
        "assigned": worked_on,
        "in_progress": worked_on,
        "waiting_for_citizen": Chip("paused", "message-circle-question-mark", _("Waiting for your answer")),
        "answered": Chip("ok", "circle-check-big", _("Answered")),
        "in_review": Chip("soon", "undo-2", _("Under review")),
        "reopened": Chip("soon", "undo-2", _("Reopened")),
        "withdrawn": Chip("", "circle-minus", _("Withdrawn")),
        "closed": Chip("", "circle-check-big", _("Closed")),
    }[status]


def _officers() -> Mapping[str, Chip]:
    return {
        "triage": Chip("soon", "split", _("To sort")),
        "assigned": Chip("info", "inbox", _("New")),
        "waiting_for_citizen": Chip("paused", "message-circle-question-mark", _("Waiting for citizen")),
    }


def kind_words(kind: str) -> str:
    return {"complaint": _("Complaint"), "suggestion": _("Suggestion"), "inquiry": _("Inquiry")}[kind]


def outcome_words(outcome: str) -> str:
    """What a reply says was done."""
    return {
        "done": _("Done"),
        "will_be_done": _("Will be done by a date"),
        "explained": _("Explained"),
        "declined": _("Declined, with the legal ground"),
        "duplicate": _("Duplicate of another case"),
        "outside_government": _("Outside government"),
    }[outcome]


def role_words(role: str) -> str:
    return {
        "officer": _("Officer"),
        "supervisor": _("Supervisor"),
        "head": _("Head of agency"),
        "arbiter": _("Arbiter"),
        "minister_office": _("Minister's office"),
        "national_supervisor": _("National supervisor"),
        "call_centre": _("Call-centre agent"),
        "administrator": _("Administrator"),
    }[role]


def channel_words(channel: str) -> str:
    return {
        "web": _("Website"),
        "api": _("Another program"),
        "phone": _("Telephone"),
        "counter": _("Service counter"),
        "kiosk": _("Kiosk"),
        "email": _("E-mail"),
        "letter": _("Letter"),
    }[channel]


def sorted_by_words(sorted_by: str | None) -> str:
    """Who chose the agency."""
    return {
        "program": _("Sorted by a program; a person can check it"),
        "person": _("Sorted by a person"),
        "citizen": _("Sorted as you chose"),
        None: _("Not sorted yet"),
    }[sorted_by]


def _access_words() -> dict[str, str]:
    """Lines of the history about who may read a case, and who reads a reply first."""
    return {
        "barred": _("Somebody was kept from the case"),
        "unbarred": _("Somebody is kept from the case no more"),
        "closed_off": _("The case was made confidential"),
        "opened_up": _("The case is confidential no more"),
        "reader_named": _("A reader was named"),
        "reader_struck": _("A reader was struck off"),
        "read": _("It was read"),
        "approval_asked": _("The reply was put before a colleague for approval"),
        "approval_withdrawn": _("The reply was taken back before it was approved"),
        "reply_sent_back": _("A colleague sent the reply back with remarks"),
    }


def _office_words() -> dict[str, str]:
    """Lines of the history about what happened to many cases at once, to a verdict, or inside an agency."""
    return {
        "first_escalated": _("Reminders of the first answer were sent"),
        "succeeded": _("Its agency works no longer, and it went to %(agency)s"),
        "handed_over_leave": _("Its officer is on leave, and it was handed over"),
        "handed_over_left": _("Its officer has it no longer, and it was handed over"),
        "due_moved": _("The calendar changed, and the date moved"),
        "promise_lengthened": _("The citizen’s date moved later, as the service promises more"),
        "correction_proposed": _("A correction of the verdict was proposed"),
        "correction_approved": _("A second person corrected the verdict"),
        "correction_refused": _("The correction of the verdict was refused"),
        "correction_withdrawn": _("The correction of the verdict was taken back"),
        "incident_joined": _("It was linked to an incident"),
        "incident_left": _("It was taken out of its incident"),
        "incident_notice": _("A notice went to every case of its incident"),
    }


def act_words(act: str, data: Mapping[str, Any]) -> str:
    """One line of the history. `data` has names in the place of codes already."""
    words = {
        "filed": _("The case was filed"),
        "sorted": _("A program sorted it"),
        "to_triage": _("It was put before people to sort"),
        "placed": _("A person chose where it goes: %(agency)s"),
        "assigned": _("It was sent to %(agency)s"),
        "taken": _("An officer took it on"),
        "given": _("It was given to an officer"),
        "noted": _("An internal note was written"),
        "corrected": _("The category was corrected"),
        "transferred": _("It was passed to %(agency)s"),
        "replied": _("The reply was sent"),
        "closed": _("It was closed"),
        "escalated": _("Reminders were sent"),
        "kind_set": _("Its kind was set"),
        "asked": _("The citizen was asked; the count is paused"),
        "question_answered": _("The citizen answered and the count goes on"),
        "question_expired": _("No answer came in time and the count goes on"),
        "question_withdrawn": _("The question was taken back and the count goes on"),
        "stayed": _("The count is paused by law"),
        "stay_ended": _("The stay by law is over and the count goes on"),
        "reply_rejected": _("A supervisor rejected the reply; the count goes on as if it was never sent"),
        "reopened": _("The citizen reopened the case; a new count began"),
        "information_added": _("The citizen added something"),
        "files_added": _("The citizen attached files"),
        "rated": _("The citizen rated the reply"),
        "review_asked": _("The citizen asked for a review; a new count began"),
        "withdrawn": _("The citizen withdrew the case"),
        "code_renewed": _("The citizen made a new access code"),
        "objected": _("The citizen says that it is the wrong office"),
        "objection_settled": _("A person looked at the objection: the office is right"),
        "commitment_kept": _("What the reply promised was done"),
        "commitment_overdue": _("What the reply promised was not done in time; officer and supervisor were told"),
        "window_ended": _("It was closed: the time for objections has passed"),
        **_access_words(),
        **_office_words(),
        **passing_words(),
    }.get(act)
    if words is None:
        return pgettext("history", act)
    return words % {"agency": data.get("agency", "")} if "%(" in words else words


def timeline_words(act: str, data: Mapping[str, Any]) -> str:
    """One line of what the citizen reads."""
    words = {
        "filed": _("We received your case"),
        "to_triage": _("We will find it within 1 working day. Your date stays the same"),
        "assigned": _("Sent to %(agency)s"),
        "placed": _("Sent to %(agency)s"),
        "transferred": _("Passed to %(agency)s. Your date did not move"),
        "replied": _("You got the reply"),
        "closed": _("The case was closed"),
        "asked": _("A question from the officer"),
        "question_answered": _("You answered and the count goes on"),
        "question_expired": _("The time for your answer ran out and the count goes on"),
        "question_withdrawn": _("The officer took the question back: you need not answer"),
        "stayed": _("The count is paused, because the law does not allow an answer for now"),
        "stay_ended": _("The pause by law is over and the count goes on"),
        "reply_rejected": _("A supervisor found that the reply did not answer you. A better one is being written"),
        "promise_lengthened": _("Your case is another matter than we thought at first, and your date moved later"),
        "reopened": _("You reopened the case and a new count began"),
        "information_added": _("You added something. Your date did not move"),
        "files_added": _("You attached files"),
        "rated": _("You rated the reply"),
        "review_asked": _("You asked for a review and a new count began"),
        "withdrawn": _("You withdrew the case"),
        "objected": _("You said that it is the wrong office"),
        "objection_settled": _("A person looked at your objection: the case stays with %(agency)s"),
        "commitment_kept": _("What we promised in the reply was done"),
        "window_ended": _("The case was closed: the 14 days for reopening have passed"),
    }[act]
    return words % {"agency": data.get("agency", "")} if "%(" in words else words


def star_words() -> Mapping[int, str]:
    """How far a reply deals with a case, from 1 to 5."""
    return {1: _("Not at all"), 2: _("A little"), 3: _("Partly"), 4: _("Mostly"), 5: _("Fully")}


def stay_words(reason: str) -> str:
    """Why the law does not allow an answer."""
    return {
        "before_court": _("The matter is before a court"),
        "under_investigation": _("The matter is under criminal investigation"),
        "statutory_period": _("A period set by law must pass first"),
    }[reason]


def verdict_words(on_time: bool) -> str:
    return _("Answered in time") if on_time else _("Answered too late")


def day_heading(day: date, today: date) -> str:
    """A group of a queue: today is said as such, with its date."""
    if day == today:
        return _("Today, %(date)s") % {"date": i18n.short_date(day)}
    return i18n.long_date(day)


def one_digit(value: Fraction | float) -> str:
    """A number with one decimal, as people read it."""
    return i18n.number(round(float(value), 1))
