"""What only staff read, in words: tabs, figures, periods, letters, and how sure the program was."""

from collections.abc import Mapping
from typing import Any

from cases.filters import Figure, View
from cases.moments import PeriodName
from tawasul.core.i18n import _, pgettext
from web.words import Chip

SURE, LIKELY = 0.8, 0.5


def view_words() -> Mapping[View, str]:
    """The tabs of a queue."""
    return {
        "all": _("All"),
        "agency": _("My agency"),
        "any": _("Closed too"),
        "overdue": _("Overdue"),
        "today": pgettext("list", "Due today"),
        "soon": _("Next 3 days"),
        "mine": _("Mine"),
        "unassigned": _("Not taken on"),
        "waiting": _("Waiting for citizen"),
        "reopened": _("Reopened"),
        "in_review": _("Under review"),
    }


def figure_words(figure: Figure) -> str:
    """What a number on the board counts, as the heading of the list behind it."""
    return {
        "due": _("Due in the period"),
        "on_time": _("Answered on time"),
        "late": _("Late or still unanswered"),
        "gross_on_time": _("Answered on time even without pauses"),
        "had_pause": _("Due in the period, and the clock had stood"),
        "void": _("Closed as void before they were due"),
        "answered": _("Due in the period and answered"),
        "reopened": _("Answered and reopened"),
        "corrected": _("Verdict corrected by two persons"),
        "scheduled": _("Still to fall due in the period"),
        "overdue": _("Open and overdue"),
        "overdue_new": _("Overdue for less than a working day"),
        "overdue_1_to_5": _("Overdue for 1 to 5 working days"),
        "overdue_6_to_14": _("Overdue for 6 to 14 working days"),
        "overdue_over_14": _("Overdue for more than 14 working days"),
        "due_today": _("Due today and not yet answered"),
        "due_soon": _("Due in the next three working days"),
        "undrafted_today": _("Due today and no reply begun"),
        "undrafted_soon": _("Due in the next three working days and no reply begun"),
        "open": _("Open"),
    }[figure]


def period_words() -> Mapping[PeriodName, str]:
    return {
        "month": _("This month"),
        "last_month": _("Last month"),
        "quarter": _("This quarter"),
        "year": _("This year"),
    }


def band_words(least: int) -> str:
    """A group of agencies with about as many cases due."""
    return {
        1_000: _("1,000 due or more"),
        100: _("From 100 to 999 due"),
        1: _("Under 100 due: one case moves the figure"),
        0: _("None due in this period"),
    }[least]


def confidence_words(confidence: float) -> str:
    """How sure the program was."""
    if confidence >= SURE:
        return _("High confidence")
    return _("Medium confidence") if confidence >= LIKELY else _("Low confidence")


def triage_reason_words(reason: str | None, needs: str | None) -> str:
    """Why people have to sort a case."""
    if reason == "switched":
        return _("People sort everything for now")
    if needs == "governorate":
        return _("The place decides who answers, and none was given")
    return {
        "unsure": _("The program was not sure"),
        "nothing": _("The text does not say what it is about"),
    }.get(reason or "", _("Sent back to be sorted again"))


def language_words(language: str) -> str:
    return {"ar": _("Arabic"), "en": _("English")}[language]


def closed_as_words(closed_as: str) -> str:
    """Why a case was closed without a reply."""
    return {
        "void_spam": _("Not a genuine case"),
        "duplicate": _("Duplicate of another case"),
        "outside_government": _("Outside government"),
    }[closed_as]


def letter_words(template: str) -> str:
    """What a letter tells."""
    return {**_to_citizens(), **_to_officers(), **_about_accounts()}[template]


def _to_citizens() -> dict[str, str]:
    return {
        "receipt": _("Receipt"),
        "assigned": _("Sent to an agency"),
        "transferred": _("Passed to another agency"),
        "answered": _("Reply is ready"),
        "due_moved": _("Date moved by the calendar"),
        "question": _("Question to the citizen"),
        "stayed": _("Count paused by law"),
        "better_reply": _("A better reply is on its way"),
        "reopened": _("Case reopened"),
        "withdrawn": _("Case withdrawn"),
        "in_review": _("Case under review"),
        "code": _("One-time code"),
        "incident_notice": _("Notice about an incident"),
    }


