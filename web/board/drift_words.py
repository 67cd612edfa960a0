"""Alarms about the sorter in words: what was seen, what that may mean, and what is to be done."""

from datetime import date

from cases import drift
from cases.drift import DriftView
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from tawasul.core.i18n import _
from web.board.alert_words import AlertWords
from web.names import Names


async def standing(staff: StaffView, known: Names) -> list[AlertWords]:
    """The alarms of the last whole week for this reader."""
    return [in_words(each, known) for each in await drift.current(staff)]


def in_words(alert: DriftView, known: Names) -> AlertWords:
    """One alarm in the reader's language."""
    wrong = alert.kind == "sort_precision"
    kind, icon = ("late", "octagon-alert") if wrong else ("soon", "triangle-alert")
    return AlertWords(kind, icon, _title(alert), _seen(alert), _meaning(alert, known), _advice(alert), alert.at)


def _title(alert: DriftView) -> str:
    arabic = alert.language == "ar"
    if alert.kind == "sort_precision":
        return (
            _("Sorting, Arabic texts: agencies keep less than promised")
            if arabic
            else _("Sorting, English texts: agencies keep less than promised")
        )
    if alert.kind == "sort_coverage":
        return (
            _("Sorting, Arabic texts: the program is sure less often than promised")
            if arabic
            else _("Sorting, English texts: the program is sure less often than promised")
        )
    if alert.kind == "sort_fates":
        return _("Sorting: the program is sure, unsure or silent in other proportions than before")
    return _("Sorting: cases are about other things than before")


def _seen(alert: DriftView) -> str:
    said = {
        "first": i18n.long_date(date.fromisoformat(alert.first)),
        "last": i18n.long_date(date.fromisoformat(alert.last)),
        "part": i18n.number(alert.part),
        "whole": i18n.number(alert.whole),
        "moved": f"{alert.moved / 1_000:.2f}",
        "limit": f"{alert.limit / 1_000:.2f}",
    }
    words = {
        "sort_precision": _(
            "Of what was sent on from %(first)s to %(last)s and judged since (%(whole)s), %(part)s stayed."
        ),
        "sort_coverage": _("Of what was read from %(first)s to %(last)s (%(whole)s), it was sure of %(part)s."),
    }.get(
        alert.kind,
        _("From %(first)s to %(last)s the mix moved by %(moved)s, against four weeks before. Limit: %(limit)s."),
    )
    return words % said


def _meaning(alert: DriftView, known: Names) -> str:
    if alert.kind == "sort_categories":
        return _("What moved most: %(category)s.") % {"category": known.category(alert.most) or _("Rare services")}
    if alert.kind == "sort_fates":
        return ""
    share = f"\u200e{f'{alert.promised / 100:.2f}'.rstrip('0').rstrip('.')}%\u200e"
    return _("Promised: %(promise)s.") % {"promise": share}


def _advice(alert: DriftView) -> str:
    if alert.kind == "sort_precision":
        return _("Look at the cases that moved away. Until the program is right again, people can do all the sorting.")
    return _("Look at the cases behind the numbers: something new may have happened that the program has not learnt.")
