"""What can be wrong with a clock, in words for those who mend it."""

from sla.audit import Fault
from tawasul.core.i18n import _


def clock_kind(kind: str) -> str:
    """Which promise a clock measures."""
    return {
        "final_reply": _("The reply to the citizen"),
        "first_response": _("The first message to the citizen"),
        "agency": _("The agency's holding time"),
        "part": _("The time of a part"),
    }[kind]


def fault_words(fault: Fault) -> str:
    """What the audit found, as a sentence."""
    return {
        "differs": _("The clock is not what its history makes of it."),
        "no_events": _("The clock has no history that makes a clock."),
        "never_wakes": _("The clock is open and nothing will ever wake it."),
        "no_clock": _("The case lacks a promise for one of its rounds."),
        "miscounted": _("A number on the boards is not what a recount gives."),
        "no_case": _("The clock belongs to no case, or to a round that its case has not had."),
    }[fault]
