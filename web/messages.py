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
    "points_here": _plain(_mark("That case was answered as a duplicate of this one: answer this one yourself")),
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
