"""What a citizen sees of a case, with its reference and access code; and nothing without them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import access
from cases.moves import stream
from cases.tables import Case, Commitment, Reply
from sla.views import ClockView, final_replies
from tawasul import audit
from tawasul.core import clock, throttle
from tawasul.core.errors import NotFound
from tawasul.core.seal import fingerprint

# What of the history concerns the citizen. The rest is the office's own.
TOLD = ("filed", "to_triage", "assigned", "placed", "transferred", "replied", "closed")


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened, as a code with values."""

    act: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReplyView:
    """The answer. `due_on` is the date of what was promised in it."""

    outcome: str
    text: str
    sent_at: datetime
    legal_ground: str | None
    due_on: datetime | None


@dataclass(frozen=True, slots=True)
class TrackView:
    """One case for the one who filed it."""

    reference: str
    status: str
    kind: str | None
    text: str
    category: str | None
    agency: str | None
    received_at: datetime
    updated_at: datetime
    sorted_by: str | None
    clock: ClockView
    overdue: bool
    timeline: list[TimelineLine]
    reply: ReplyView | None


async def find(reference: str, code: str, *, client: str) -> TrackView:
    """The case of this pair. A wrong code and a number that no case has get the same `NotFound`, counted the same."""
    keys = (
        fingerprint(f"case:{reference}", purpose="throttle"),
        fingerprint(f"track:{client}", purpose="throttle"),
    )
    await throttle.check(*keys)
    row = await Case.select().where(Case.reference == reference).first()
    # A code is computed for a missing case too, so that both answers take the same time.
    opens = access.matches(row["id"] if row else 0, row["access_version"] if row else 0, code)
    if row is None or not opens:
        await throttle.failed(*keys)
        raise NotFound("no_such_pair")
    return await _view(row)


async def _view(row: dict[str, Any]) -> TrackView:
    promise = (await final_replies([row["id"]]))[row["id"]]
    lines = [line for line in await audit.history(stream(row["id"])) if line.act in TOLD]
    known = row["kind_given"] or row["status"] != "received"
    return TrackView(
        reference=row["reference"],
        status=row["status"],
        kind=row["kind"] if known else None,
        text=row["text"],
        category=row["category"],
        agency=row["agency"],
        received_at=row["received_at"],
        updated_at=row["updated_at"],
        sorted_by=row["sorted_by"],
        clock=promise,
        overdue=promise.is_open and promise.due_at < clock.now(),
        timeline=[TimelineLine(line.act, line.at, line.data) for line in lines],
        reply=await reply_of(row["id"], row["cycle"]),
    )


async def reply_of(case_id: int, cycle: int) -> ReplyView | None:
    """The reply of a case's present cycle."""
    row = await Reply.select().where(Reply.case == case_id, Reply.cycle == cycle).first()
    if row is None:
        return None
    promised = await Commitment.select(Commitment.due_on).where(Commitment.reply == row["id"]).first()
    return ReplyView(
        row["outcome"], row["text"], row["sent_at"], row["legal_ground"], promised["due_on"] if promised else None
    )
