"""What time does to a case. Runs inside the sweep's transaction; the only place where time changes one."""

from sla.sweep import StepReached
from tawasul import outbox
from tawasul.core.db import require_transaction

ESCALATE = "cases.jobs.escalate"


async def apply(step: StepReached) -> None:
    """Have a step told to whom it concerns. Steps passed over in a catch-up are written, and not told."""
    require_transaction()
    if step.kind == "final_reply" and not step.suppressed:
        await outbox.append(ESCALATE, step.step_id)
