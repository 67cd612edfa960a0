"""Which cases somebody may act on. What is out of reach is `NotFound`, like a case that does not exist."""

from cases import walls
from cases.moves import Row, held
from tawasul.accounts import agencies
from tawasul.accounts.permissions import Scope, may
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, Forbidden, NotFound


async def held_for(case_id: int, action: str, *, by: StaffView, rev: int | None = None) -> Row:
    """The case, held by this transaction, for somebody who reaches it and may do `action`.

    Reach is judged before `rev`, so that nobody learns of another agency's case that it changed.
    """
    case = await held(case_id)
    if not reaches(by, await agencies.scope(by), case["agency"]) or await walls.shut([case_id], by):
        raise NotFound("no_such_case")
    if not may(by, action):
        raise Forbidden("not_for_you")
    if rev is not None and case["rev"] != rev:
        raise Conflict("moved")
    return case


def reaches(by: StaffView, scope: Scope, agency: str | None) -> bool:
    """Whether a case of `agency` is in reach. One without an agency waits for whoever may sort."""
    return scope.holds(agency) or (agency is None and may(by, "triage"))
