"""Writing to staff about a case: its officer, or whoever stands in for one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from cases import walls
from cases.moves import Row
from routing import ladder
from tawasul.accounts.agencies import all_agencies
from tawasul.accounts.views import StaffView
from tawasul.notify import Recipient, write
from tawasul.notify.letters import About

# What many cases at once are told as, in one letter.
_OF_MANY = {
    "given": "cases_given",
    "transfer_proposed": "cases_proposed",
    "transfer_undecided": "cases_undecided",
}
_NATIONAL = {"ar": "الوحدة الوطنية", "en": "the national unit"}


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears what about a case, in a letter that is still to be written."""

    case: Row
    person: StaffView
    template: str


_gathered: ContextVar[list[Told] | None] = ContextVar("letters that are written together", default=None)


@contextmanager
def gathered() -> Iterator[list[Told]]:
    """Inside, letters that many cases can share are not written but gathered, for `tell_together`."""
    found: list[Told] = []
    token = _gathered.set(found)
    try:
        yield found
    finally:
        _gathered.reset(token)


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
    hearing = (await walls.around([case]))[case["id"]].may_hear(people)
    told, together = [Told(case, person, template) for person in hearing], _gathered.get()
    if together is not None and template in _OF_MANY:
        together += told
    else:
        name = await agency_name(case["agency"])
        for one in told:
            await _write(one, f"{key}:{one.person.id}", name)


async def tell_together(letters: Sequence[Told], *, key: str) -> None:
    """Write each of them one letter about all the cases of one kind: their numbers alone."""
    of_each: dict[tuple[int, str], list[Told]] = defaultdict(list)
    for told in letters:
        of_each[told.person.id, told.template].append(told)
    for (person, template), many in of_each.items():
        own = f"{template}:{key}:{person}"
        if len(many) == 1:
            await _write(many[0], own, await agency_name(many[0].case["agency"]))
            continue
        params = {"count": len(many), "cases": [{"reference": told.case["reference"]} for told in many]}
        about = About(demo=all(told.case["demo"] for told in many))
        await write(_OF_MANY[template], to=recipient(many[0].person), key=own, params=params, about=about)


async def _write(told: Told, key: str, agency: Mapping[str, str]) -> None:
    """A letter about one case; `agency`: the name of whose it is."""
    case = told.case
    params = {"reference": case["reference"], "agency": agency}
    about = About(case["id"], demo=case["demo"])
    await write(told.template, to=recipient(told.person), key=key, params=params, about=about)


async def agency_name(code: str | None) -> dict[str, str]:
    """The name of whose case it is, in both languages."""
    agency = (await all_agencies()).get(code or "")
    return {"ar": agency.name_ar, "en": agency.name_en} if agency else _NATIONAL


def recipient(person: StaffView) -> Recipient:
    """Where a letter to a member of staff goes."""
    channel = "email" if person.email else "console"
    return Recipient("email" if channel == "email" else "console", person.email or "", person.language, person.id)
