"""The letter that a reply would bring about, as it would be written, for a look before anything is sent."""

from dataclasses import dataclass

from cases import contacts
from cases.folder import CaseView
from tawasul.notify.render import render

_TEMPLATE = "answered"


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter over one channel. Its links for the citizen alone are covered."""

    channel: str
    subject: str
    text: str
    html: str


async def letters(found: CaseView, reply: str) -> list[LetterView]:
    """The letters that would tell of the reply; none if the citizen left no contact, or wants none."""
    case = found.case
    said = await contacts.said_in(case)
    rows = []
    for person in await contacts.reached(case):
        channel = person.to.channel
        words = contacts.readable(person, {"reply": reply})
        given = {**said, **contacts.links(case, _TEMPLATE, channel, shown=True), **words}
        made = render(_TEMPLATE, "ar" if case["language"] == "ar" else "en", given)
        rows.append(LetterView(channel, made.subject, made.text, made.html))
    return rows
