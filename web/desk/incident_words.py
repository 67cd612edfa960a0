"""Surges and incidents in words."""

from cases.incident_views import SurgeView
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web.names import Names


def title(shown: SurgeView, names: Names) -> str:
    """What it is about, and where."""
    words = _("%(category)s, %(place)s")
    return words % {"category": names.category(shown.category), "place": place_words(shown, names)}


def place_words(shown: SurgeView, names: Names) -> str:
    if shown.level == "block":
        return _("block %(number)s") % {"number": shown.place}
    return names.area(shown.place) if shown.level == "area" else names.governorate(shown.place)


def seen_words(shown: SurgeView) -> str:
    """How many came, and how many are usual in so many hours."""
    words = ngettext(
        "%(num)s case since %(time)s; about %(usual)s in six hours are usual there when it is busy.",
        "%(num)s cases since %(time)s; about %(usual)s in six hours are usual there when it is busy.",
        shown.cases,
    )
    numbers = {"num": i18n.number(shown.cases), "usual": i18n.number(round(shown.usual))}
    return words % {"time": i18n.date_and_time(shown.began_at), **numbers}


def reason_words(reason: str) -> str:
    """Why a case is not among those that are written to, or could not be answered with them."""
    return {
        "": "",
        "other_agency": _("Another agency has it"),
        "no_such_case": _("Another agency has it"),
        "not_for_you": _("Another agency has it"),
        "linked": _("It belongs to another incident"),
        "not_open": _("It is not being worked on"),
        "ticked_off": _("You left it out"),
        "waiting_for_citizen": _("The citizen is being asked something"),
        "answered": _("It was answered meanwhile"),
        "answered_already": _("It was answered meanwhile"),
        "reopened": _("The citizen reopened it meanwhile"),
        "stayed": _("The law does not allow an answer for now"),
        "not_in_future": _("The promised day is past"),
        "needs_approval": _("A colleague has to approve the reply first"),
    }.get(reason) or _("It changed meanwhile")


def state_words(state: str) -> str:
    """What became of one case's line."""
    return {
        "waiting": _("Waits to be sent"),
        "sent": _("Was sent"),
        "refused": _("Not sent"),
        "left_out": _("Left out"),
    }[state]
