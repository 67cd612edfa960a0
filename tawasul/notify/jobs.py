"""Jobs of letters."""

import dramatiq

from tawasul.notify import deliver as delivery
from tawasul.outbox.queues import queue


@dramatiq.actor(queue_name=queue("letters"), actor_name="tawasul.notify.jobs.deliver")
async def deliver(letter_id: int) -> None:
    await delivery.deliver(letter_id)
