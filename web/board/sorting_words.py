"""What the page about sorting says besides its numbers: whole sentences in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from cases.filters import NO_AGENCY
from cases.sorted_figures import SortedFigure, SortedFigures
from cases.sorted_list import Under
from classifier.promised import Promise
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web.desk.wording import language_words
from web.names import Names
from web.words import Chip

# With so many judged the share is certain enough to stand alone.
MANY = 1_000
_KEEP = "\u200e"


def hundredths(share: float) -> int:
    """A share in hundredths of a percent, rounded down."""
    return int(share * 10_000 + 1e-6)


def _plain(value: int) -> str:
    """A share in a text without marks, which keeps its sign on its side in Arabic."""
    return f"{_KEEP}{f'{value / 100:.2f}'.rstrip('0').rstrip('.')}%{_KEEP}"


def days_words(days: int) -> str:
    """A stretch of days up to today."""
    return ngettext("The last %(num)s day", "The last %(num)s days", days) % {"num": i18n.number(days)}


def figure_words(figure: SortedFigure) -> str:
    """What a number counts, as the heading of its list."""
    return {
        "sorted": _("Read by the program"),
        "routed": _("Sent on by the program"),
        "chosen": _("Went by the citizen's choice"),
        "held": _("The program was sure, and people decided"),
        "unsure": _("The program was unsure"),
        "nothing": _("The program found nothing to sort"),
        "judged": _("Sent on by the program, and judged by people's acts"),
        "stayed": _("Sent on by the program, and kept by the agency"),
        "moved_away": _("Sent on by the program, and moved away by people"),
        "unjudged": _("Sent on by the program, and not judged yet"),
        "recategorised": _("Sent on by the program, and given another service"),
        "placed": _("Sorted by people in triage"),
    }[figure]


def under_words(under: Under, known: Names) -> list[str]:
    """What a list is narrowed to, in words."""
    span = _("From %(first)s to %(last)s") % {
        "first": i18n.short_date(under.span.first),
        "last": i18n.short_date(under.span.last),
    }
    agency = _("Not given to an agency yet") if under.agency == NO_AGENCY else known.agency(under.agency)
    language = language_words(under.language) if under.language else ""
    return [words for words in (span, language, agency) if words]


def verdict(figures: SortedFigures, promise: Promise) -> Chip | None:
    """How what stayed stands to the promise, and how certain that is; None before anything was judged."""
    certain, rate = figures.certainty, figures.precision.hundredths
    if certain is None or rate is None:
        return None
    aim = {"promise": _plain(hundredths(promise.precision))}
    if certain.low >= promise.precision:
        return Chip("ok", "circle-check-big", _("Above the promise of %(promise)s") % aim)
    if certain.high < promise.precision:
        return Chip("late", "triangle-alert", _("Below the promise of %(promise)s") % aim)
    if rate >= hundredths(promise.precision):
        return Chip("ok", "circle-check", _("Keeps the promise of %(promise)s, as far as can be told") % aim)
    return Chip("soon", "hourglass", _("Under the promise of %(promise)s, but it may be chance") % aim)


def certainty(figures: SortedFigures) -> str:
    """Between what the truth lies, where there are few to go by."""
    found = figures.certainty
    if found is None or figures.counts["judged"] >= MANY:
        return ""
    bounds = {"low": _plain(hundredths(found.low)), "high": _plain(ceil(found.high * 10_000 - 1e-6))}
    return _("With so few, the true share lies between %(low)s and %(high)s, 95 times in 100.") % bounds


def promises(promise: Promise) -> list[str]:
    """What the report of the running model promised to send on, by language."""
    sentences = {
        "ar": _("The model's report promised %(share)s of Arabic texts."),
        "en": _("The model's report promised %(share)s of English texts."),
    }
    return [
        words % {"share": _plain(hundredths(promise.coverage[language]))}
        for language, words in sentences.items()
        if language in promise.coverage
    ]


def wait_words(band: str | None) -> str:
    """The time within which half of those that people sorted were sorted."""
    words: Mapping[str | None, str] = {
        None: _("No data"),
        "within_1h": _("Under an hour"),
        "within_4h": _("1 to 4 hours"),
        "within_8h": _("4 to 8 hours"),
        "within_24h": _("8 to 24 hours"),
        "within_72h": _("1 to 3 days"),
        "longer": _("More than 3 days"),
    }
    return words[band]


def trend_words(weeks: Sequence[tuple[date, int | None]]) -> str:
    """A whole chart for those who do not see it."""
    known = [(first, rate) for first, rate in weeks if rate is not None]
    if not known:
        return _("There is nothing to show for these weeks.")
    (first, was), (last, is_now) = known[0], known[-1]
    lowest = min(rate for _first, rate in known)
    return _("From %(was)s in the week from %(first)s to %(now)s in the week from %(last)s; lowest %(lowest)s.") % {
        "was": _plain(was),
        "first": i18n.short_date(first),
        "now": _plain(is_now),
        "last": i18n.short_date(last),
        "lowest": _plain(lowest),
    }
