"""What can be done to a case, as a table: where it stands before, and how two people at once would do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases import (
    approvals,
    assignment,
    barring,
    closure,
    commitments,
    correction,
    objection,
    parts,
    questions,
    ratings,
    rejection,
    reopening,
    reply,
    reply_drafts,
    review,
    stays,
    transfer,
    transfer_lists,
    transfer_proposals,
    triage,
    withdrawal,
)
from cases.parts import PartDraft
from cases.passing_tables import Part
from cases.reply import ReplyDraft
from cases.stays import StayDraft
from cases.tables import Commitment
from cases.transfer_proposals import Draft
from tawasul.accounts.views import StaffView
from tests.cases.conftest import DONE, Flow

STAY = StayDraft("before_court", "Case 12 before the court", date(2026, 11, 29))
PROMISED = ReplyDraft("will_be_done", "The cable is replaced then.", due_on=date(2026, 12, 1))


@dataclass(frozen=True)
class Scene:
    """One case as everybody sees it before they act. `number`: of the proposal, part, approval or promise in it."""

    flow: Flow
    case_id: int
    rev: int
    number: int = 0

    def who(self, *names: str) -> Callable[[int], StaffView]:
        """The people who act, in turn."""
        return lambda turn: self.flow.people[names[turn % len(names)]]


Do = Callable[[Scene, int], Awaitable[Any]]
Start = Callable[[Flow], Awaitable[tuple[int, int]]]


async def assigned(flow: Flow) -> tuple[int, int]:
    return await flow.assigned(), 0


async def waiting(flow: Flow) -> tuple[int, int]:
    return await flow.waiting(), 0


async def held(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.badr, rev=await flow.rev(case_id))
    return case_id, 0


async def asked(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await flow.asks(case_id)
    return case_id, 0


async def stayed(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await stays.stay(case_id, STAY, by=flow.dana, rev=await flow.rev(case_id))
    return case_id, 0


async def answered(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await flow.replies(case_id)
    return case_id, 0


async def promised(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await flow.replies(case_id, PROMISED)
    [row] = await Commitment.select(Commitment.id).where(Commitment.case == case_id)
    return case_id, row["id"]


async def twice_answered(flow: Flow) -> tuple[int, int]:
    case_id, _ = await answered(flow)
    await reopening.reopen(case_id, "It is dark again.")
    await flow.replies(case_id)
    return case_id, 0


async def proposed(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    draft = Draft("MMA", "", "The market square is theirs.")
    await transfer_proposals.propose(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))
    return case_id, await transfer_lists.waiting_of(case_id) or 0


async def parted(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await parts.add(case_id, PartDraft("MOH", "Is the water clean?"), by=flow.dana, rev=await flow.rev(case_id))
    [row] = await Part.select(Part.id).where(Part.case == case_id)
    return case_id, row["id"]


async def put(flow: Flow) -> tuple[int, int]:
    """A reply that waits for a colleague's look, where the agency asks for one."""
    case_id = await flow.assigned()
    return case_id, await approvals.submit(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))


