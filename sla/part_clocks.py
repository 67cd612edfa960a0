"""The clock of a part: how long another agency takes over what it was asked. The citizen's stays."""

from sla import policy
from sla.birth import begin_of_agency
from sla.clocks import end_unanswered, meet_held
from sla.policy import Subject
from sla.store import hold_clock
from sla.views import OPEN
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction
from tawasul.core.errors import Conflict


async def open_part(case_id: int, subject: Subject, *, actor: Actor) -> int:
    """Start the time of the agency of `subject`, which was asked for a part; gives the clock's number."""
    require_transaction()
    return (await begin_of_agency(case_id, policy.PART, subject, at=clock.now(), actor=actor)).id


async def close_part(clock_id: int, *, actor: Actor, met: bool) -> None:
    """End a part's clock: met by its answer, or withdrawn, which counts only if it was late already."""
    require_transaction()
    held = await hold_clock(clock_id)
    if held.state.state not in OPEN:
        raise Conflict("part_ended")
    if met:
        await meet_held(held, actor=actor)
    else:
        await end_unanswered(held, clock.now(), actor=actor, reason="withdrawn")
