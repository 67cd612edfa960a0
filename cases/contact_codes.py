"""One-time codes: who can read what is sent to an address proves to be the one who left it."""

import secrets
from datetime import timedelta

from cases.citizen_tables import ContactCode
from cases.contacts import fingerprint_of
from cases.filing_form import address_faults
from cases.tables import Contact
from tawasul.core import clock, throttle
from tawasul.core.db import fetch, transaction
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.seal import fingerprint, seal
from tawasul.notify import Recipient, write
from tawasul.notify.letters import SEALED, About

LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6
_COLUMNS = {"email": "email", "sms": "mobile"}
_TRY = """
    UPDATE "contact_code" SET "tries" = "tries" + 1 WHERE "id" = (
        SELECT "id" FROM "contact_code"
        WHERE "contact" = {} AND "used_at" IS NULL AND "expires_at" > {} AND "tries" < {}
        ORDER BY "id" DESC LIMIT 1)
    RETURNING "id", "code_hash"
"""


async def send(channel: str, address: str, *, client: str, language: str) -> None:
    """Send a code to a tidied address, if any case was filed with it; and say neither that nor the other. The codes
    that were sent before are void.

    `Invalid` for what is no address, `TooMany` for whoever asks again and again.
    """
    if found := address_faults(channel, address):
        raise Invalid(*found)
    contact = fingerprint_of(channel, address)
    keys = tuple(fingerprint(f"code:{who}", purpose="throttle") for who in (contact, client))
    await throttle.check(*keys)
    await throttle.failed(*keys)
    code, now = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", clock.now()
    row = ContactCode(contact=contact, code_hash=_hash(contact, code), sent_at=now, expires_at=now + LIFETIME)
    async with transaction():
        await ContactCode.update({ContactCode.expires_at: now}).where(
            ContactCode.contact == contact, ContactCode.expires_at > now
        )
        number = (await ContactCode.insert(row).returning(ContactCode.id))[0]["id"]
        known = await _cases_with(channel, contact)
        if known:
            about = About(demo=all(case["demo"] for case in known))
            params = {f"{SEALED}code": seal(code, purpose="letter")}
            to = Recipient("email" if channel == "email" else "sms", address, language)
            await write("code", to=to, key=f"code:{number}", params=params, about=about)


async def confirm(channel: str, address: str, code: str, *, client: str) -> str:
    """Use the latest code of an address; gives what its cases are found by. `Invalid` if it is not that code."""
    contact = fingerprint_of(channel, address)
    keys = tuple(fingerprint(f"code-tried:{who}", purpose="throttle") for who in (contact, client))
    await throttle.check(*keys)
    rows = await fetch(_TRY, contact, clock.now(), MOST_TRIES)
    if not rows or not secrets.compare_digest(rows[0]["code_hash"], _hash(contact, code)):
        await throttle.failed(*keys)
        raise Invalid(FieldError("code", "wrong_code"))
    now = clock.now()
    async with transaction():
        used = (
            await ContactCode.update({ContactCode.used_at: now})
            .where(ContactCode.id == rows[0]["id"], ContactCode.used_at.is_null())
            .returning(ContactCode.id)
        )
        if not used:
            raise Invalid(FieldError("code", "wrong_code"))
        await _mark_verified(channel, contact)
    return contact


async def forget_expired() -> int:
    """Forget the codes that have expired."""
    return len(await fetch('DELETE FROM "contact_code" WHERE "expires_at" < {} RETURNING "id"', clock.now()))


def _hash(contact: str, code: str) -> str:
    return fingerprint(f"{contact}:{code}", purpose="contact_code")


async def _cases_with(channel: str, contact: str) -> list[dict[str, bool]]:
    """Whether cases were filed with an address, and which of them are a demonstration."""
    found: list[dict[str, bool]] = (
        await Contact.select(Contact.case.demo.as_alias("demo"))
        .where(getattr(Contact, f"{_COLUMNS[channel]}_fingerprint") == contact)
        .limit(100)
    )
    return found


async def _mark_verified(channel: str, contact: str) -> None:
    name = _COLUMNS[channel]
    verified = getattr(Contact, f"{name}_verified_at")
    await Contact.update({verified: clock.now()}).where(
        getattr(Contact, f"{name}_fingerprint") == contact, verified.is_null()
    )
