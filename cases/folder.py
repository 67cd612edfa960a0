"""Everything of one case for the officer who decides: words, clock, prediction, notes, transfers, reply, history."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import attached, details, mentions, objection, reply_drafts, reviewers, said, walls
from cases.attached import AttachmentView
from cases.contacts import PURPOSE
from cases.details import DetailView
from cases.moves import stream
from cases.objection import ObjectionView
from cases.promises import PromiseView, ReplyView, promise_of
from cases.reply_drafts import DraftView
from cases.said import SaidView
from cases.tables import Case, Contact, Note, Prediction, Transfer
from sla.views import ClockView
from tawasul import audit
from tawasul.accounts import agencies, views
from tawasul.accounts.views import StaffView
from tawasul.audit import HistoryLine
from tawasul.core.errors import NotFound
from tawasul.core.seal import unseal


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A category that the program thought of."""

    category: str
    agency: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NoteView:
    """What an officer wrote for the office alone."""

    by: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TransferView:
    """One hop of a case, with its reason."""

    from_agency: str
    to_agency: str
    reason: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactView:
    """What the agency may see of the citizen: nothing, unless the citizen said so."""

    left: bool
    name: str | None
    email: str | None
    mobile: str | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case on the desk. `case` holds its columns; `people` names the staff of its history;
    `private` has the words of its lines that can be erased and are not.

    `may_answer`: whether the reader may send the reply of this cycle; in a review only who has not handled the case.
    """

    id: int
    case: Mapping[str, Any]
    promise: PromiseView
    draft: DraftView | None
    candidates: list[CandidateView]
    prediction: Mapping[str, Any] | None
    contact: ContactView
    notes: list[NoteView]
    transfers: list[TransferView]
    details: list[DetailView]
    said: SaidView
    files: list[AttachmentView]
    may_answer: bool
    objection: ObjectionView | None
    history: list[HistoryLine]
    private: Mapping[int, Mapping[str, str]]
    people: Mapping[int, StaffView]

    @property
    def clock(self) -> ClockView:
        """The clock of the present cycle."""
        return self.promise.clock

    @property
    def is_shut(self) -> bool:
        """Whether the case is under review and the reader has handled it, or is not senior enough."""
        review = self.said.review
        return review is not None and review.cycle == self.case["cycle"] and not self.may_answer

    @property
    def reply(self) -> ReplyView | None:
        """The reply of the present cycle, if one stands."""
        return self.promise.reply


async def case_page(reference: str, staff: StaffView) -> CaseView:
    """The case, for somebody who reaches it. Another agency's is `NotFound`, like one that does not exist."""
    row = await Case.select().where(Case.reference == reference).first()
    if row is None or not (await agencies.scope(staff)).holds(row["agency"]) or await walls.shut([row["id"]], staff):
        raise NotFound("no_such_case")
    case_id: int = row["id"]
    if row["confidential"]:
        await walls.record_reading(case_id, staff)
    await mentions.read(case_id, staff)
    notes = await Note.select().where(Note.case == case_id).order_by(Note.at)
    transfers = await Transfer.select().where(Transfer.case == case_id).order_by(Transfer.at)
    history = await audit.history(stream(case_id))
    prediction = await Prediction.select().where(Prediction.case == case_id).first()
    draft = await reply_drafts.load(case_id)
    promise = await promise_of(row)
    named = {
        row["holder"],
        draft.by if draft else None,
        *(n["by"] for n in notes),
        *(t["by"] for t in transfers),
        *map(_staff_id, history),
    }
    return CaseView(
        id=case_id,
        case=row,
        promise=promise,
        draft=draft,
        candidates=candidates_of(prediction),
        prediction=prediction,
        contact=await contact_of(case_id),
        notes=[NoteView(n["by"], n["text"], n["at"]) for n in notes],
        transfers=[TransferView(t["from_agency"], t["to_agency"], t["reason"], t["by"], t["at"]) for t in transfers],
        details=await details.of(case_id),
        said=await said.of(row, promise),
        files=await attached.of_case(case_id),
        may_answer=await reviewers.may_answer(row, staff),
        objection=await objection.of(row),
        history=history,
        private=await audit.private_values(stream(case_id)),
        people=await views.by_ids(sorted(number for number in named if number is not None)),
    )


def candidates_of(prediction: Mapping[str, Any] | None) -> list[CandidateView]:
    """The three best guesses of a stored prediction."""
    return [CandidateView(**found) for found in json.loads(prediction["candidates"])] if prediction else []


def _staff_id(line: HistoryLine) -> int | None:
    kind, _, number = line.actor.partition(":")
    return int(number) if kind == "staff" else None


async def contact_of(case_id: int) -> ContactView:
    """The agency learns who it is only where the citizen chose so."""
    row = await Contact.select().where(Contact.case == case_id).first()
    if row is None or row["visible_to"] != "agency":
        return ContactView(row is not None, None, None, None)
    opened = {name: unseal(row[name], purpose=PURPOSE) if row[name] else None for name in ("name", "email", "mobile")}
    return ContactView(True, **opened)
