"""What may be filed: every fault of a case to be, at its field. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from tawasul.core.errors import FieldError
from tawasul.core.i18n import LANGUAGES
from tawasul.core.text import clean, faults, is_email, latin_digits

KINDS = ("complaint", "suggestion", "inquiry")
VISIBLE_TO = ("agency", "tawasul")
CHANNELS = ("web", "api", "phone", "counter", "kiosk", "email", "letter")
LONGEST_TEXT = 5_000
LONGEST_NAME = 120
LONGEST_DETAIL = 200
_PLACE_LIMITS = {"block": 20, "road": 60, "landmark": 200}
_MOBILE_DIGITS = 8
_MOBILE = re.compile(r"[0-9]{8}|\+[1-9][0-9]{7,14}")
_TOO_SHORT = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case as somebody wrote it. Empty strings and None mean: not said."""

    text: str
    kind: str | None = None
    language: str = "ar"
    governorate: str | None = None
    area: str | None = None
    block: str = ""
    road: str = ""
    landmark: str = ""
    category: str | None = None
    name: str = ""
    email: str = ""
    mobile: str = ""
    visible_to: str = "tawasul"
    channel: str = "web"
    about_staff: bool = False
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that there are. `governorate_of` maps an area to its governorate."""

    governorates: Collection[str]
    governorate_of: dict[str, str]
    categories: Collection[str]
    questions: Collection[str] = ()


def tidied(draft: CaseDraft) -> CaseDraft:
    """The same, with texts cleaned, digits in Latin, and the mobile number in one spelling."""
    return replace(
        draft,
        text=clean(draft.text),
        block=clean(latin_digits(draft.block)),
        road=clean(latin_digits(draft.road)),
        landmark=clean(draft.landmark),
        name=clean(draft.name),
        email=clean(draft.email),
        mobile=dialled(draft.mobile),
        details=tuple((code, tidy) for code, value in draft.details if (tidy := clean(latin_digits(value)))),
    )


def dialled(typed: str) -> str:
    """A mobile number as it is dialled: eight digits in Bahrain, else `+` and the country's code."""
    number = re.sub(r"[\s\-().\u200e\u200f]", "", latin_digits(typed))
    number = re.sub(r"^00", "+", number)
    return re.sub(r"^\+973(?=[0-9]{8}\Z)", "", number)


def check(draft: CaseDraft, known: Known) -> list[FieldError]:
    """Every fault of a tidied draft."""
    return [
        *_text_faults(draft.text),
        *_code_faults(draft, known),
        *_place_faults(draft),
        *_detail_faults(draft, known),
        *_contact_faults(draft),
    ]


def _text_faults(text: str) -> list[FieldError]:
    if not text:
        return [FieldError("text", "empty")]
    if len(text) > LONGEST_TEXT:
        return [FieldError("text", "too_long", {"limit": LONGEST_TEXT, "over": len(text) - LONGEST_TEXT})]
    return [FieldError("text", code) for code in sorted(faults(text))]


def _code_faults(draft: CaseDraft, known: Known) -> list[FieldError]:
    wrong = {
        "kind": draft.kind is not None and draft.kind not in KINDS,
        "governorate": draft.governorate is not None and draft.governorate not in known.governorates,
        "area": draft.area is not None and draft.area not in known.governorate_of,
        "category": draft.category is not None and draft.category not in known.categories,
        "visible_to": draft.visible_to not in VISIBLE_TO,
        "language": draft.language not in LANGUAGES,
        "channel": draft.channel not in CHANNELS,
    }
    return [FieldError(field, "unknown") for field, is_wrong in wrong.items() if is_wrong]


def _place_faults(draft: CaseDraft) -> list[FieldError]:
    found = []
    for field, limit in _PLACE_LIMITS.items():
        value: str = getattr(draft, field)
        if len(value) > limit:
            found.append(FieldError(field, "field_too_long"))
        found += [FieldError(field, code) for code in sorted(faults(value))]
    return found


def _detail_faults(draft: CaseDraft, known: Known) -> list[FieldError]:
    found = []
    for code, value in draft.details:
        if code not in known.questions:
            found.append(FieldError(detail_field(code), "unknown"))
        if len(value) > LONGEST_DETAIL:
            found.append(FieldError(detail_field(code), "field_too_long"))
        found += [FieldError(detail_field(code), fault) for fault in sorted(faults(value))]
    return found


def detail_field(code: str) -> str:
    """The name of the field in which a question of a category is answered."""
    return f"detail.{code}"


def _contact_faults(draft: CaseDraft) -> list[FieldError]:
    found = [FieldError("name", code) for code in sorted(faults(draft.name))]
    if len(draft.name) > LONGEST_NAME:
        found.append(FieldError("name", "field_too_long"))
    return found + _email_faults(draft.email) + _mobile_faults(draft.mobile)


def address_faults(channel: str, address: str) -> list[FieldError]:
    """What is wrong with a tidied e-mail address or mobile number by itself: also that there is none."""
    if not address:
        return [FieldError("address", "empty_field")]
    found = _email_faults(address) if channel == "email" else _mobile_faults(address)
    return [FieldError("address", fault.code, fault.params) for fault in found]


def _email_faults(email: str) -> list[FieldError]:
    if not email:
        return []
    return [] if is_email(email) else [FieldError("email", "bad_email")]


def _mobile_faults(mobile: str) -> list[FieldError]:
    if not mobile or _MOBILE.fullmatch(mobile):
        return []
    if _TOO_SHORT.fullmatch(mobile):
        return [FieldError("mobile", "short_mobile", {"missing": _MOBILE_DIGITS - len(mobile)})]
    return [FieldError("mobile", "bad_mobile")]