def _to_officers() -> dict[str, str]:
    return {
        "part_added": _("Part of a case to do"),
        "part_answered": _("Part of a case answered"),
        "part_due": _("Part of a case due soon"),
        "part_late": _("Part of a case late"),
        "first_due": _("First answer due soon"),
        "first_late": _("First answer late"),
        "mentioned": _("Named in a note"),
        "given": _("Given to an officer"),
        "cases_given": _("Several cases given to an officer"),
        "cases_proposed": _("Several cases proposed to pass on"),
        "cases_undecided": _("Several cases to pass on, for the arbiter"),
        "transfer_proposed": _("Proposed to pass on"),
        "transfer_undecided": _("Passing on, for the arbiter"),
        "transfer_accepted": _("Passing on accepted"),
        "transfer_refused": _("Passing on refused"),
        "reminder": _("Reminder to the officer"),
        "due_soon": _("Reminder of a promise in hours"),
        "at_risk": _("At risk"),
        "due_today": _("Due today"),
        "breach": _("Promise broken"),
        "escalation": _("Escalation"),
        "digest": _("List of cases that need somebody"),
        "question_answered": _("The citizen answered"),
        "question_expired": _("No answer came"),
        "stay_ended": _("The stay is over"),
        "reply_rejected": _("Reply rejected"),
        "case_reopened": _("Reopened by the citizen"),
        "commitment_overdue": _("A commitment was not kept"),
        "alarms": _("Alarms about the promise"),
        "case_withdrawn": _("Withdrawn by the citizen"),
        "information_added": _("The citizen added something"),
        "review_asked": _("A review was asked for"),
        "sorting_alarms": _("Alarms about sorting"),
        "reply_sent_back": _("Reply sent back"),
        "surge": _("Many cases alike"),
    }


def _about_accounts() -> dict[str, str]:
    return {
        "password_changed": _("Own password changed"),
        "password_given": _("New password given"),
        "second_factor_on": _("Second factor set up"),
        "second_factor_off": _("Second factor switched off"),
        "second_factor_taken": _("Second factor taken off"),
        "recovery_code_used": _("Recovery code used"),
    }


def letter_state(state: str) -> Chip:
    """Where a letter is."""
    return {
        "queued": Chip("info", "hourglass", _("Waiting to be sent")),
        "sending": Chip("info", "send", _("Being sent")),
        "sent": Chip("ok", "circle-check-big", _("Sent")),
        "held": Chip("soon", "inbox", _("Kept here: no way out is set up")),
        "shown": Chip("", "circle-minus", _("Shown here only: part of a demonstration")),
    }[state]


def letter_channel(channel: str) -> str:
    return {"email": _("E-mail"), "sms": _("Text message"), "console": _("Log only")}[channel]


def closing_words(reason: str) -> str:
    """Why a case gets no reply."""
    return {
        "void_spam": _("Not a case: advertising, nonsense or thanks"),
        "duplicate": _("Sent twice by the same person"),
        "outside_government": _("No government body answers this"),
    }[reason]


def ask_words(reason: str) -> str:
    """What is missing, and so why the citizen is asked."""
    return {
        "place_unclear": _("The place is not clear"),
        "details_missing": _("Details are missing"),
        "document_missing": _("A document or number is missing"),
        "time_unclear": _("It is not clear when it happened"),
        "other_way_tried": _("It is not clear what was tried before"),
    }[reason]


def filed_for(data: Mapping[str, Any]) -> str:
    """That staff filed a case for the citizen, and how it came."""
    return {
        "phone": _("Filed for the citizen, who called"),
        "counter": _("Filed for the citizen at a service counter"),
        "letter": _("Filed for the citizen, who wrote a letter"),
        "email": _("Filed for the citizen, who wrote an e-mail"),
    }.get(data["channel"], _("Filed for the citizen"))
