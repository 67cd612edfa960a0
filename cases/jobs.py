"""Jobs of cases: ids in, one call, no logic. They may run twice."""

from datetime import date
from typing import cast

import dramatiq

from cases import (
    attachments,
    clock_audit,
    comparing,
    daily,
    escalation,
    export_files,
    import_files,
    mailings,
    moved_dates,
    orphans,
    sorting,
    succession,
    training,
    waits,
)
from cases.timetable import Name
from tawasul.outbox.queues import queue

# What an officer reads some seconds later; a case that waits to be sorted goes first.
AFTER_OTHERS = 20
EXPORT_LIMIT = 3_600_000
TRAINING_LIMIT = int(training.LONGEST.total_seconds() * 1_000) + 60_000


async def warm_up() -> None:
    """What jobs need and is slow to load; the worker has it before it says that it is ready."""
    await sorting.warm_up()


@dramatiq.actor(queue_name=queue("sorting"), actor_name="cases.jobs.sort_case")
async def sort_case(case_id: int) -> None:
    await sorting.sort_case(case_id)


@dramatiq.actor(queue_name=queue("suggestions"), actor_name="cases.jobs.suggest")
async def suggest(suggestion_id: int) -> None:
    await sorting.suggest(suggestion_id)


@dramatiq.actor(queue_name=queue("files"), actor_name="cases.jobs.inspect_attachment")
async def inspect_attachment(attachment_id: int) -> None:
    await attachments.inspect(attachment_id)


# One thread of the worker waits for the process that trains; the others go on.
@dramatiq.actor(queue_name=queue("training"), actor_name=training.TRAIN, time_limit=TRAINING_LIMIT)
async def train(training_id: int) -> None:
    await training.train(training_id)


@dramatiq.actor(queue_name=queue("comparing"), actor_name="cases.jobs.compare", priority=AFTER_OTHERS)
async def compare(case_id: int) -> None:
    await comparing.compare(case_id)


@dramatiq.actor(queue_name=queue("comparing"), actor_name="cases.jobs.remember", priority=AFTER_OTHERS)
async def remember(case_id: int) -> None:
    await comparing.remember(case_id)


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


@dramatiq.actor(queue_name=queue("letters"), actor_name=succession.MOVE)
async def move_to_successor(agency: str) -> None:
    await succession.move_cases(agency)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.apply_calendar")
async def apply_calendar(proposal_id: int) -> None:
    await moved_dates.apply(proposal_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.tell_moved")
async def tell_moved(proposal_id: int, *case_ids: int) -> None:
    await moved_dates.tell(proposal_id, *case_ids)


@dramatiq.actor(queue_name=queue("letters"), actor_name="cases.jobs.send_of_mailing")
async def send_of_mailing(line_id: int) -> None:
    await mailings.send_one(line_id)


@dramatiq.actor(
    queue_name=queue("files"), actor_name=import_files.CHECK, priority=AFTER_OTHERS, time_limit=EXPORT_LIMIT
)
async def check_import(number: int) -> None:
    await import_files.check(number)


@dramatiq.actor(
    queue_name=queue("files"), actor_name=import_files.TAKE_IN, priority=AFTER_OTHERS, time_limit=EXPORT_LIMIT
)
async def take_in_import(number: int) -> None:
    await import_files.take_in(number)


@dramatiq.actor(
    queue_name=queue("files"), actor_name=export_files.WRITE, priority=AFTER_OTHERS, time_limit=EXPORT_LIMIT
)
async def write_export(number: int) -> None:
    await export_files.write(number)


@dramatiq.actor(queue_name=queue("files"), actor_name=orphans.REMOVE, priority=AFTER_OTHERS, time_limit=EXPORT_LIMIT)
async def remove_orphans() -> None:
    await orphans.remove()
