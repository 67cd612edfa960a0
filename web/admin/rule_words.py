"""What is said of rules: why one cannot run, and how the others came to their answer."""

from tawasul.core import i18n
from tawasul.core.i18n import _


def fault_words(fault: str) -> str:
    """Why a rule cannot run."""
    return {
        "agency_gone": _("The agency to which it sends does not answer any more"),
        "category_gone": _("Its service is out of use"),
        "code_gone": _("No service that is in use names this code"),
    }[fault]


def step_words(place: int, found: str) -> str:
    """What one rule said; `place` is its number in the order."""
    words = {
        "fits": _("Rule %(number)s fits and decides"),
        "fault": _("Rule %(number)s fits and cannot run: people decide"),
        "category": _("Rule %(number)s is for another service"),
        "place": _("Rule %(number)s is for another place"),
    }[found]
    return words % {"number": i18n.number(place)}


def missing_words(needs: str | None) -> str:
    """Why nobody was found; nothing where somebody was."""
    if needs == "governorate":
        return _("The governorate is missing: people ask for it")
    return _("No rule that can run says who answers: the case goes before people") if needs else ""
