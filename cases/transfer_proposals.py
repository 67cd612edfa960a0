"""Proposing that another agency answers a case. Whoever would get it decides; the citizen's clock runs on.

What no agency decides within a working day, a fourth hop, and a way back to an earlier agency are the arbiter's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cases import colleagues, reviewers, transfer, triage, walls, wording
from cases.assigning import assign
from cases.moves import OPEN, Change, Row, held, move, stream
from cases.passing_tables import TransferProposal
from cases.reach import held_for
from cases.urgency import subject_of
from routing import ladder, reference
from sla import calendars, clocks
from sla.views import clocks_of
from tawasul import audit
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import Actor, system
from tawasul.core.db import fetch, lock, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.text import clean

DAYS_TO_ANSWER = 1
LEAST_WORDS = 3
BATCH = 100
_TICKER = system("ticker")
_UNDECIDED = """
    SELECT id, "case" AS case_id FROM "transfer_proposal"
    WHERE state = 'open' AND raised_at IS NULL AND answer_by <= {}
    AND ("case", id) > ({}, {}) ORDER BY "case", id LIMIT {}
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as it was written: an agency, or the category from which the agency follows."""

    to_agency: str
    category: str
    reason: str


async def propose(case_id: int, draft: Draft, *, by: StaffView, rev: int) -> None:
    """Say that another agency should answer. The case stays where it is until somebody decides."""
    rules = await reference.rules()
    async with transaction():
        case = await held_for(case_id, "case.propose", by=by, rev=rev)
        await reviewers.check_work(case, by)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if draft.category:
            chosen = await triage.category_of(draft.category)
            decided = triage.decided(chosen, case["governorate"], rules).agency
            if decided is None:
                raise Invalid(FieldError("category", "place_decides"))
            draft = replace(draft, to_agency=decided)
        draft = replace(draft, reason=clean(draft.reason))
        if found := await _faults(case, draft):
            raise Invalid(*found)
        await _none_waits(case)
        told = {"from": case["agency"], "agency": draft.to_agency}
        moved = await move(case, case["status"], Change(by.actor(), "transfer_proposed", told))
        await _write(moved, draft, by=by)


async def _faults(case: Row, draft: Draft) -> list[FieldError]:
    found = transfer.faults(case["agency"], draft.to_agency, draft.reason, await agencies.all_agencies())
    if draft.reason and len(draft.reason.split()) < LEAST_WORDS:
        found.append(FieldError("reason", "few_words"))
    return found


async def _none_waits(case: Row) -> None:
    """Refuse a second proposal; one from before the case moved on is none any more."""
    row = (
        await TransferProposal.select()
        .where(TransferProposal.case == case["id"], TransferProposal.state == "open")
        .first()
    )
    if row is None:
        return
    if row["from_agency"] == case["agency"]:
        raise Conflict("proposed_already")
    await _end(row, "overtaken")


async def _write(case: Row, draft: Draft, *, by: StaffView) -> None:
    """Keep the proposal, and write to whoever decides on it."""
    now, calendar = clock.now(), await calendars.national()
    stretches = [one for one in await clocks_of([case["id"]], "agency") if one.is_open]
    arrived = stretches[-1].started_at if stretches else case["received_at"]
    is_bound = transfer.refused(await transfer.earlier_agencies(case["id"]), draft.to_agency, by.role) is not None
    row = TransferProposal(
        case=case["id"],
        from_agency=case["agency"],
        to_agency=draft.to_agency,
        category=draft.category or None,
        reason=draft.reason,
        by=by.id,
        at=now,
        at_once=calendar.working_days(arrived, now) <= DAYS_TO_ANSWER,
        answer_by=calendar.close_of(calendar.nth(calendar.day_of(now), DAYS_TO_ANSWER)),
        raised_at=now if is_bound else None,
    )
    made = await TransferProposal.insert(row).returning(TransferProposal.id)
    people = await _arbiters() if is_bound else await ladder.persons(draft.to_agency, "t1", None)
    template = "transfer_undecided" if is_bound else "transfer_proposed"
    await colleagues.tell(case, people, template, key=f"{template}:{made[0]['id']}")


async def accept(number: int, *, by: StaffView) -> None:
    """Take the case on: it goes to the other agency, and the citizen is told who has it."""
    async with transaction():
        row, case = await _waiting(number, by)
        if refusal := transfer.refused(await transfer.earlier_agencies(case["id"]), row["to_agency"], by.role):
            raise Conflict(refusal)
        await _end(row, "accepted", by=by)
        proposer = (await views.by_ids([row["by"]]))[row["by"]]
        await transfer.record(case["id"], case["agency"], row["to_agency"], row["reason"], by=proposer)
        said = {"from": case["agency"], "proposal": number}
        also = await _other_category(case, row["category"], by=proposer)
        moved = await assign(case, row["to_agency"], Change(by.actor(), "transferred", said, also))
        if also:
            await clocks.reclassify(case["id"], subject_of(moved), supervisor_reason=None, actor=by.actor())
        await colleagues.tell(moved, [proposer], "transfer_accepted", key=f"transfer_accepted:{number}")


async def _other_category(case: Row, category: str | None, *, by: StaffView) -> Mapping[str, Any]:
    """What changes with the category of a proposal, which is a lesson like any correction."""
    if category is None or category == case["category"]:
        return {}
    chosen = await triage.category_of(category)
    await triage.learn(case["id"], case["category"], category, by=by)
    return {"category": category, "sorted_by": "person", "urgent": case["danger"] or chosen.urgent}


async def refuse(number: int, remark: str, *, by: StaffView) -> None:
    """Leave the case where it is, and say why."""
    why = clean(remark)
    async with transaction():
        row, case = await _waiting(number, by)
        found = wording.faults_of("remark", why, empty="needs_remark", longest=transfer.LONGEST_REASON)
        if why and len(why.split()) < LEAST_WORDS:
            found.append(FieldError("remark", "few_words"))
        if found:
            raise Invalid(*found)
        await _end(row, "refused", by=by, remark=why)
        await _tell_history(row, "transfer_refused", by.actor())
        proposer = (await views.by_ids([row["by"]]))[row["by"]]
        await colleagues.tell(case, [proposer], "transfer_refused", key=f"transfer_refused:{number}")


async def withdraw(number: int, *, by: StaffView) -> None:
    """Take a proposal back: the agency answers after all."""
    async with transaction():
        found = await _of(number)
        await held_for(found["case"], "case.propose", by=by)
        row = await _open(number)
        await _end(row, "withdrawn", by=by)
        await _tell_history(row, "transfer_withdrawn", by.actor())


async def undecided(after: tuple[int, int]) -> list[tuple[int, int]]:
    """The next proposals that an agency did not decide on in its time: case and number, after these."""
    found = await fetch(_UNDECIDED, clock.now(), *after, BATCH)
    return [(row["case_id"], row["id"]) for row in found]


async def raise_undecided(case_id: int, number: int) -> int:
    """Put before the arbiter what an agency did not decide on in its time; returns whether it did so now."""
    async with transaction():
        case = await held(case_id)
        row = await lock(TransferProposal, number)
        if row is None or row["state"] != "open" or row["raised_at"] is not None:
            return 0
        if is_overtaken(row, case):
            await _end(row, "overtaken")
            return 1
        await TransferProposal.update({TransferProposal.raised_at: clock.now()}).where(TransferProposal.id == number)
        await _tell_history(row, "transfer_raised", _TICKER)
        await colleagues.tell(case, await _arbiters(), "transfer_undecided", key=f"transfer_undecided:{number}")
        return 1


def is_overtaken(row: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    """Whether the case left the agency, or got its reply, before anybody decided. Pure."""
    return row["from_agency"] != case["agency"] or case["status"] not in OPEN


async def _waiting(number: int, by: StaffView) -> tuple[Row, Row]:
    """A proposal that waits, with its case, both held, for somebody above the officers of the agency to come."""
    found = await _of(number)
    case = await held(found["case"])
    if not (await agencies.scope(by)).holds(found["to_agency"]) or await walls.shut([case["id"]], by):
        raise NotFound("no_such_proposal")
    if not may(by, "transfer.decide"):
        raise Forbidden("not_for_you")
    row = await _open(number)
    if row["by"] == by.id:
        raise Forbidden("own_proposal")
    if is_overtaken(row, case):
        raise Conflict("proposal_overtaken")
    return row, case


async def _of(number: int) -> Row:
    row = await TransferProposal.select().where(TransferProposal.id == number).first()
    if row is None:
        raise NotFound("no_such_proposal")
    return dict(row)


async def _open(number: int) -> Row:
    row = await lock(TransferProposal, number)
    if row is None or row["state"] != "open":
        raise Conflict("decided_already")
    return row


async def _end(row: Mapping[str, Any], state: str, *, by: StaffView | None = None, remark: str = "") -> None:
    new = {"state": state, "decided_by": by.id if by else None, "decided_at": clock.now(), "remark": remark}
    if not await swap(TransferProposal, row["id"], old={"state": "open"}, new=new):
        raise Conflict("decided_already")


async def _tell_history(row: Row, act: str, actor: Actor) -> None:
    data = {"from": row["from_agency"], "agency": row["to_agency"], "proposal": row["id"]}
    await audit.append(stream(row["case"]), actor=actor, act=act, data=data)


async def _arbiters() -> list[StaffView]:
    return await views.of_roles(("arbiter",)) or await views.of_roles(("national_supervisor",))
