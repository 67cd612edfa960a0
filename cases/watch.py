"""What the sweep found due, handed on. Runs inside the sweep's transaction, which holds clocks and so no case.

Acts hold the case first and its clocks after: what time does to a case itself is therefore left to a job.
"""

from collections.abc import Sequence

from sla import calendars, ladder
from sla.policy import FINAL_REPLY, FIRST_RESPONSE, PART
from sla.sweep import PAUSE_ENDED, StepReached
from tawasul import outbox
from tawasul.core import clock
from tawasul.core.db import require_transaction

ESCALATE, TIME_IS_UP = "cases.jobs.escalate", "cases.jobs.time_is_up"
# So many steps are told by one job: enough to gather a person's letters, few enough to hold their cases.
TOGETHER = 100


async def apply(steps: Sequence[StepReached]) -> None:
    """Have steps told to whom they concern, in working hours. Those passed over in a catch-up are not told.

    Where a pause came to its end, the case goes on at once.
    """
    require_transaction()
    for step in steps:
        if step.kind == FINAL_REPLY and step.step == PAUSE_ENDED:
            await outbox.append(TIME_IS_UP, step.case_id)
    told = [step.step_id for step in steps if _is_told(step)]
    if not told:
        return
    opening = (await calendars.national()).next_open(clock.now())
    for first in range(0, len(told), TOGETHER):
        await outbox.append(ESCALATE, *told[first : first + TOGETHER], at=opening)


def _is_told(step: StepReached) -> bool:
    if step.kind == FIRST_RESPONSE:  # what comes after its breach tells nobody anything new
        return step.step in ladder.FIRST_RESPONSE and not step.suppressed
    return step.kind in (FINAL_REPLY, PART) and not step.suppressed and step.step != PAUSE_ENDED
