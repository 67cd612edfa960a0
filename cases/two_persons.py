"""What every change by two persons has in common: proposed by one, decided by another, told in a history.

These belong to the transaction of the act that proposes or decides; what a change means they do not know.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases import wording
from sla.tables import Proposal
from tawasul import audit
from tawasul.accounts import permissions
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import lock, require_transaction, swap
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.text import clean

CALENDAR, POLICY, CORRECTION = "calendar", "policy", "correction"
PROPOSED, APPROVED, REFUSED, WITHDRAWN, APPLIED = "proposed", "approved", "refused", "withdrawn", "applied"
LONGEST_REASON = 1_000
_PROPOSE = {CALENDAR: "change.propose", POLICY: "change.propose", CORRECTION: "correction.propose"}
_APPROVE = {CALENDAR: "change.approve", POLICY: "change.approve", CORRECTION: "correction.approve"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody would have changed, why, and what the dry run said of it."""

    subject: str
    code: str
    change: Mapping[str, Any]
    reason: str
    base: str
    effect: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        """The history of what is changed; a verdict's is that of its case."""
        return stream_of(self.subject, self.code, self.change)


def stream_of(subject: str, code: str, change: Mapping[str, Any]) -> str:
    """The name of a history."""
    return f"case:{change['case_id']}" if subject == CORRECTION else f"{subject}:{code}"


def needs_right(by: StaffView, subject: str, *, to_approve: bool = False) -> None:
    """`Forbidden` unless the role may propose, or decide on, changes of this kind."""
    if not permissions.may(by, (_APPROVE if to_approve else _PROPOSE)[subject]):
        raise Forbidden("not_for_you")


def reason_faults(name: str, text: str, *, empty: str | None) -> list[FieldError]:
    """What is wrong with a reason or remark."""
    return wording.faults_of(name, clean(text), empty=empty, longest=LONGEST_REASON)


async def propose(new: Change, *, by: StaffView) -> int:
    """Write a proposal down and return its number."""
    return await put_forward(new, by=by.actor(), of=str(by.actor()))


async def put_forward(new: Change, *, by: Actor, of: str, said: Mapping[str, Any] | None = None) -> int:
    """Write a proposal down in the name `of` whoever is behind it; `said` stands in the history besides."""
    require_transaction()
    now = clock.now()
    row = Proposal(
        subject=new.subject,
        code=new.code,
        change=as_json(new.change),
        reason=clean(new.reason),
        effect=as_json(new.effect),
        base=new.base,
        proposed_by=of,
        proposed_at=now,
        counted_at=now,
    )
    made = await Proposal.insert(row).returning(Proposal.id)
    number = int(made[0]["id"])
    data = {"proposal": number, "change": dict(new.change), "reason": row.reason, **(said or {})}
    await audit.append(new.stream, actor=by, act=f"{new.subject}_proposed", data=data)
    return number


async def waiting(proposal_id: int, *, rev: int) -> Row:
    """A proposal that waits for its decision, held. `Conflict` if it is not the one that was seen, or is decided."""
    row = await lock(Proposal, proposal_id)
    if row is None:
        raise NotFound("no_such_change")
    if row["state"] != PROPOSED:
        raise Conflict("decided_already")
    if row["rev"] != rev:
        raise Conflict("change_moved")
    return {**row, "change": json.loads(row["change"]), "effect": json.loads(row["effect"])}


def refuse_own(row: Row, by: StaffView) -> None:
    """Nobody decides on a proposal of her own."""
    if row["proposed_by"] == str(by.actor()):
        raise Forbidden("own_proposal")


def is_nobodys(proposed_by: str) -> bool:
    """Whether the program proposed something by itself: the first of the two persons is still to come."""
    return not proposed_by.startswith("staff:")


async def take_on(row: Row, *, by: StaffView, remark: str = "") -> None:
    """Stand for what nobody proposed. It goes on waiting, for another person."""
    require_transaction()
    needs_right(by, row["subject"])
    if found := reason_faults("remark", remark, empty=None):
        raise Invalid(*found)
    if not await swap(Proposal, row["id"], old={"rev": row["rev"]}, new=_of(by, row["rev"] + 1)):
        raise Conflict("change_moved")
    data = {"proposal": row["id"], "remark": clean(remark)}
    stream = stream_of(row["subject"], row["code"], row["change"])
    await audit.append(stream, actor=by.actor(), act=f"{row['subject']}_taken_on", data=data)


def _of(by: StaffView, rev: int) -> Row:
    return {"proposed_by": str(by.actor()), "proposed_at": clock.now(), "rev": rev}


async def recount(row: Row, effect: Mapping[str, Any], base: str) -> None:
    """Keep what another dry run said of a held proposal."""
    require_transaction()
    new = {"effect": as_json(effect), "base": base, "counted_at": clock.now(), "rev": row["rev"] + 1}
    if not await swap(Proposal, row["id"], old={"rev": row["rev"]}, new=new):
        raise Conflict("change_moved")


async def decide(
    row: Row, state: str, *, by: StaffView, remark: str = "", also: Mapping[str, Any] | None = None
) -> None:
    """Close a held proposal: approved, refused, withdrawn or applied, with a remark and whatever columns follow."""
    require_transaction()
    if state == REFUSED and not clean(remark):
        raise Invalid(FieldError("remark", "needs_remark"))
    if found := reason_faults("remark", remark, empty=None):
        raise Invalid(*found)
    now = clock.now()
    new = {"state": state, "decided_by": str(by.actor()), "decided_at": now, "remark": clean(remark)}
    new |= {"rev": row["rev"] + 1, **({"applied_at": now} if state == APPLIED else {}), **(also or {})}
    if not await swap(Proposal, row["id"], old={"rev": row["rev"]}, new=new):
        raise Conflict("change_moved")
    data = {"proposal": row["id"], "remark": new["remark"]}
    stream, act = stream_of(row["subject"], row["code"], row["change"]), state if state != APPLIED else APPROVED
    await audit.append(stream, actor=by.actor(), act=f"{row['subject']}_{act}", data=data)


def as_json(value: Mapping[str, Any]) -> str:
    """A value as its column keeps it."""
    return json.dumps(dict(value))


def from_json(text: str) -> dict[str, Any]:
    """A column's value."""
    found: dict[str, Any] = json.loads(text)
    return found
