"""Jobs of cases: ids in, one call, no logic. They may run twice."""

from datetime import date
from typing import cast

import dramatiq

from cases import clock_audit, daily, escalation, moved_dates, sorting, waits
from cases.timetable import Name
from tawasul.outbox.queues import queue


@dramatiq.actor(queue_name=queue("sorting"), actor_name="cases.jobs.sort_case")
async def sort_case(case_id: int) -> None:
    await sorting.sort_case(case_id)


@dramatiq.actor(queue_name=queue("suggestions"), actor_name="cases.jobs.suggest")
async def suggest(suggestion_id: int) -> None:
    await sorting.suggest(suggestion_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.escalate")
async def escalate(*step_ids: int) -> None:
    await escalation.escalate(*step_ids)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.go_on_with_audit")
async def go_on_with_audit(audit_id: int) -> None:
    await clock_audit.go_on(audit_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.time_is_up")
async def time_is_up(case_id: int) -> None:
    await waits.time_is_up(case_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.keep_moment")
async def keep_moment(name: str, day: str) -> None:
    await daily.keep(cast("Name", name), date.fromisoformat(day))


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.apply_calendar")
async def apply_calendar(proposal_id: int) -> None:
    await moved_dates.apply(proposal_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.tell_moved")
async def tell_moved(proposal_id: int, *case_ids: int) -> None:
    await moved_dates.tell(proposal_id, *case_ids)
