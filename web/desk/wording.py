"""What only staff read, in words: tabs, figures, periods, letters, and how sure the program was."""

from collections.abc import Mapping

from cases.filters import Figure, View
from cases.moments import PeriodName
from tawasul.core.i18n import _, pgettext
from web.words import Chip

SURE, LIKELY = 0.8, 0.5


def view_words() -> Mapping[View, str]:
    """The tabs of a queue."""
    return {
        "all": _("All"),
        "overdue": _("Overdue"),
        "today": pgettext("list", "Due today"),
        "soon": _("Next 3 days"),
        "mine": _("Mine"),
        "unassigned": _("Not taken on"),
        "waiting": _("Waiting for citizen"),
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
    return {
        "receipt": _("Receipt"),
        "assigned": _("Sent to an agency"),
        "transferred": _("Passed to another agency"),
        "answered": _("Reply is ready"),
        "due_moved": _("Date moved by the calendar"),
        "reminder": _("Reminder to the officer"),
        "at_risk": _("At risk"),
        "due_today": _("Due today"),
        "breach": _("Promise broken"),
        "escalation": _("Escalation"),
        "digest": _("List of cases that need somebody"),
        "question": _("Question to the citizen"),
        "stayed": _("Count paused by law"),
        "better_reply": _("A better reply is on its way"),
        "reopened": _("Case reopened"),
        "question_answered": _("The citizen answered"),
        "question_expired": _("No answer came"),
        "stay_ended": _("The stay is over"),
        "reply_rejected": _("Reply rejected"),
        "case_reopened": _("Reopened by the citizen"),
        "commitment_overdue": _("A commitment was not kept"),
        "alarms": _("Alarms about the promise"),
    }[template]


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
