"""Who administers whom, and what an account may say. Pure."""

from collections.abc import Mapping
from typing import Any

from tawasul.accounts.permissions import NATIONAL, ROLES, Scope
from tawasul.accounts.views import StaffView
from tawasul.core.errors import FieldError
from tawasul.core.i18n import LANGUAGES
from tawasul.core.text import faults as text_faults
from tawasul.core.text import is_email

_NAME = 120
_WITHOUT_AGENCY = NATIONAL | {"administrator", "call_centre"}
# Nobody gives a role above their own.
_MANAGES: Mapping[str, frozenset[str]] = {
    "administrator": frozenset(ROLES),
    "head": frozenset({"officer", "supervisor"}),
    "supervisor": frozenset({"officer"}),
}


def roles_given_by(role: str) -> tuple[str, ...]:
    """The roles that somebody of this role gives and takes, in the order of all."""
    return tuple(one for one in ROLES if one in _MANAGES.get(role, frozenset()))


def manages(by: StaffView, scope: Scope, role: str, agency: str | None) -> bool:
    """Whether `by` administers accounts of this role in this agency."""
    if role not in _MANAGES.get(by.role, frozenset()):
        return False
    return by.role == "administrator" or scope.holds(agency)


def has_agency(role: str) -> bool:
    """Whether a role belongs to an agency."""
    return role not in _WITHOUT_AGENCY


def faults_of(values: Mapping[str, Any]) -> list[FieldError]:
    """Every fault of the values of an account, without asking the database."""
    faults = [*name_faults(values, _NAME), *email_faults(values)]
    if values["role"] not in ROLES:
        faults.append(FieldError("role", "unknown"))
    elif has_agency(values["role"]) != (values["agency"] is not None):
        faults.append(FieldError("agency", "agency_needed" if values["agency"] is None else "agency_not_for_role"))
    if values["language"] not in LANGUAGES:
        faults.append(FieldError("language", "unknown"))
    return faults


def name_faults(values: Mapping[str, Any], longest: int) -> list[FieldError]:
    """A name is needed in both languages, as every reader has one of them."""
    faults = []
    for field in ("name_ar", "name_en"):
        if not values[field]:
            faults.append(FieldError(field, "empty_field"))
        elif len(values[field]) > longest:
            faults.append(FieldError(field, "field_too_long"))
        elif is_unseen(values[field]):
            faults.append(FieldError(field, "control"))
    return faults


def email_faults(values: Mapping[str, Any]) -> list[FieldError]:
    email = values["email"]
    return [] if email is None or is_email(email) else [FieldError("email", "bad_email")]


def is_unseen(text: str) -> bool:
    """Whether a line has characters that nobody sees, or a line end."""
    return bool(text_faults(text)) or "\n" in text
