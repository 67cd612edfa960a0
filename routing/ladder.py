"""Who is told when a promise comes near or breaks: the persons above a case, step by step."""

from collections.abc import Mapping

from tawasul.accounts.agencies import all_agencies
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view

# Each step and the roles told, in the order of the ladder. "holder" is the officer who has the case.
STEPS: Mapping[str, tuple[str, ...]] = {
    "t3": ("holder",),
    "t1": ("supervisor",),
    "t0": ("holder", "supervisor"),
    "breach": ("head", "national_supervisor"),
    "plus1": ("head",),
    "plus3": ("minister_office",),
    "plus5": ("minister_office",),
    "weekly": ("head",),
}
_NATIONAL = ("national_supervisor", "minister_office")
# Who stands in where an agency has nobody of a role.
_ABOVE: Mapping[str, str] = {"holder": "head", "supervisor": "head", "head": "national_supervisor"}


async def persons(agency: str | None, step: str, holder: int | None) -> list[StaffView]:
    """Everyone told at `step` about a case of `agency` held by `holder`; never nobody while staff exist.

    A role that the agency lacks is looked for in its parents, then the next higher role stands in. A case
    without an agency concerns the national unit.
    """
    people = [view(row) for row in await Staff.select(*COLUMNS).where(Staff.active.eq(True)).order_by(Staff.id)]
    line = await _line(agency)
    found = {person.id: person for role in STEPS[step] for person in _of(role, people, line, holder)}
    return list(found.values())


async def _line(agency: str | None) -> list[str]:
    """The agency and its parents, nearest first."""
    agencies, line = await all_agencies(), list[str]()
    while agency is not None and agency not in line:
        line.append(agency)
        agency = agencies[agency].parent
    return line


def _of(role: str, people: list[StaffView], line: list[str], holder: int | None) -> list[StaffView]:
    """The people of a role, or whoever stands in for them."""
    if role == "holder":
        holding = [person for person in people if person.id == holder]
        return holding or _of(_ABOVE[role], people, line, None)
    if role in _NATIONAL:
        return [person for person in people if person.role == role]
    for code in line:
        there = [person for person in people if person.role == role and person.agency == code]
        if there:
            return there
    return _of(_ABOVE[role], people, line, None)
