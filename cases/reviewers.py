"""Who may answer a case under review: somebody above officers who has not handled it."""

from cases import walls
from cases.citizen_tables import Review
from cases.moves import Row, stream
from cases.reach import reaches
from tawasul import audit
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import may, roles_for, scope_of
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Forbidden

ASKED = "review_asked"
# Who hears of a review: the first of these roles in which somebody has not handled the case.
_NEAREST = ("supervisor", "head", "arbiter", "national_supervisor")

# Whoever only says that an officer is away, or gone, who shares out the work, marks a case or reads it, has not handled
# what it is about.
_NOT_HANDLING = frozenset(
    {
        *("handed_over_leave", "handed_over_left", "given", "read"),
        *("tagged", "untagged", "linked", "unlinked", "priority_set"),
    }
)


async def is_under_review(case: Row) -> bool:
    """Whether the present cycle of a case is its review."""
    found: bool = await Review.exists().where(Review.case == case["id"], Review.cycle == case["cycle"])
    return found


async def may_answer(case: Row, staff: StaffView) -> bool:
    """Whether somebody may send the reply of the present cycle, as far as role and history say."""
    if not await is_under_review(case):
        return may(staff, "case.reply")
    return may(staff, "case.review") and staff.id not in await handled(case["id"])


async def check(case: Row, by: StaffView) -> None:
    """Refuse whoever may not answer: `Forbidden`."""
    if not await may_answer(case, by):
        raise Forbidden("reviewed_by_another" if await is_under_review(case) else "not_for_you")


async def check_work(case: Row, by: StaffView) -> None:
    """Refuse whoever handled a case that is under review; in other cycles nobody."""
    if await is_under_review(case):
        await check(case, by)


async def handled(case_id: int) -> frozenset[int]:
    """Everybody on the staff who did something with a case before its review was asked for."""
    lines = await audit.history(stream(case_id))
    asked = next((place for place, line in enumerate(lines) if line.act == ASKED), len(lines))
    actors = [line.actor.partition(":") for line in lines[:asked] if line.act not in _NOT_HANDLING]
    return frozenset(int(number) for kind, _, number in actors if kind == "staff")


async def to_tell(case: Row) -> list[StaffView]:
    """Those nearest to the case who may review it."""
    took_part = await handled(case["id"])
    parents = {code: agency.parent for code, agency in (await agencies.all_agencies()).items()}
    people = [
        person
        for person in await views.of_roles(roles_for("case.review"))
        if person.id not in took_part and reaches(person, scope_of(person, parents), case["agency"])
    ]
    people = (await walls.around([case]))[case["id"]].may_hear(people)
    by_role = ([person for person in people if person.role == role] for role in _NEAREST)
    return next((found for found in by_role if found), [])
