"""After a circular is in force: open clocks follow it in portions, and citizens whose date moved are told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from cases import contacts, corrections, handed_on
from cases.calendars import APPLY
from cases.moves import OPEN, Row, stream
from cases.tables import Case
from cases.two_persons import APPLIED, APPROVED, CALENDAR
from sla import revision
from sla.affected import Target, cases_of, target_of, turn_to
from sla.recomputed import Turn
from sla.tables import Proposal
from sla.turned import turned_verdicts
from sla.views import final_replies
from tawasul import audit, outbox
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import lock, transaction
from tawasul.core.i18n import ZONE

TELL = "cases.jobs.tell_moved"
# One run of the job moves so many cases and has another one go on: it ends long before its time does.
CASES_A_RUN = 20_000
TOGETHER = 100
_CALENDARS = system("calendars")


async def apply(proposal_id: int, *, size: int = revision.PORTION, most: int = CASES_A_RUN) -> None:
    """Move open clocks on to the revision of an approved circular. Killed, it goes on; done, it does nothing."""
    row = await Proposal.select().where(Proposal.id == proposal_id, Proposal.subject == CALENDAR).first()
    if row is None or row["state"] != APPROVED:
        return
    target = await target_of(row["revision"])
    turn = await turn_to(target)
    waiting = await cases_of(target, limit=most)
    for first in range(0, len(waiting), size):
        await _portion(proposal_id, target, turn, waiting[first : first + size])
    async with transaction():
        if waiting:  # cases may have come by the earlier revision while these were moved
            await outbox.append(APPLY, proposal_id)
        else:
            await _finish(proposal_id, turn)


async def _portion(proposal_id: int, target: Target, turn: Turn, cases: Sequence[int]) -> None:
    """Clocks, progress and the order to write letters are stored together, or none of them."""
    async with transaction():
        applied = await revision.apply_portion(target, turn, cases, actor=_CALENDARS)
        done: dict[Column | str, Any] = {Proposal.done: Proposal.done + applied.clocks}
        await Proposal.update(done).where(Proposal.id == proposal_id)
        for first in range(0, len(applied.told), TOGETHER):
            await outbox.append(TELL, proposal_id, *applied.told[first : first + TOGETHER])


async def _finish(proposal_id: int, turn: Turn) -> None:
    """Say that it is done, hand it on to other calendars, and put the verdicts that it turns before two persons."""
    row = await lock(Proposal, proposal_id)
    if row is None or row["state"] != APPROVED:
        return
    changed: dict[Column | str, Any] = {
        Proposal.state: APPLIED,
        Proposal.applied_at: clock.now(),
        Proposal.rev: row["rev"] + 1,
    }
    await Proposal.update(changed).where(Proposal.id == proposal_id)
    for verdict in await turned_verdicts(turn):
        await corrections.put_forward(verdict, calendar_change=row)
    await handed_on.hand_on(row)
    data = {"proposal": proposal_id, "clocks": row["done"]}
    await audit.append(f"{CALENDAR}:{row['code']}", actor=_CALENDARS, act="calendar_applied", data=data)


async def tell(proposal_id: int, *case_ids: int) -> None:
    """Write to the citizens of these cases that their date moved. Whoever has the reply meanwhile needs no date."""
    async with transaction():
        promises = await final_replies(case_ids)
        for case_id in sorted(case_ids):
            case = await lock(Case, case_id)
            if case is None or case["status"] not in OPEN or await _is_told(case_id, proposal_id):
                continue
            await say(case, promises[case_id].due_at, {"proposal": proposal_id}, key=f"due_moved:{proposal_id}")


def is_another_day(before: datetime, after: datetime) -> bool:
    """Whether a citizen has to be told. Pure."""
    return before.astimezone(ZONE).date() != after.astimezone(ZONE).date()


async def say(case: Row, due: datetime, data: Mapping[str, int], *, key: str) -> None:
    """Write to the citizen of a held case that the date moved, and into its history by what."""
    due_at = due.isoformat()
    await audit.append(stream(case["id"]), actor=_CALENDARS, act="due_moved", data={**data, "due_at": due_at})
    await contacts.tell(case, "due_moved", key=key, due_at=due_at)


async def _is_told(case_id: int, proposal_id: int) -> bool:
    lines = await audit.history(stream(case_id))
    return any(line.act == "due_moved" and line.data.get("proposal") == proposal_id for line in lines)
