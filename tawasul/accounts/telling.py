"""What becomes of an account, in its history and to its owner. Accounts never send: they append an outbox row."""

from collections.abc import Mapping
from typing import Any

from tawasul import outbox
from tawasul.accounts import history
from tawasul.core.actor import Actor

JOB = "tawasul.notify.jobs.tell_staff"


async def keep(staff_id: int, act: str, *, by: Actor, values: Mapping[str, Any] | None = None) -> None:
    """Write into the account's history what was done."""
    await history.tell(f"staff:{staff_id}", act, ({}, values or {}), by=by)


async def keep_and_tell(staff_id: int, act: str, *, by: Actor, values: Mapping[str, Any] | None = None) -> None:
    """Write it into the history, and to the owner a letter of the same name."""
    await keep(staff_id, act, by=by, values=values)
    await outbox.append(JOB, staff_id, act, await history.seen(f"staff:{staff_id}"))
