"""Templates and the rules of replies in words."""

from collections.abc import Mapping
from typing import Any

from cases.reply_templates import VersionView
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web.words import outcome_words


def place_words(name: str) -> str:
    """What stands in a place of a template in the end."""
    return {
        "reference": _("The number of the case"),
        "citizen_name": _("The citizen’s name, where the agency may see it"),
        "agency": _("The name of the agency"),
        "case_subject": _("The service that the case is about"),
        "received_on": _("The day on which it was received"),
        "due_date": _("The day by which the reply is promised"),
        "officer_name": _("The name of whoever writes the reply"),
    }[name]


def act_words(version: VersionView) -> str:
    """How a version came about."""
    return {
        "made": _("Written"),
        "changed": _("Changed"),
        "restored": _("Version %(number)s was brought back"),
        "retired": _("Taken out of use"),
        "revived": _("Taken into use again"),
    }[version.act] % {"number": version.restored}


def demand_words(demands: str) -> str:
    """Which replies a colleague reads first."""
    return {
        "never": _("None: whoever writes a reply sends it"),
        "all": _("Every reply"),
        "some": _("Replies with some outcomes"),
    }[demands]


def rule_words(data: Mapping[str, Any]) -> str:
    """A rule in one line of its history."""
    outcomes = ", " if i18n.current() == "en" else "، "
    named = outcomes.join(outcome_words(code) for code in data["outcomes"])
    words = _("Replies with these outcomes: %(outcomes)s") if data["demands"] == "some" else None
    return words % {"outcomes": named} if words else demand_words(data["demands"])


def approver_words(count: int) -> str:
    """How many officers may approve besides those above them; nothing where none may."""
    if not count:
        return ""
    words = ngettext("%(num)s officer may approve too", "%(num)s officers may approve too", count)
    return words % {"num": i18n.number(count)}