async def objected(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await objection.object_to(case_id, "This is for the municipality.")
    return case_id, 0


async def barred(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await barring.bar(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    return case_id, 0


async def confidential(flow: Flow) -> tuple[int, int]:
    case_id = await flow.assigned()
    await barring.close_off(case_id, by=flow.dana, rev=await flow.rev(case_id))
    await barring.name_reader(case_id, flow.basim.id, by=flow.dana, rev=await flow.rev(case_id))
    return case_id, 0


def _by(act: Callable[..., Awaitable[Any]], *args: Any, who: tuple[str, ...]) -> Do:
    """An act of the staff on what they saw."""
    return lambda scene, turn: act(scene.case_id, *args, by=scene.who(*who)(turn), rev=scene.rev)


def _numbered(act: Callable[..., Awaitable[Any]], *args: Any, who: tuple[str, ...]) -> Do:
    """An act of the staff on a thing of the case that has a number of its own."""
    return lambda scene, turn: act(scene.number, *args, by=scene.who(*who)(turn))


def _to(act: Callable[..., Awaitable[Any]], name: str) -> Do:
    """An act of those who say who may read a case, about one person."""
    return lambda scene, turn: act(
        scene.case_id, scene.flow.people[name].id, by=scene.who("dana", "nadia")(turn), rev=scene.rev
    )


def _amal(act: Callable[..., Awaitable[Any]], *args: Any) -> Do:
    """An act of the citizen, whose page may be open twice."""
    return lambda scene, turn: act(scene.case_id, *args)


def _approval(act: Callable[..., Awaitable[Any]], *args: Any, who: tuple[str, ...]) -> Do:
    return lambda scene, turn: act(scene.case_id, scene.number, *args, by=scene.who(*who)(turn), rev=scene.rev)


def reply_of(scene: Scene, turn: int) -> Awaitable[Any]:
    draft = replace(DONE, text=f"The fuse was replaced, says writer {turn}.")
    return reply.send_reply(scene.case_id, draft, by=scene.who("basim", "badr", "dana")(turn), rev=scene.rev)


def part_withdrawn(scene: Scene, turn: int) -> Awaitable[Any]:
    return parts.withdraw(scene.case_id, scene.number, "Found out.", by=scene.who("dana", "huda")(turn))


def draft_of(scene: Scene, turn: int) -> Awaitable[Any]:
    fields = {"outcome": "done", "reply": f"Writer {turn} was here."}
    return reply_drafts.save(scene.case_id, fields, by=scene.who("basim", "badr", "dana", "huda")(turn), seen="")


OFFICERS = ("basim", "badr")
ABOVE = ("dana", "huda")
NATION = ("nadia", "adel")
take = _by(assignment.take, who=("basim", "badr", "dana"))
ask = _by(questions.ask, "details_missing", "Which house is it?", who=ABOVE)
ask_back = _by(questions.withdraw, who=("basim", "dana"))
correct_here = _by(correction.correct, "ewa-bill", who=OFFICERS)
correct_away = _by(correction.correct, "mow-pothole", who=NATION)
pass_on = _by(transfer.transfer, "MOH", "They clean the water there.", who=NATION)
propose = _by(transfer_proposals.propose, Draft("MMA", "", "The market square is theirs."), who=OFFICERS)
accept = _numbered(transfer_proposals.accept, who=("samir", "adel"))
refuse = _numbered(transfer_proposals.refuse, "It lies in your street.", who=("samir", "adel"))
take_proposal_back = _numbered(transfer_proposals.withdraw, who=OFFICERS)
part_answered = _numbered(parts.answer, "It is clean.", who=("tariq", "tariq"))
approve = _approval(approvals.approve, who=ABOVE)
send_back = _approval(approvals.send_back, "Say when the power came back.", who=("huda", "dana"))
reject = _by(rejection.reject, "This answers something else.", who=("dana", "dana"))
answer = _amal(questions.answer, "The second one.")
reopen = _amal(reopening.reopen, "The lamp is dark again.")
ask_review = _amal(review.ask_review, "Nobody came.")
rate = _amal(ratings.rate, "4", "")
withdraw = _amal(withdrawal.withdraw, "")
wrong_office = _amal(objection.object_to, "This is for the municipality.")
stay = _by(stays.stay, STAY, who=ABOVE)
close_spam = _by(closure.close_as, "void_spam", "", who=NATION)
bar_badr = _to(barring.bar, "badr")


async def declare(scene: Scene, turn: int) -> None:
    reference = (await scene.flow.case(scene.case_id))["reference"]
    await barring.declare(reference, by=scene.flow.badr, rev=scene.rev)


# The act: where the case stands, what each writer does, and by how much the winner's act raises the case's `rev`.
ACTS: dict[str, tuple[Start, Do, int]] = {
    "take": (assigned, take, 1),
    "ask": (assigned, ask, 1),
    "withdraw a question": (asked, ask_back, 1),
    "stay": (assigned, stay, 1),
    "end a stay": (stayed, _by(stays.end, who=ABOVE), 1),
    "reply": (assigned, reply_of, 1),
    "reply while the citizen is asked": (asked, reply_of, 1),
    "keep a draft": (assigned, draft_of, 0),
    "reject a reply": (answered, reject, 1),
    "correct": (assigned, correct_here, 1),
    "correct to another agency": (assigned, correct_away, 1),
    "pass on": (assigned, pass_on, 1),
    "propose to pass on": (assigned, propose, 1),
    "accept a proposal": (proposed, accept, 1),
    "refuse a proposal": (proposed, refuse, 0),
    "withdraw a proposal": (proposed, take_proposal_back, 0),
    "add a part": (assigned, _by(parts.add, PartDraft("MOH", "Is it clean?"), who=ABOVE), 1),
    "answer a part": (parted, part_answered, 0),
    "withdraw a part": (parted, part_withdrawn, 0),
    "place": (waiting, _by(triage.place, "ewa-bill", who=NATION), 1),
    "close as spam": (waiting, close_spam, 1),
    "submit for approval": (assigned, _by(approvals.submit, DONE, who=OFFICERS), 1),
    "approve": (put, approve, 1),
    "send back": (put, send_back, 1),
    "take an approval back": (put, _approval(approvals.withdraw, who=("basim", "basim")), 1),
    "keep a commitment": (promised, _numbered(commitments.keep, who=OFFICERS), 0),
    "settle an objection": (objected, _by(objection.settle, who=OFFICERS), 0),
    "bar": (assigned, bar_badr, 1),
    "unbar": (barred, _to(barring.unbar, "badr"), 1),
    "make confidential": (assigned, _by(barring.close_off, who=("dana", "nadia")), 1),
    "open up": (confidential, _by(barring.open_up, who=("dana", "nadia")), 1),
    "name a reader": (confidential, _to(barring.name_reader, "huda"), 1),
    "strike a reader": (confidential, _to(barring.strike_reader, "basim"), 1),
    "citizen answers": (asked, answer, 1),
    "citizen reopens": (answered, reopen, 1),
    "citizen asks for a review": (twice_answered, ask_review, 1),
    "citizen rates": (answered, rate, 0),
    "citizen withdraws": (assigned, withdraw, 1),
    "citizen objects to the sorting": (assigned, wrong_office, 0),
}

# Two different acts on the same case at once: whatever comes out, one of them was first.
PAIRS: dict[str, tuple[Start, Do, Do]] = {
    "reply and pass on": (assigned, reply_of, pass_on),
    "reply and take": (assigned, reply_of, take),
    "reply and correct": (assigned, reply_of, correct_away),
    "reply and ask": (assigned, reply_of, ask),
    "reply and draft": (assigned, reply_of, draft_of),
    "reply and withdrawal": (assigned, reply_of, withdraw),
    "reply and bar of its writer": (held, lambda scene, turn: reply_of(scene, 1), bar_badr),
    "reply and a new part": (assigned, reply_of, ACTS["add a part"][1]),
    "reply and the answer of a part": (parted, reply_of, part_answered),
    "reply and an accepted proposal": (proposed, reply_of, accept),
    "take and close": (waiting, close_spam, ACTS["place"][1]),
    "take and declare": (assigned, lambda scene, turn: take(scene, 1), declare),
    "question and answer": (asked, ask_back, answer),
    "answer and withdrawal": (asked, answer, withdraw),
    "answer and reply": (asked, answer, reply_of),
    "stay and ask": (assigned, stay, ask),
    "accept and refuse": (proposed, accept, refuse),
    "accept and take back": (proposed, accept, take_proposal_back),
    "accept and withdrawal": (proposed, accept, withdraw),
    "part answered and withdrawn": (parted, part_answered, part_withdrawn),
    "part answered and case withdrawn": (parted, part_answered, withdraw),
    "approve and send back": (put, approve, send_back),
    "approve and withdrawal": (put, approve, withdraw),
    "approve and reply": (put, approve, reply_of),
    "rate and reopen": (answered, rate, reopen),
    "rate and reject": (answered, rate, reject),
    "reopen and reject": (answered, reopen, reject),
    "review and reject": (twice_answered, ask_review, reject),
    "objection and correction": (assigned, wrong_office, correct_here),
    "confidential and reply": (assigned, ACTS["make confidential"][1], reply_of),
}
