"""Codes as sentences in the reader's language: the one place where a refusal becomes words."""

from collections.abc import Callable, Mapping
from typing import Any

from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext

Sentence = Callable[[Mapping[str, Any]], str]


def _plain(message: str) -> Sentence:
    return lambda params: _(message) % params if params else _(message)


def _mark(message: str) -> str:
    """Marks a sentence for the catalogue; it is looked up when it is said."""
    return message


def _too_long(params: Mapping[str, Any]) -> str:
    over = int(params.get("over", 0))
    words = ngettext(
        "The text is %(over)s character too long: shorten it to %(limit)s.",
        "The text is %(over)s characters too long: shorten it to %(limit)s.",
        over,
    )
    return words % {"over": i18n.number(over), "limit": i18n.number(int(params.get("limit", 5000)))}


def _short_mobile(params: Mapping[str, Any]) -> str:
    missing = int(params.get("missing", 1))
    return ngettext(
        "The number is one digit short: enter 8 digits",
        "The number is %(missing)s digits short: enter 8 digits",
        missing,
    ) % {"missing": missing}


def _too_many(params: Mapping[str, Any]) -> str:
    seconds = int(params.get("retry_after", 1))
    return ngettext(
        "Too many tries. Wait %(seconds)s second, then try again",
        "Too many tries. Wait %(seconds)s seconds, then try again",
        seconds,
    ) % {"seconds": seconds}


