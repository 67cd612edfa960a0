"""Languages: sentences, dates and numbers in the reader's language. Arabic first, English beside it.

Catalogues are the `*.po` files of `tawasul/locale/ar`, one a subject, read once. English is the language of
the message ids, so it needs none.
"""

import gettext as std_gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "en")
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"
ZONE = ZoneInfo("Asia/Bahrain")

_language: ContextVar[Language] = ContextVar("language", default="ar")


def current() -> Language:
    """The language of whoever is being answered."""
    return _language.get()


@contextmanager
def use(language: Language) -> Iterator[None]:
    """Answer in `language` inside the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def choose(language: Language) -> None:
    """Answer in `language` from here to the end of this task."""
    _language.set(language)


@lru_cache(maxsize=2)
def catalogue(language: Language) -> std_gettext.NullTranslations:
    """All sentences of one language, from its `*.po` files."""
    if language == "en":
        return std_gettext.NullTranslations()
    merged = Catalog(locale=language)
    for path in sorted((LOCALE_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=language)
        # Babel has an order of its own for the forms of Arabic; the order of the files is the one that holds.
        merged.mime_headers = [("plural-forms", part.plural_forms)]
        for message in part:
            if message.id:
                merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return std_gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    return catalogue(current()).gettext(message)


def pgettext(context: str, message: str) -> str:
    return catalogue(current()).pgettext(context, message)


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(current()).ngettext(one, many, count)


def long_date(value: date | datetime) -> str:
    """`الخميس 10 ديسمبر 2026` or `Thursday 10 December 2026`, as seen in Bahrain."""
    day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return _western(format_date(day, "EEEE d MMMM y", locale=_LOCALES[current()]))


def short_date(value: date | datetime) -> str:
    """`10 ديسمبر 2026` or `10 December 2026`."""
    day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return _western(format_date(day, "d MMMM y", locale=_LOCALES[current()]))


def month(value: date) -> str:
    """`نوفمبر 2026` or `November 2026`."""
    return _western(format_date(value, "LLLL y", locale=_LOCALES[current()]))


def short_month(value: date) -> str:
    """The month alone, as short as the language writes it: `نوفمبر` or `Nov`."""
    return format_date(value, "LLL", locale=_LOCALES[current()])


def weekday(number: int, *, narrow: bool = False) -> str:
    """A day of the week, Monday being 0: `الأحد` or `Sunday`; narrow, its letter."""
    width: Literal["wide", "narrow"] = "narrow" if narrow else "wide"
    name: str = get_day_names(width, "stand-alone", locale=_LOCALES[current()])[number]
    return name


def clock_time(value: datetime | time) -> str:
    """The time of day on a 24-hour clock without a leading zero: `9:41`."""
    local = value.astimezone(ZONE) if isinstance(value, datetime) else value
    return f"{local.hour}:{local.minute:02d}"


def date_and_time(value: datetime) -> str:
    """Day, date, year and time, joined as the language joins them."""
    return _("%(date)s, %(time)s") % {"date": long_date(value), "time": clock_time(value)}


def number(value: float) -> str:
    """A number with Western digits, grouped by thousands."""
    return _western(format_decimal(value, locale="en"))


_LOCALES = {"ar": "ar_BH", "en": "en_GB"}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _western(text: str) -> str:
    return text.translate(_DIGITS)
