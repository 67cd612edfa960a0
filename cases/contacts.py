"""How a citizen is reached: sealed, found by keyed fingerprints, and written to without telling too much."""

from collections.abc import Mapping
from typing import Any

from cases.filing_form import CaseDraft
from cases.tables import Contact
from tawasul.accounts.agencies import all_agencies
from tawasul.core.seal import fingerprint, seal, unseal
from tawasul.notify import Recipient, write
from tawasul.notify.letters import About

PURPOSE = "contact"


async def keep(case_id: int, draft: CaseDraft) -> None:
    """Store the contact of a new case, if the citizen left one."""
    if not (draft.name or draft.email or draft.mobile):
        return
    await Contact.insert(
        Contact(
            case=case_id,
            name=_sealed(draft.name),
            email=_sealed(draft.email),
            email_fingerprint=_found_by(draft.email.lower()),
            mobile=_sealed(draft.mobile),
            mobile_fingerprint=_found_by(draft.mobile),
            visible_to=draft.visible_to,
        )
    )


def _sealed(value: str) -> str | None:
    return seal(value, purpose=PURPOSE) if value else None


def _found_by(value: str) -> str | None:
    return fingerprint(value, purpose=PURPOSE) if value else None


async def recipients(case: Mapping[str, Any]) -> list[Recipient]:
    """Where letters about a case go, in the case's language; none if the citizen left no contact."""
    row = await Contact.select(Contact.email, Contact.mobile).where(Contact.case == case["id"]).first()
    if row is None:
        return []
    found = [("email", row["email"]), ("sms", row["mobile"])]
    return [
        Recipient("email" if channel == "email" else "sms", unseal(value, purpose=PURPOSE), case["language"])
        for channel, value in found
        if value
    ]


async def tell(case: Mapping[str, Any], template: str, *, key: str, due_at: str = "") -> None:
    """Write a letter to the citizen. Nobody has verified the address, so it holds reference, status and link alone."""
    people = await recipients(case)
    if not people:
        return
    agency = (await all_agencies()).get(case["agency"] or "")
    params = {
        "reference": case["reference"],
        "agency": {"ar": agency.name_ar, "en": agency.name_en} if agency else {"ar": "", "en": ""},
    }
    if due_at:
        params["due_at"] = due_at
    about = About(case["id"], demo=case["demo"])
    for person in people:
        await write(template, to=person, key=f"case:{case['id']}:{key}:{person.channel}", params=params, about=about)
