"""A row of a file of cases: what it says, and every fault of it at its column. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.filing_form import CaseDraft, Known, check, tidied
from tawasul.core.errors import FieldError
from tawasul.core.i18n import ZONE
from tawasul.core.sheet_reading import Unusable
from tawasul.core.text import clean, language_of

COLUMNS = (
    "external_id",
    "text",
    "received_at",
    "kind",
    "language",
    "category",
    "governorate",
    "area",
    "block",
    "road",
    "landmark",
    "channel",
    "name",
    "email",
    "mobile",
    "visible_to",
)
NEEDED = ("external_id", "text", "received_at")
LONGEST_NUMBER = 100
_USUAL_CHANNEL, _USUAL_VISIBILITY = "counter", "tawasul"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A case as another system had it, under its number there."""

    number: str
    draft: CaseDraft
    received_at: datetime


def read(row: Mapping[str, str], known: Known, between: tuple[date, datetime]) -> ImportRow | list[FieldError]:
    """The case of a row, or every fault of it. An instant without a zone is Bahrain's.

    `between`: the first day on which a case could be received, as promises go back no further, and now.
    """
    if found := _unusable(row):
        return found
    first, now = between
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    received_at = _instant(said["received_at"])
    draft = tidied(_draft(said))
    faults = [*_number_faults(said["external_id"]), *check(draft, known)]
    if received_at is None:
        faults.append(FieldError("received_at", "bad_instant"))
    elif received_at > now:
        faults.append(FieldError("received_at", "in_future"))
    elif received_at.date() < first:
        faults.append(FieldError("received_at", "before_promises"))
    if faults or received_at is None:
        return faults
    return ImportRow(clean(said["external_id"]), draft, received_at)


def _unusable(row: Mapping[str, str]) -> list[FieldError]:
    """The cells of a workbook that hold no value."""
    return [
        FieldError(name, "formula_cell" if cell.is_formula else "error_cell")
        for name in COLUMNS
        if isinstance(cell := row.get(name), Unusable)
    ]


def _draft(said: Mapping[str, str]) -> CaseDraft:
    return CaseDraft(
        text=said["text"],
        kind=said["kind"] or None,
        language=said["language"] or language_of(said["text"]),
        governorate=said["governorate"] or None,
        area=said["area"] or None,
        block=said["block"],
        road=said["road"],
        landmark=said["landmark"],
        category=said["category"] or None,
        name=said["name"],
        email=said["email"],
        mobile=said["mobile"],
        visible_to=said["visible_to"] or _USUAL_VISIBILITY,
        channel=said["channel"] or _USUAL_CHANNEL,
    )


def _number_faults(number: str) -> list[FieldError]:
    if not clean(number):
        return [FieldError("external_id", "needs_external_id")]
    return [FieldError("external_id", "field_too_long")] if len(number) > LONGEST_NUMBER else []


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(ZONE)
    except (ValueError, OverflowError):
        return None
