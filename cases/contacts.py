"""How a citizen is reached: sealed, found by keyed fingerprints, and written to without telling too much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.filing_form import CaseDraft
from cases.letter_links import RATE, STOP, token
from cases.tables import Contact
from tawasul.accounts.agencies import all_agencies
from tawasul.core.seal import fingerprint, seal, unseal
from tawasul.notify import Recipient, write
from tawasul.notify.letters import SEALED, About

PURPOSE = "contact"
# Longer words are not sent by text message, but read on the page of the case.
LONGEST_MESSAGE = 480
_NO_WORDS: Mapping[str, str] = {}


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


def fingerprint_of(channel: str, address: str) -> str:
    """What an address of a channel is found by."""
    return fingerprint(address.lower() if channel == "email" else address, purpose=PURPOSE)


def _sealed(value: str) -> str | None:
    return seal(value, purpose=PURPOSE) if value else None


def _found_by(value: str) -> str | None:
    return fingerprint(value, purpose=PURPOSE) if value else None


@dataclass(frozen=True, slots=True)
class Reached:
    """Where letters about a case go. `proved`: somebody entered a code that was sent there."""

    to: Recipient
    proved: bool


async def reached(case: Mapping[str, Any]) -> list[Reached]:
    """Where letters about a case go, in the case's language; none if the citizen left no contact or wants none."""
    row = await Contact.select().where(Contact.case == case["id"]).first()
    if row is None:
        return []
    return [
        Reached(
            Recipient("email" if name == "email" else "sms", unseal(row[name], purpose=PURPOSE), case["language"]),
            proved=row[f"{name}_verified_at"] is not None,
        )
        for name in ("email", "mobile")
        if row[name] and row[f"{name}_letters"]
    ]


async def unproved(reference: str) -> bool:
    """Whether an address of a case gets letters without words, as nobody has proved yet to read what is sent there."""
    row = await Contact.select().where(Contact.case.reference == reference).first()
    return row is not None and any(
        row[name] and row[f"{name}_letters"] and row[f"{name}_verified_at"] is None for name in ("email", "mobile")
    )


async def tell(
    case: Mapping[str, Any], template: str, *, key: str, due_at: str = "", words: Mapping[str, str] = _NO_WORDS
) -> None:
    """Write a letter to the citizen. It holds reference, status and link.

    `words`: what was written to the citizen, by the name that the template knows. They go, sealed, to an address that
    somebody has proved to read, and to no other; by text message only if they are short.
    """
    people = await reached(case)
    if not people:
        return
    params = await said_in(case)
    if due_at:
        params["due_at"] = due_at
    about = About(case["id"], demo=case["demo"])
    for person in people:
        channel = person.to.channel
        given = {**params, **links(case, template, channel), **_sealed_words(readable(person, words))}
        await write(template, to=person.to, key=f"case:{case['id']}:{key}:{channel}", params=given, about=about)


def readable(person: Reached, words: Mapping[str, str]) -> dict[str, str]:
    """The words that this recipient may read."""
    if not person.proved:
        return {}
    return {name: text for name, text in words.items() if person.to.channel == "email" or len(text) <= LONGEST_MESSAGE}


def _sealed_words(words: Mapping[str, str]) -> dict[str, str]:
    return {f"{SEALED}{name}": seal(text, purpose="letter") for name, text in words.items()}


async def said_in(case: Mapping[str, Any]) -> dict[str, Any]:
    """What every letter about a case says: its number and whose it is."""
    agency = (await all_agencies()).get(case["agency"] or "")
    return {
        "reference": case["reference"],
        "agency": {"ar": agency.name_ar, "en": agency.name_en} if agency else {"ar": "", "en": ""},
    }


def links(case: Mapping[str, Any], template: str, channel: str, *, shown: bool = False) -> dict[str, str]:
    """The links of a letter, which act for the citizen. `shown` to somebody else, they open nothing."""

    def key(what: str) -> str:
        return "\u2022" * 8 if shown else token(case["id"], what)

    rates = template == "answered" and case["status"] != "closed"  # a closed duplicate gets the other's answer only
    rating = {"rating_path": f"/rate/{case['reference']}/{key(RATE)}"} if rates else {}
    return {**rating, "stop_path": f"/stop/{case['reference']}/{channel}/{key(STOP[channel])}"}
