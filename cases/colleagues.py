"""Writing to staff about a case: its officer, or whoever stands in for one."""

from collections.abc import Sequence

from cases import walls
from cases.moves import Row
from routing import ladder
from tawasul.accounts.agencies import all_agencies
from tawasul.accounts.views import StaffView
from tawasul.notify import Recipient, write
from tawasul.notify.letters import About

_NATIONAL = {"ar": "الوحدة الوطنية", "en": "the national unit"}


async def officer_of(case: Row) -> list[StaffView]:
    """Who has the case; the head of its agency if nobody has taken it on."""
    return await ladder.persons(case["agency"], "t3", case["holder"])


async def officer_and_supervisor_of(case: Row) -> list[StaffView]:
    """Who has the case, and who is above them."""
    return await ladder.persons(case["agency"], "t0", case["holder"])


async def tell(case: Row, people: Sequence[StaffView], template: str, *, key: str) -> None:
    """Write each of them a letter about the case: its number and agency, never what anybody wrote in it.

    Of a confidential case only its readers hear.
    """
    name = await agency_name(case["agency"])
    params = {"reference": case["reference"], "agency": name}
    about = About(case["id"], demo=case["demo"])
    wall = (await walls.around([case]))[case["id"]]
    for person in wall.may_hear(people):
        await write(template, to=recipient(person), key=f"{key}:{person.id}", params=params, about=about)


async def agency_name(code: str | None) -> dict[str, str]:
    """The name of whose case it is, in both languages."""
    agency = (await all_agencies()).get(code or "")
    return {"ar": agency.name_ar, "en": agency.name_en} if agency else _NATIONAL


def recipient(person: StaffView) -> Recipient:
    """Where a letter to a member of staff goes."""
    channel = "email" if person.email else "console"
    return Recipient("email" if channel == "email" else "console", person.email or "", person.language, person.id)
