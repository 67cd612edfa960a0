"""Files of cases in words: how far one is."""

from tawasul.core.i18n import _
from web.words import Chip


def import_chip(state: str) -> Chip:
    """How far a file that came in is."""
    return {
        "checking": Chip("info", "hourglass", _("Being looked through")),
        "checked": Chip("soon", "eye", _("Looked through, nothing taken in")),
        "unreadable": Chip("late", "circle-x", _("Could not be read")),
        "failed": Chip("late", "circle-x", _("Given up after many attempts")),
        "importing": Chip("info", "hourglass", _("Being taken in")),
        "done": Chip("ok", "circle-check-big", _("Taken in")),
        "forgotten": Chip("", "circle-minus", _("Not taken in, the file is removed")),
    }[state]


def export_chip(state: str) -> Chip:
    """How far a file that goes out is."""
    return {
        "writing": Chip("info", "hourglass", _("Being written")),
        "ready": Chip("ok", "circle-check-big", _("Ready")),
        "failed": Chip("late", "circle-x", _("Not written: ask for it again")),
        "forgotten": Chip("", "circle-minus", _("Removed")),
    }[state]
