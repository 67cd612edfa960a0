"""A letter as words: subject and body in its language, as plain text and as HTML made from the same text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tawasul.core import i18n
from tawasul.core.settings import settings

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=select_autoescape(["html"], default_for_string=False, default=False),
)
_environment.install_gettext_callables(i18n._, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by ext.i18n


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter ready to be sent."""

    subject: str
    text: str
    html: str


def render(template: str, language: Literal["ar", "en"], params: Mapping[str, Any]) -> Rendered:
    """The letter in `language`. A value missing from `params` is an error, never an empty place."""
    with i18n.use(language):
        given = {**_shown(params), "public_url": settings().public_url}
        raw = _environment.get_template(f"{template}.txt").render(given)
        subject, _, body = raw.strip().partition("\n")
        paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
        direction = "rtl" if language == "ar" else "ltr"
        html = _environment.get_template("letter.html").render(
            subject=subject, paragraphs=paragraphs, language=language, direction=direction
        )
    return Rendered(subject.strip(), "\n\n".join(paragraphs) + "\n", html)


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    """Values as people read them: references in threes, instants as long dates, names in the language."""
    language = i18n.current()
    shown: dict[str, Any] = {}
    for name, value in params.items():
        if name == "reference":
            shown[name] = f"{value[:3]} {value[3:6]} {value[6:]}"
        elif name.endswith("_at"):
            shown[name] = i18n.long_date(datetime.fromisoformat(cast("str", value)))
        elif isinstance(value, dict):
            shown[name] = value[language]
        elif isinstance(value, list):
            shown[name] = [_shown(item) for item in value]
        else:
            shown[name] = value
    return {"path_reference": params.get("reference", ""), **shown}
