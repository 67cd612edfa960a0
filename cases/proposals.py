"""Changes by two persons as pages show them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.two_persons import PROPOSED, Row, is_nobodys
from sla.tables import Proposal
from tawasul.accounts import views
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch
from tawasul.core.errors import NotFound

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One change: what, why, what it does, who said so and who decided. `done` of `effect.clocks` are moved on."""

    id: int
    subject: str
    code: str
    change: Mapping[str, Any]
    reason: str
    effect: Mapping[str, Any]
    base: str
    state: str
    proposed_by: str
    proposed_at: datetime
    counted_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    remark: str
    revision: int | None
    done: int
    applied_at: datetime | None
    rev: int

    @property
    def is_waiting(self) -> bool:
        return self.state == PROPOSED

    @property
    def is_nobodys(self) -> bool:
        return is_nobodys(self.proposed_by)


async def proposal(proposal_id: int, *subjects: str) -> ProposalView:
    """One change of these kinds."""
    row = await Proposal.select().where(Proposal.id == proposal_id, Proposal.subject.is_in(list(subjects))).first()
    if row is None:
        raise NotFound("no_such_change")
    return _view(row)


async def proposals(subject: str, code: str | None = None, *, limit: int = SHOWN) -> list[ProposalView]:
    """The changes of a kind (of one thing), the newest first."""
    query = Proposal.select().where(Proposal.subject == subject)
    if code is not None:
        query = query.where(Proposal.code == code)
    return [_view(row) for row in await query.order_by(Proposal.id, ascending=False).limit(limit)]


async def proposals_where(subject: str, condition: str, values: Sequence[Any], *, limit: int) -> list[ProposalView]:
    """The changes of a kind that meet a condition in SQL, the newest first."""
    also = f"AND {condition}" if condition else ""
    sql = f"SELECT * FROM change_proposal WHERE subject = {{}} {also} ORDER BY id DESC LIMIT {{}}"  # noqa: S608 - ours
    return [_view(row) for row in await fetch(sql, subject, *values, limit)]


async def count_waiting(*subjects: str) -> int:
    """How many changes of these kinds wait for a second person."""
    return int(await Proposal.count().where(Proposal.state == PROPOSED, Proposal.subject.is_in(list(subjects))))


async def people(shown: Iterable[ProposalView]) -> dict[str, StaffView]:
    """Who proposed and decided these, by the name under which histories keep them."""
    named = {name for one in shown for name in (one.proposed_by, one.decided_by or "") if name.startswith("staff:")}
    found = await views.by_ids(sorted(int(name.partition(":")[2]) for name in named))
    return {f"staff:{number}": person for number, person in found.items()}


def _view(row: Row) -> ProposalView:
    kept = {name: row[name] for name in ProposalView.__dataclass_fields__}
    return ProposalView(**{**kept, "change": json.loads(row["change"]), "effect": json.loads(row["effect"])})
