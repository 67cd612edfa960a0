"""Jobs of letters."""

import dramatiq

from tawasul.notify import deliver as delivery
from tawasul.notify import to_staff
from tawasul.outbox.queues import queue


@dramatiq.actor(queue_name=queue("letters"), actor_name="tawasul.notify.jobs.deliver")
async def deliver(letter_id: int) -> None:
    await delivery.deliver(letter_id)


@dramatiq.actor(queue_name=queue("letters"), actor_name="tawasul.notify.jobs.tell_staff")
async def tell_staff(staff_id: int, template: str, entry: int) -> None:
    await to_staff.tell(staff_id, template, entry)
