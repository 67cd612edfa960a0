"""The history of accounts and agencies in words: what was done, and what each value was before and after."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tawasul.accounts import views
from tawasul.accounts.history import ChangeView
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from tawasul.core.i18n import _
from web.names import Names
from web.words import role_words


def act_words(act: str) -> str:
    """What was done, in one line."""
    return {
        "staff_added": _("The account was opened"),
        "staff_changed": _("The account was changed"),
        "staff_undone": _("A change of the account was taken back"),
        "password_given": _("A new password was given"),
        "password_changed": _("The person chose a password"),
        "second_factor_on": _("A second factor was set up"),
        "second_factor_off": _("The person switched the second factor off"),
        "second_factor_taken": _("The second factor was taken off"),
        "recovery_code_used": _("A recovery code was used"),
        "recovery_codes_renewed": _("New recovery codes were made"),
        "session_ended": _("The person ended sessions"),
        "leave_entered": _("Leave was entered"),
        "leave_ended": _("Leave was called off or ended"),
        "agency_added": _("The agency was added"),
        "agency_changed": _("The agency was changed"),
        "agency_undone": _("A change of the agency was taken back"),
    }[act]


def field_words(name: str) -> str:
    """The name of a value."""
    return {
        "name_ar": _("Name in Arabic"),
        "name_en": _("Name in English"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "role": _("Role"),
        "agency": _("Agency"),
        "parent": _("Belongs to"),
        "language": _("Language"),
        "active": _("Can log in"),
        "first": _("First day"),
        "last": _("Last day"),
        "stand_in": _("Stand-in"),
        "retired": _("Retired"),
        "successor": _("Successor"),
        "reason": _("Reason"),
    }[name]


def value_words(name: str, value: Any, names: Names, people: Mapping[int, StaffView]) -> str:
    """A value as it is read."""
    if value is None or value == "":
        return _("None")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "role":
        return role_words(value)
    if name in ("agency", "parent", "successor"):
        return names.agency(value)
    if name == "language":
        return language_words(value)
    if name in ("first", "last"):
        return i18n.long_date(date.fromisoformat(value))
    return people[value].name if name == "stand_in" and value in people else str(value)


def language_words(code: str) -> str:
    """Each language by its own name, as its readers look for it."""
    return {"ar": "العربية", "en": "English"}[code]


async def history_lines(changes: list[ChangeView], names: Names) -> list[dict[str, Any]]:
    """The changes of an account or an agency, ready to be shown."""
    people = await people_of(changes)
    return [_line(change, names, people) for change in changes]


def _line(change: ChangeView, names: Names, people: Mapping[int, StaffView]) -> dict[str, Any]:
    fields = [*change.after, *(name for name in change.before if name not in change.after)]
    kind, _sign, number = change.actor.partition(":")
    return {
        "seq": change.seq,
        "at": change.at,
        "words": act_words(change.act),
        "by": people[int(number)].name if kind == "staff" and int(number) in people else None,
        "undoes": change.undoes,
        "can_be_undone": bool(change.before) and set(change.before) == set(change.after),
        "values": [
            (
                field_words(name),
                value_words(name, change.before.get(name), names, people),
                value_words(name, change.after.get(name), names, people),
            )
            for name in fields
        ],
    }


async def people_of(changes: list[ChangeView]) -> dict[int, StaffView]:
    """Everybody named in the changes."""
    numbers = {int(change.actor.partition(":")[2]) for change in changes if change.actor.startswith("staff:")}
    numbers |= {values["stand_in"] for change in changes for values in (change.before, change.after)
                if values.get("stand_in") is not None}  # fmt: skip
    return await views.by_ids(sorted(numbers))
