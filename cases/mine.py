"""All cases of whoever has proved to read what is sent to an address."""

from dataclasses import dataclass
from datetime import datetime

from piccolo.columns.combination import Or

from cases import access
from cases.moves import stream
from cases.tables import Case, Contact
from sla.views import ClockView, final_replies
from tawasul import audit
from tawasul.core.actor import CITIZEN
from tawasul.core.db import fetch, lock, swap, transaction
from tawasul.core.errors import NotFound

MOST = 100
_OF_CONTACT = """
    SELECT c.id, c.reference, c.access_version, c.status, c.category, c.agency, c.received_at, c.updated_at
    FROM "contact" t JOIN "case_" c ON c.id = t."case"
    WHERE t.email_fingerprint = {} OR t.mobile_fingerprint = {} ORDER BY c.id DESC LIMIT {}
"""


@dataclass(frozen=True, slots=True)
class MyCase:
    """One of one's own cases, with the code that opens it."""

    reference: str
    access_code: str
    status: str
    category: str | None
    agency: str | None
    received_at: datetime
    clock: ClockView


async def cases_of(contact: str) -> list[MyCase]:
    """The latest cases that were filed with an address, newest first; two statements."""
    rows = await fetch(_OF_CONTACT, contact, contact, MOST)
    clocks = await final_replies([row["id"] for row in rows])
    return [
        MyCase(
            reference=row["reference"],
            access_code=access.code_of(row["id"], row["access_version"]),
            status=row["status"],
            category=row["category"],
            agency=row["agency"],
            received_at=row["received_at"],
            clock=clocks[row["id"]],
        )
        for row in rows
    ]


async def code_of(contact: str, reference: str) -> str:
    """The access code of one of them. `NotFound` for a case that is not of this address."""
    row = await _row(contact, reference)
    return access.code_of(row["id"], row["access_version"])


async def renew_code(contact: str, reference: str) -> None:
    """Make a new access code for a case whose code was lost or became known; the old one opens nothing more."""
    found = await _row(contact, reference)
    async with transaction():
        case = await lock(Case, found["id"])
        version = case["access_version"] if case else 0
        if not await swap(Case, found["id"], old={"access_version": version}, new={"access_version": version + 1}):
            raise NotFound("no_such_case")
        await audit.append(stream(found["id"]), actor=CITIZEN, act="code_renewed", data={})


async def wants_letters(contact: str) -> bool:
    """Whether letters go to an address at present, about any of its cases."""
    rows = await Contact.select(
        Contact.email_fingerprint, Contact.mobile_fingerprint, Contact.email_letters, Contact.mobile_letters
    ).where(_is(contact))
    return any(
        (row["email_letters"] and row["email_fingerprint"] == contact)
        or (row["mobile_letters"] and row["mobile_fingerprint"] == contact)
        for row in rows
    )


async def want_letters(contact: str, *, yes: bool) -> None:
    """Send letters to an address from now on, or send none, about every case that was filed with it."""
    async with transaction():
        await Contact.update({Contact.email_letters: yes}).where(Contact.email_fingerprint == contact)
        await Contact.update({Contact.mobile_letters: yes}).where(Contact.mobile_fingerprint == contact)


def _is(contact: str) -> Or:
    return (Contact.email_fingerprint == contact) | (Contact.mobile_fingerprint == contact)


async def _row(contact: str, reference: str) -> dict[str, int]:
    rows = (
        await Contact.select(Contact.case.id.as_alias("id"), Contact.case.access_version.as_alias("access_version"))
        .where(_is(contact), Contact.case.reference == reference)
        .limit(1)
    )
    if not rows:
        raise NotFound("no_such_case")
    return dict(rows[0])
