"""What staff write with an act: its faults, at its field. Pure."""

from tawasul.core.errors import FieldError
from tawasul.core.text import faults

LONGEST = 5_000


def faults_of(field: str, text: str, *, empty: str | None, longest: int = LONGEST) -> list[FieldError]:
    """Every fault of a cleaned text. `empty` is the code for one that must not be empty, None if it may."""
    if not text:
        return [FieldError(field, empty)] if empty else []
    if len(text) > longest:
        return [FieldError(field, "too_long", {"limit": longest, "over": len(text) - longest})]
    return [FieldError(field, code) for code in sorted(faults(text))]
