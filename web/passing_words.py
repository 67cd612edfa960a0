"""What the history says of passing a case on."""

from collections.abc import Mapping

from tawasul.core.i18n import _


def passing_words() -> Mapping[str, str]:
    """Lines of the history, by act."""
    return {
        "part_added": _("%(agency)s was asked for its part"),
        "part_taken": _("Somebody of %(agency)s took its part on"),
        "part_answered": _("%(agency)s answered its part"),
        "part_escalated": _("%(agency)s was reminded of its part"),
        "part_withdrawn": _("The part of %(agency)s was withdrawn"),
        "transfer_proposed": _("It was proposed to pass it to %(agency)s"),
        "transfer_refused": _("Passing it to %(agency)s was refused"),
        "transfer_withdrawn": _("The proposal to pass it to %(agency)s was taken back"),
        "transfer_raised": _("Nobody decided on passing it to %(agency)s in time: the arbiter does"),
    }