_SENTENCES: Mapping[str, Sentence] = {
    "empty": _plain(_mark("Write what happened, even one sentence")),
    "empty_field": _plain(_mark("Fill in this field")),
    "too_long": _too_long,
    "field_too_long": _plain(_mark("This is too long: shorten it")),
    "control": _plain(_mark("The text has a character that cannot be shown: delete it and type it again")),
    "bidi": _plain(_mark("The text has a hidden character that turns its direction: paste it without formatting")),
    "surrogate": _plain(_mark("The text has half of a character: delete it and type it again")),
    "unknown": _plain(_mark("Choose one from the list")),
    "bad_email": _plain(_mark("Write the e-mail address in full, for example name@example.com")),
    "bad_mobile": _plain(_mark("Write a mobile number of 8 digits, or with the code of its country")),
    "short_mobile": _short_mobile,
    "in_future": _plain(_mark("This date has not come yet: enter today or an earlier one")),
    "not_in_future": _plain(_mark("Enter a date after today")),
    "bad_date": _plain(_mark("Enter a date as day, month and year")),
    "wrong_type": _plain(_mark("This value has the wrong form")),
    "unknown_field": _plain(_mark("There is no such field")),
    "bad_reference": _plain(_mark("Check the case number: it has 9 digits and one of them is wrong")),
    "no_such_pair": _plain(_mark("No case has this number and access code. Check both on your receipt")),
    "wrong_login": _plain(_mark("The user name or the password is wrong")),
    "too_many_tries": _too_many,
    "moved": _plain(_mark("Someone else changed this case while you were writing. Your text is kept below")),
    "key_reused": _plain(_mark("This key was used for another case: use a new one")),
    "key_too_long": _plain(_mark("The key is too long: use at most 64 characters")),
    "needs_governorate": _plain(_mark("Choose the governorate: it decides which municipality answers")),
    "needs_date": _plain(_mark("Enter the date by which it will be done")),
    "needs_ground": _plain(_mark("Write the legal ground for declining")),
    "needs_reference": _plain(_mark("Enter the number of the other case")),
    "same_case": _plain(_mark("A case is not its own duplicate: enter another number")),
    "no_such_case": _plain(_mark("There is no such case")),
    "no_such_job": _plain(_mark("This job is no longer in the list")),
    "needs_reason": _plain(_mark("Write the reason, so that the next office understands")),
    "same_agency": _plain(_mark("The case is there already: choose another agency")),
    "too_many_transfers": _plain(_mark("This case has been passed on three times: the arbiter decides now")),
    "returns": _plain(_mark("The case has been with this agency before: only the arbiter can send it back")),
    "answered_already": _plain(_mark("This case has its reply already")),
    "not_open": _plain(_mark("This case is closed")),
    "not_for_you": _plain(_mark("Your account may not open this page")),
    "form_expired": _plain(_mark("This form was open too long or came from another page. Go back, reload, send again")),
    "too_large": _plain(_mark("This is larger than what can be taken at once")),
    "not_json": _plain(_mark("The body is not JSON")),
    "invalid": _plain(_mark("Some of what you entered cannot be taken: see each field")),
    "not_found": _plain(_mark("There is nothing at this address")),
    "not_sorted": _plain(_mark("This case is not sorted yet: choose its category first")),
    "sorted_already": _plain(_mark("This case was sorted meanwhile")),
    "same_category": _plain(_mark("The case has this category already: choose another")),
    "no_rule": _plain(_mark("No rule says which agency answers this: choose another category")),
    "at_risk": _plain(_mark("The promise of this case is at risk or broken: it cannot be made longer now")),
    "clock_not_running": _plain(_mark("The time of this case has ended already")),
    "already_paused": _plain(_mark("The clock of this case stands already")),
    "past_due": _plain(_mark("The promised date has passed: the clock cannot stand any more")),
    "second_pause": _plain(_mark("The clock stood once for this case: only a supervisor can let it stand again")),
    "no_question": _plain(_mark("There is no question that waits for an answer")),
    "needs_stay_ground": _plain(_mark("Write the legal ground of the stay")),
    "needs_end_date": _plain(_mark("Enter the last day of the stay")),
    "past_date": _plain(_mark("This day has passed: enter today or a later one")),
    "stay_too_long": _plain(_mark("A stay lasts 90 days at most: enter an earlier day")),
    "no_stay": _plain(_mark("There is no stay that could be ended")),
    "not_answered": _plain(_mark("This case has no reply that could be judged")),
    "needs_reject_reason": _plain(_mark("Write what the reply leaves unanswered")),
    "reopened_already": _plain(_mark("A case is reopened once, and this one was")),
    "too_late_to_reopen": _plain(_mark("The 14 days for reopening have passed: file a new case")),
    "needs_missing": _plain(_mark("Write what is missing or what came back")),
    "kept_already": _plain(_mark("This commitment is marked as done already")),
    "points_here": _plain(_mark("That case was answered as a duplicate of this one: answer this one yourself")),
    # Changes by two persons: calendars, promises, verdicts.
    "own_proposal": _plain(_mark("You proposed this yourself: another person decides")),
    "no_calendar": _plain(_mark("There is no such calendar")),
    "no_such_change": _plain(_mark("There is no such change")),
    "change_moved": _plain(_mark("Someone else changed this meanwhile: read it as it is now, then decide")),
    "decided_already": _plain(_mark("Someone else has decided on this already")),
    "stale_count": _plain(_mark("What was counted is out of date: count again before anybody decides")),
    "still_applying": _plain(_mark("Open cases still follow the change before this one: wait until it is in force")),
    "needs_remark": _plain(_mark("Write why you refuse, so that the other person understands")),
    "needs_source": _plain(_mark("Enter the number or date of the circular or decision")),
    "needs_name": _plain(_mark("Enter the name in both languages")),
    "ends_before_it_begins": _plain(_mark("The last day is before the first: enter the same day or a later one")),
    "too_many_days": _plain(_mark("This is longer than any holiday or Ramadan: check the dates")),
    "beyond_the_calendar": _plain(_mark("The calendar does not reach so far: make it longer first")),
    "day_in_past": _plain(_mark("This day has passed. If it is meant, mark it as entered after the fact")),
    "no_such_holiday": _plain(_mark("None of these days is a holiday that could be cancelled")),
    "nothing_changes": _plain(_mark("The calendar says so already")),
    "needs_hours": _plain(_mark("Enter the hours, for example 08:00-14:00")),
    "bad_hours": _plain(_mark("Write hours as 08:00-14:00, with a comma between two stretches")),
    "bad_time": _plain(_mark("Write each time with four digits, as 08:00")),
    "closes_before_it_opens": _plain(_mark("The end is before the beginning: check the hours")),
    "overlapping_hours": _plain(_mark("Two stretches of hours overlap: separate them or join them")),
    "overlapping_periods": _plain(_mark("This period overlaps another one: check the dates")),
    "no_working_time": _plain(_mark("No working time would be left in this calendar")),
    "horizon_too_near": _plain(_mark("The calendar would end too soon: let it reach at least 12 months ahead")),
    "target_not_a_day": _plain(_mark("A promise takes at least 1 working day")),
    "target_too_long": _plain(_mark("A promise takes at most 250 working days")),
    "bad_pause_days": _plain(_mark("A question may let the clock stand from 1 to 60 working days")),
    "needs_first_day": _plain(_mark("Enter the day on which it begins to hold")),
    "not_for_citizens": _plain(
        _mark("The citizen’s date hangs on the kind alone: choose the time of the agency for this")
    ),
    "policy_is_there": _plain(_mark("There is a promise for these cases from this day already: choose another day")),
    "first_day_passed": _plain(_mark("Its first day has come: it has to be proposed anew with a later one")),
    "needs_correction_reason": _plain(_mark("Write why the verdict is wrong, and what proves it")),
    "no_verdict_yet": _plain(_mark("This case has no verdict yet: there is nothing to correct")),
    "disputed_already": _plain(_mark("A correction of this verdict waits for a decision already")),
    "verdict_moved": _plain(_mark("The verdict is another one than when this was proposed: refuse it")),
}


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code. An unknown code is a fault of ours and is said as such."""
    say = _SENTENCES.get(code)
    if say is None:
        raise KeyError(f"no sentence for code {code!r}")
    return say(params or {})


def codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_SENTENCES)
