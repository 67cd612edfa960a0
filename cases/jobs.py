"""Jobs of cases: ids in, one call, no logic. They may run twice."""

import dramatiq

from cases import escalation, sorting
from tawasul.outbox.queues import queue


@dramatiq.actor(queue_name=queue("sorting"), actor_name="cases.jobs.sort_case")
async def sort_case(case_id: int) -> None:
    await sorting.sort_case(case_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.escalate")
async def escalate(*step_ids: int) -> None:
    await escalation.escalate(*step_ids)
