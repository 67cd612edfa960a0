"""Who is told when a promise comes near or breaks: the persons above a case, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass

from tawasul.accounts import leave
from tawasul.accounts.agencies import AgencyView, all_agencies, line
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock

# Each step and the roles told, in the order of the ladder. "holder" is the officer who has the case.
# The shares are those of promises in hours: half is for who has it, three quarters are the risk, nine tenths the last.
STEPS: Mapping[str, tuple[str, ...]] = {
    "p50": ("holder",),
    "p75": ("supervisor",),
    "p90": ("holder", "supervisor"),
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


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody active, who is away today, and which agency is below which: read once for many questions."""

    people: list[StaffView]
    absent: Mapping[int, int | None]
    agencies: Mapping[str, AgencyView]

    def persons(self, agency: str | None, step: str, holder: int | None) -> list[StaffView]:
        """See `persons`."""
        above = line(agency, self.agencies)
        there, everybody = _there(self.people, self.absent), _all(self.people)
        found = _told(step, there, above, holder) or _told(step, everybody, above, holder)
        return list(found.values())

    def inside(self, agency: str | None, holder: int | None) -> list[StaffView]:
        """The officer who has a case, and the supervisors of its agency, or of a parent where it has none.

        Nobody above stands in for them; whoever is on leave is replaced as in `persons`. Nobody is told of a case
        that no agency has.
        """
        above = line(agency, self.agencies)
        there, everybody = _there(self.people, self.absent), _all(self.people)
        found = _inside(there, above, holder) or _inside(everybody, above, holder)
        return list(found.values())


async def roster() -> Roster:
    """The staff of today."""
    people = [view(row) for row in await Staff.select(*COLUMNS).where(Staff.active.eq(True)).order_by(Staff.id)]
    return Roster(people, await leave.away(leave.day_of(clock.now())), await all_agencies())


async def persons(agency: str | None, step: str, holder: int | None) -> list[StaffView]:
    """Everyone told at `step` about a case of `agency` held by `holder`; never nobody while staff exist.

    A role that the agency lacks is looked for in its parents, then the next higher role stands in. A case
    without an agency concerns the national unit. For whoever is on leave the stand-in is told; one without a
    stand-in is passed over, unless nobody else would be told at all.
    """
    return (await roster()).persons(agency, step, holder)


@dataclass(frozen=True, slots=True)
class _Post:
    """Somebody on the staff, and who is there for her today."""

    person: StaffView
    told: StaffView


def _all(people: list[StaffView]) -> list[_Post]:
    return [_Post(person, person) for person in people]


def _there(people: list[StaffView], absent: Mapping[int, int | None]) -> list[_Post]:
    """Everyone who is there, or has a stand-in who is."""
    known = {person.id: person for person in people}
    found = [(person, leave.present(person.id, absent)) for person in people]
    return [_Post(person, known[there]) for person, there in found if there in known]


def _told(step: str, posts: list[_Post], above: list[str], holder: int | None) -> dict[int, StaffView]:
    return {post.told.id: post.told for role in STEPS[step] for post in _of(role, posts, above, holder)}


def _of(role: str, posts: list[_Post], above: list[str], holder: int | None) -> list[_Post]:
    """The people of a role, or whoever stands in for them."""
    if role == "holder":
        holding = [post for post in posts if post.person.id == holder]
        return holding or _of(_ABOVE[role], posts, above, None)
    if role in _NATIONAL:
        return [post for post in posts if post.person.role == role]
    return _nearest(role, posts, above) or _of(_ABOVE[role], posts, above, None)


def _nearest(role: str, posts: list[_Post], above: list[str]) -> list[_Post]:
    """The people of a role in the first of these agencies that has any."""
    for code in above:
        there = [post for post in posts if post.person.role == role and post.person.agency == code]
        if there:
            return there
    return []


def _inside(posts: list[_Post], above: list[str], holder: int | None) -> dict[int, StaffView]:
    holding = [post for post in posts if post.person.id == holder]
    return {post.told.id: post.told for post in (*holding, *_nearest("supervisor", posts, above))}
