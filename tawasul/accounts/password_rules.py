"""What a password of one's own may be. Pure."""

from tawasul.accounts.staff_rules import is_unseen
from tawasul.core.errors import FieldError

LEAST, MOST = 12, 200
_LEAST_BESIDE_NAME = 8
_LEAST_LETTERS = 5


def faults_of(new: str, again: str, *, old: str, username: str) -> list[FieldError]:
    """Every fault of a password that somebody chooses for herself."""
    faults = []
    if len(new) < LEAST:
        faults.append(FieldError("new", "password_short"))
    elif len(new) > MOST:
        faults.append(FieldError("new", "field_too_long"))
    elif is_unseen(new):
        faults.append(FieldError("new", "control"))
    elif new == old:
        faults.append(FieldError("new", "password_is_old"))
    elif len(new.casefold().replace(username.casefold(), "")) < _LEAST_BESIDE_NAME:
        faults.append(FieldError("new", "password_is_name"))
    elif len(set(new)) < _LEAST_LETTERS:
        faults.append(FieldError("new", "password_too_plain"))
    if new != again:
        faults.append(FieldError("again", "passwords_differ"))
    return faults
