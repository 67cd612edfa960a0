"""Reading JSON bodies by hand, so that every fault is named at its field, in the reader's language."""

import json
from collections.abc import Mapping
from typing import Any

from cases.filing_form import KINDS, CaseDraft
from tawasul.core.errors import DomainError, FieldError, Invalid
from tawasul.core.i18n import LANGUAGES
from tawasul.core.text import language_of

_TEXTS = ("text", "kind", "language", "governorate", "area", "block", "road", "landmark", "category")
_CONTACT = ("name", "email", "mobile", "visible_to")
_VISIBLE = ("agency", "tawasul")


class NotJson(DomainError):
    """A body that is no JSON object."""


def parse(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a body. `NotJson` if it is anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotJson("not_json") from error
    if not isinstance(found, dict):
        raise NotJson("not_json")
    return found


def draft(body: Mapping[str, Any]) -> CaseDraft:
    """The case that a body describes. `Invalid` with every fault of form; its meaning is judged at intake."""
    contact = body.get("contact")
    faults = _faults(body, (*_TEXTS, "contact"), _TEXTS, "")
    if contact is not None and not isinstance(contact, dict):
        faults.append(FieldError("contact", "wrong_type"))
    given = contact if isinstance(contact, dict) else {}
    faults += _faults(given, _CONTACT, _CONTACT, "contact.")
    faults += _unknown(body, "kind", KINDS) + _unknown(body, "language", LANGUAGES)
    faults += [
        FieldError("contact.visible_to", "unknown") for value in [given.get("visible_to")] if _is_other(value, _VISIBLE)
    ]
    if faults:
        raise Invalid(*faults)
    text = body.get("text") or ""
    return CaseDraft(
        text=text,
        kind=body.get("kind"),
        language=body.get("language") or language_of(text),
        governorate=body.get("governorate") or None,
        area=body.get("area") or None,
        block=body.get("block") or "",
        road=body.get("road") or "",
        landmark=body.get("landmark") or "",
        category=body.get("category") or None,
        name=given.get("name") or "",
        email=given.get("email") or "",
        mobile=given.get("mobile") or "",
        visible_to=given.get("visible_to") or "tawasul",
        channel="api",
    )


def one_text(body: Mapping[str, Any], name: str) -> str:
    """The only text of a body. `Invalid` with every fault of form; its meaning is judged by the act."""
    if faults := _faults(body, (name,), (name,), ""):
        raise Invalid(*faults)
    return body.get(name) or ""


def _faults(body: Mapping[str, Any], known: tuple[str, ...], texts: tuple[str, ...], prefix: str) -> list[FieldError]:
    """Names that there are not, and values that are no text."""
    faults = [FieldError(f"{prefix}{name}", "unknown_field") for name in body if name not in known]
    for name in texts:
        if body.get(name) is not None and not isinstance(body[name], str):
            faults.append(FieldError(f"{prefix}{name}", "wrong_type"))
    return faults


def _unknown(body: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> list[FieldError]:
    return [FieldError(name, "unknown")] if _is_other(body.get(name), choices) else []


def _is_other(value: Any, choices: tuple[str, ...]) -> bool:
    return isinstance(value, str) and value not in choices
