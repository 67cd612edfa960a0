"""Refusals about one's own account, by code: sentences of the catalogue, looked up when they are said."""

from collections.abc import Mapping


def _mark(message: str) -> str:
    """Marks a sentence for the catalogue."""
    return message


TEXTS: Mapping[str, str] = {
    "step_due": _mark("This account has a step to do first: sign in on a page and follow it"),
    "wrong_password": _mark("This is not your password: type it again"),
    "password_short": _mark("Use at least 12 characters: a few words that you remember will do"),
    "password_is_old": _mark("Choose another one than the password you have now"),
    "password_is_name": _mark("Choose a password that is more than your user name"),
    "password_too_plain": _mark("Use at least 5 different characters"),
    "passwords_differ": _mark("The two passwords are not the same: type the new one again"),
    "wrong_second": _mark("This code is not right, or was used already: wait for the next one on your phone"),
    "login_too_old": _mark("The password was given too long ago: sign in again"),
    "second_not_offered": _mark("There is no second factor here: it is switched off for this installation"),
    "second_is_on": _mark("The second factor is on already"),
    "second_is_off": _mark("This account has no second factor: there is nothing to take off"),
    "second_not_begun": _mark("Begin to set up the second factor first"),
    "second_needs_reason": _mark("Write why: the reason stays in the history of the account"),
    "no_such_session": _mark("There is no such session: it has ended already"),
    "no_such_account": _mark("There is no such account"),
}
