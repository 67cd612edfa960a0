"""What a citizen sees of a case, with its reference and access code; and nothing without them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cases import access, attached, details, objection, repeated, said
from cases.attached import AttachmentView
from cases.details import DetailView
from cases.moves import OPEN, stream
from cases.promises import PromiseView, ReplyView, promise_of
from cases.repeated import OriginalAnswer
from cases.said import SaidView
from cases.tables import Case
from sla.views import ClockView
from tawasul import audit
from tawasul.core import clock, throttle
from tawasul.core.errors import NotFound
from tawasul.core.seal import fingerprint

# What of the history concerns the citizen. The rest is the office's own.
TOLD = (
    "filed",
    "to_triage",
    "assigned",
    "placed",
    "transferred",
    "asked",
    "question_answered",
    "question_expired",
    "question_withdrawn",
    "stayed",
    "stay_ended",
    "replied",
    "reply_rejected",
    "promise_lengthened",
    "reopened",
    "information_added",
    "files_added",
    "rated",
    "review_asked",
    "withdrawn",
    "commitment_kept",
    "objected",
    "objection_settled",
    "closed",
    "window_ended",
)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened, as a code with values."""

    act: str
    at: datetime
    data: Mapping[str, Any]


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
    promise: PromiseView
    overdue: bool
    timeline: list[TimelineLine]
    details: list[DetailView]
    said: SaidView
    files: list[AttachmentView]

    @property
    def is_open(self) -> bool:
        """Whether the case may still be added to or taken back."""
        return self.status in OPEN

    objection: Literal["possible", "open", "decided"] | None
    original: OriginalAnswer | None

    @property
    def clock(self) -> ClockView:
        """The clock of the present cycle."""
        return self.promise.clock

    @property
    def reply(self) -> ReplyView | None:
        """The reply of the present cycle, if one stands."""
        return self.promise.reply


async def find(reference: str, code: str, *, client: str) -> TrackView:
    """The case of this pair. A wrong code and a number that no case has get the same `NotFound`, counted the same."""
    return await _view(await _opened(reference, code, client=client))


async def opened(reference: str, code: str, *, client: str) -> int:
    """The case of this pair, for an act of the one who filed it. Refused like `find`."""
    case_id: int = (await _opened(reference, code, client=client))["id"]
    return case_id


async def _opened(reference: str, code: str, *, client: str) -> dict[str, Any]:
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
    return dict(row)


async def _view(row: dict[str, Any]) -> TrackView:
    promise = await promise_of(row)
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
        promise=promise,
        overdue=promise.clock.is_open and promise.clock.due_at < clock.now(),
        timeline=[TimelineLine(line.act, line.at, line.data) for line in lines],
        details=await details.of(row["id"]),
        said=await said.of(row, promise),
        files=await attached.of_case(row["id"]),
        objection=await _objection(row),
        original=await repeated.answer_to(row["id"], row["cycle"]) if _is_duplicate(row, promise) else None,
    )


def _is_duplicate(row: dict[str, Any], promise: PromiseView) -> bool:
    if promise.reply is None:
        return row["duplicate_of"] is not None
    return promise.reply.outcome == "duplicate"


async def _objection(row: dict[str, Any]) -> Literal["possible", "open", "decided"] | None:
    """Whether "wrong office" can be said of it, or was."""
    found = await objection.of(row)
    if found is not None:
        return "open" if found.is_open else "decided"
    return "possible" if objection.is_possible(row) else None
