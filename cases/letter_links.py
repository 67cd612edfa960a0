"""What links in letters open without a code: nothing that is private, and nothing before a button is pressed."""

import secrets

from cases.tables import Case, Contact
from tawasul.core.db import transaction
from tawasul.core.errors import NotFound
from tawasul.core.seal import fingerprint

RATE = "rate"
STOP = {"email": "stop-email", "sms": "stop-sms"}


def token(case_id: int, what: str) -> str:
    """What stands in the link of a letter about a case, for one thing."""
    return fingerprint(f"{case_id}:{what}", purpose="letter_link")[:32]


async def case_of(reference: str, what: str, given: str) -> int:
    """The case of a link. `NotFound` for one that we did not make."""
    row = await Case.select(Case.id).where(Case.reference == reference).first()
    # A token is computed for a missing case too, so that both answers take the same time.
    expected = token(row["id"] if row else 0, what)
    if not secrets.compare_digest(expected.encode(), given.encode()) or row is None:
        raise NotFound("no_such_link")
    return int(row["id"])


async def stop_letters(case_id: int, channel: str) -> None:
    """Send no more letters about a case over a channel. Asking again changes nothing."""
    column = Contact.email_letters if channel == "email" else Contact.mobile_letters
    async with transaction():
        await Contact.update({column: False}).where(Contact.case == case_id)
