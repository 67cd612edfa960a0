"""A form on its way: what was typed so far, kept sealed for a day under the hash of a random token."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from cases import attachments, filing_form, intake, suggestion
from cases.filing_form import CaseDraft, tidied
from cases.intake import Receipt
from cases.tables import Filing
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.errors import FieldError, NotFound
from tawasul.core.i18n import current
from tawasul.core.seal import seal, token, token_hash, unseal

LIFETIME = timedelta(hours=24)
CHANNEL = "channel"
_PURPOSE = "filing"
_DETAIL = filing_form.detail_field("")
_LONGEST_FIELD = 20_000


async def start(lifetime: timedelta = LIFETIME) -> str:
    """Begin a form; returns its token."""
    fresh, now = token(), clock.now()
    row = Filing(key_hash=token_hash(fresh), fields=_sealed({}), created_at=now, expires_at=now + lifetime)
    await Filing.insert(row)
    return fresh


async def load(token_: str) -> dict[str, str] | None:
    """What was typed; None if the form is unknown, expired, or filed."""
    row = (
        await Filing.select(Filing.fields)
        .where(Filing.key_hash == token_hash(token_), Filing.expires_at > clock.now(), Filing.case.is_null())
        .first()
    )
    return _unsealed(row["fields"]) if row and row["fields"] else None


async def save(token_: str, fields: Mapping[str, str]) -> None:
    """Keep what was typed, faulty or not. A filed form is not changed any more."""
    kept = {name: value[:_LONGEST_FIELD] for name, value in fields.items()}
    await Filing.update({Filing.fields: _sealed(kept)}).where(
        Filing.key_hash == token_hash(token_), Filing.case.is_null()
    )


async def number_of(token_: str) -> int | None:
    """The row of a form that is on its way, to which files are attached."""
    row = await _row(token_)
    return row["id"] if row and row["case"] is None else None


async def faults(fields: Mapping[str, str], names: Collection[str]) -> list[FieldError]:
    """The faults of the named fields."""
    found = filing_form.check(tidied(draft_of(fields)), await intake.known())
    return [fault for fault in found if fault.field in names]


async def file(token_: str) -> Receipt:
    """File the form. Sent twice it files once. `NotFound` if it expired, `Invalid` if something is wrong."""
    row = await _row(token_)
    if row is None:
        raise NotFound("form_expired")
    fields = _unsealed(row["fields"]) if row["fields"] else {}
    return await intake.file_form(draft_of(fields), row["id"])


async def filed(token_: str) -> Receipt | None:
    """The receipt of a form that was filed."""
    row = await _row(token_)
    if row is None or row["case"] is None:
        return None
    return await intake.receipt_of(row["case"], row["due_at"])


async def forget(token_: str) -> None:
    """Remove a form that was not filed, with its files and what the sorter was asked: its writer has gone."""
    row = await _row(token_)
    if row is None or row["case"] is not None:
        return
    await attachments.forget_forms([row["id"]])
    await fetch('DELETE FROM "filing" WHERE "id" = {} AND "case" IS NULL RETURNING "id"', row["id"])
    asked = _unsealed(row["fields"]).get("suggestion") if row["fields"] else None
    if asked:
        await suggestion.forget(asked)


async def forget_expired() -> int:
    """Remove forms and keys past their time; returns how many."""
    now = clock.now()
    rows = await Filing.select(Filing.id).where(Filing.expires_at < now, Filing.case.is_null())
    await attachments.forget_forms([row["id"] for row in rows])
    return len(await fetch('DELETE FROM "filing" WHERE "expires_at" < {} RETURNING "id"', now))


def draft_of(fields: Mapping[str, str]) -> CaseDraft:
    """The case that a form's fields describe. Whoever stays anonymous leaves no contact, whatever was typed."""
    contact = {} if fields.get("anonymous") == "yes" else fields
    return CaseDraft(
        text=fields.get("text", ""),
        kind=fields.get("kind") or None,
        language=current(),
        governorate=fields.get("governorate") or None,
        area=fields.get("area") or None,
        block=fields.get("block", ""),
        road=fields.get("road", ""),
        landmark=fields.get("landmark", ""),
        category=fields.get("category") or None,
        details=details_of(fields.get("category") or "", fields),
        name=contact.get("name", ""),
        email=contact.get("email", ""),
        mobile=contact.get("mobile", ""),
        visible_to=contact.get("visible_to") or "tawasul",
        about_staff=fields.get("about_staff") == "yes",
        channel=fields.get(CHANNEL) or "web",
    )


def details_of(category: str, fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What was answered to the questions of the category that is chosen; the others were only offered."""
    marked = {name.removeprefix(_DETAIL): value for name, value in fields.items() if name.startswith(_DETAIL)}
    return tuple((code, value) for code, value in marked.items() if category and code.startswith(f"{category}."))


async def _row(token_: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (
        await Filing.select(Filing.id, Filing.fields, Filing.case, Filing.due_at)
        .where(Filing.key_hash == token_hash(token_), Filing.expires_at > clock.now())
        .first()
    )
    return found


def _sealed(fields: Mapping[str, str]) -> str:
    # Half of a surrogate pair can be typed and must come back to be mended, yet has no UTF-8: ASCII holds it.
    return seal(json.dumps(dict(fields)), purpose=_PURPOSE)


def _unsealed(sealed: str) -> dict[str, str]:
    fields: dict[str, str] = json.loads(unseal(sealed, purpose=_PURPOSE))
    return fields
