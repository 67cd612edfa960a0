"""Jinja with our languages, and the values that every template may use."""

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine
from markupsafe import Markup, escape

from cases.mention_names import pieces
from cases.reference import shown
from tawasul.core import i18n

FOLDER = Path(__file__).parent
TEMPLATES, STATIC = FOLDER / "templates", FOLDER / "static"
# Icons that show a direction: they mirror where reading goes the other way. Clocks and marks do not.
DIRECTED = frozenset(
    {
        *("arrow-right", "file-pen-line", "file-text", "forward", "history", "list-filter", "log-in", "log-out"),
        *("message-square-text", "play", "send", "split", "trending-up", "undo-2"),
    }
)


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a static file, with its hash, so that browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={digest}"


def icon(name: str, css: str = "") -> Markup:
    """A decorative icon of the sprite."""
    names = " ".join(filter(None, ["icon", "icon--flip" if name in DIRECTED else "", css]))
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        names, static("icons/sprite.svg"), name
    )


def reference(value: str) -> Markup:
    """A reference in threes, kept from left to right in any text."""
    return Markup('<bdi class="ltr">{}</bdi>').format(shown(value))


def mentioned(text: str) -> Markup:
    """A note with the colleagues whom it names set off."""
    name = Markup('<bdi class="mention">{}</bdi>')
    return Markup("").join(name.format(words) if account else escape(words) for words, account in pieces(text))


def percent(hundredths: int | None) -> Markup:
    """A rate in hundredths of a percent, rounded down already: `98.70%`; no data is said in words."""
    if hundredths is None:
        return escape(i18n._("No data"))
    return Markup("<bdi>{}%</bdi>").format(f"{hundredths / 100:.2f}".rstrip("0").rstrip("."))


def address(path: str, **values: str | None) -> str:
    """A path with a query of the values that there are."""
    kept = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def time_element(value: datetime | date, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), text)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """One environment for all pages; a name that no page gave is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by ext.i18n
        i18n._, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext
    )
    made.globals.update(_globals())
    return made


def _globals() -> dict[str, Any]:
    return {
        "static": static,
        "address": address,
        "icon": icon,
        "reference": reference,
        "mentioned": mentioned,
        "percent": percent,
        "number": i18n.number,
        "date_long": lambda value: time_element(value, i18n.long_date(value)),
        "date_short": lambda value: time_element(value, i18n.short_date(value)),
        "date_time": lambda value: time_element(value, i18n.date_and_time(value)),
        "time_of_day": i18n.clock_time,
    }


def engine() -> JinjaTemplateEngine:
    return JinjaTemplateEngine.from_environment(environment())
