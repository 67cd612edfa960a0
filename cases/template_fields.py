"""The places of a template, and what stands in them in the end. Pure."""

import re
from collections.abc import Mapping

from tawasul.core.errors import FieldError

FIELDS = (
    "reference",
    "citizen_name",
    "agency",
    "case_subject",
    "received_on",
    "due_date",
    "officer_name",
)
_PLACE = re.compile(r"\{([^{}\n]*)\}")
_BRACES = re.compile(r"[{}]")
_LONGEST_NAMED = 60


def unknown(text: str) -> list[str]:
    """The names in braces that are no field, each once, as they were written."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name.strip() not in FIELDS))


def faults(field: str, text: str) -> list[FieldError]:
    """What is wrong with the places of a template: names that nobody knows, and braces around nothing."""
    found = [FieldError(field, "unknown_place", {"names": _listed(names)}) for names in [unknown(text)] if names]
    return found or ([FieldError(field, "lone_brace")] if _BRACES.search(_PLACE.sub("", text)) else [])


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every place filled. A letter never holds a brace: what cannot be filled is left out."""
    filled = _PLACE.sub(lambda found: values.get(found[1].strip(), ""), text)
    return _BRACES.sub("", filled)


def unfilled(field: str, text: str) -> list[FieldError]:
    """A reply that still has a place of a template in it."""
    left = [name for name in _PLACE.findall(text) if name.strip() in FIELDS]
    return [FieldError(field, "place_left", {"names": _listed(left)})] if left else []


def _listed(names: list[str]) -> str:
    return " ".join(f"{{{name[:_LONGEST_NAMED]}}}" for name in dict.fromkeys(names))
