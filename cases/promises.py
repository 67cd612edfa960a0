"""The whole story of a case's promise: its cycles, what made the clock stand, its replies, what they promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cases import waits
from cases.marks import mark
from cases.reopening import window_ends
from cases.tables import Commitment, LegalStay, Question, Reopening, Reply
from sla.policy import AGENCY, FINAL_REPLY, FIRST_RESPONSE
from sla.views import ClockView, clocks_of
from tawasul.core import clock

_INSTANT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """What a reply promised by a day."""

    id: int
    due_on: date
    kept_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReplyView:
    """An answer. `rejected_at`: a supervisor found that it was none, for `rejected_reason`."""

    cycle: int
    outcome: str
    text: str
    sent_at: datetime
    legal_ground: str | None
    rejected_at: datetime | None
    rejected_reason: str | None
    commitment: CommitmentView | None

    @property
    def mark(self) -> str:
        """What tells this reply from a later one."""
        return mark(self.sent_at)

    @property
    def due_on(self) -> date | None:
        """The day by which something was promised."""
        return self.commitment.due_on if self.commitment else None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What the citizen was asked. `ended`: None while open, answered, expired or withdrawn."""

    cycle: int
    reason: str
    text: str
    asked_at: datetime
    pause_ends_at: datetime
    answer: str | None
    ended: str | None
    ended_at: datetime | None

    @property
    def mark(self) -> str:
        """What tells this question from a later one."""
        return mark(self.asked_at)

    @property
    def is_answerable(self) -> bool:
        """Whether an answer is still of use."""
        return waits.is_answerable(self.answer, self.ended)


@dataclass(frozen=True, slots=True)
class StayView:
    """A stretch in which the law forbade to answer."""

    cycle: int
    reason: str
    ground: str
    began_at: datetime
    ends_at: datetime
    ended_at: datetime | None

    @property
    def last_moment(self) -> datetime:
        """A moment of its last day: it ends when that day does."""
        return self.ends_at - _INSTANT


@dataclass(frozen=True, slots=True)
class ReopeningView:
    """What the citizen found missing."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """How long the clock stood, and why: `question` or `stay`. Without an end it stands still."""

    why: str
    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A case's present clock, and all that made it what it is.

    `first_response` is the clock of the first message by a person, where one was promised when the case was filed;
    `held` are the stretches of the agencies in this cycle.
    """

    clock: ClockView
    earlier: list[ClockView]
    questions: list[QuestionView]
    stays: list[StayView]
    replies: list[ReplyView]
    reopening: ReopeningView | None
    reopens_until: datetime | None
    first_response: ClockView | None = None
    held: list[ClockView] = field(default_factory=list)

    @property
    def question(self) -> QuestionView | None:
        """The question that waits for an answer, or that missed one."""
        last = self.questions[-1] if self.questions else None
        return last if last and last.cycle == self.clock.cycle and last.is_answerable else None

    @property
    def stay(self) -> StayView | None:
        """The stay that is not over."""
        return next((stay for stay in self.stays if stay.ended_at is None), None)

    @property
    def reply(self) -> ReplyView | None:
        """The reply of the present cycle, if one stands."""
        found = [reply for reply in self.replies if reply.cycle == self.clock.cycle and reply.rejected_at is None]
        return found[-1] if found else None

    @property
    def past_replies(self) -> list[ReplyView]:
        """Those that were rejected, and those of earlier cycles."""
        return [reply for reply in self.replies if reply is not self.reply]

    def stretches(self) -> list[Stretch]:
        """How the present cycle's clock stood, oldest first."""
        asked = [
            Stretch("question", one.asked_at, _end(one.ended_at, one.pause_ends_at))
            for one in self.questions
            if one.cycle == self.clock.cycle
        ]
        stayed = [
            Stretch("stay", one.began_at, _end(one.ended_at, one.ends_at))
            for one in self.stays
            if one.cycle == self.clock.cycle
        ]
        return sorted([*asked, *stayed], key=lambda stretch: stretch.began)


def _end(ended_at: datetime | None, latest: datetime) -> datetime | None:
    """When the clock ran again: what is written down later than the pause could last did not make it longer."""
    return min(ended_at, latest) if ended_at else None


async def promise_of(case: Mapping[str, Any]) -> PromiseView:
    """All of it for one case; a fixed number of statements."""
    case_id = case["id"]
    every = await clocks_of([case_id], FINAL_REPLY, FIRST_RESPONSE, AGENCY)
    clocks = [one for one in every if one.kind == FINAL_REPLY]
    questions = await Question.select().where(Question.case == case_id).order_by(Question.id)
    stays = await LegalStay.select().where(LegalStay.case == case_id).order_by(LegalStay.id)
    reopened = await Reopening.select().where(Reopening.case == case_id).first()
    replies = await _replies(case_id)
    return PromiseView(
        clock=clocks[-1],
        earlier=clocks[:-1],
        questions=[QuestionView(**_only(QuestionView, row)) for row in questions],
        stays=[StayView(**_only(StayView, row)) for row in stays],
        replies=replies,
        reopening=ReopeningView(reopened["reason"], reopened["at"]) if reopened else None,
        reopens_until=_reopens_until(case, replies),
        first_response=next((one for one in every if one.kind == FIRST_RESPONSE), None),
        held=[one for one in every if one.kind == AGENCY and one.cycle == clocks[-1].cycle],
    )


def _only(view: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a view has."""
    return {name: row[name] for name in view.__dataclass_fields__}


async def _replies(case_id: int) -> list[ReplyView]:
    rows = await Reply.select().where(Reply.case == case_id).order_by(Reply.id)
    promised = await Commitment.select().where(Commitment.case == case_id)
    of_reply = {row["reply"]: CommitmentView(row["id"], row["due_on"], row["kept_at"]) for row in promised}
    return [
        ReplyView(**{**_only(ReplyView, {**row, "commitment": None}), "commitment": of_reply.get(row["id"])})
        for row in rows
    ]


def _reopens_until(case: Mapping[str, Any], replies: Sequence[ReplyView]) -> datetime | None:
    """Until when the citizen may reopen the case; None if they may not, or not any more."""
    if case["status"] != "answered" or case["cycle"] > 1 or not replies:
        return None
    ends = window_ends(replies[-1].sent_at)
    return ends if clock.now() < ends else None
