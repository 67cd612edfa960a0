"""Asking the citizen. The clock stands until the answer comes, the question is withdrawn, or its time is up."""

from collections.abc import Sequence

from cases import attachments, colleagues, contacts, reviewers, search_index, waits, wording
from cases.file_rules import Upload
from cases.marks import is_another
from cases.moves import OPEN, Change, Row, held, move
from cases.reach import held_for
from cases.tables import Question
from sla import clocks, pauses
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

REASONS = ("place_unclear", "details_missing", "document_missing", "time_unclear", "other_way_tried")


async def ask(case_id: int, reason: str, text: str, *, by: StaffView, rev: int) -> None:
    """Ask one thing. Refused once the promise is due; a second time only somebody above the officer may."""
    asked = clean(text)
    async with transaction():
        case = await held_for(case_id, "case.ask", by=by, rev=rev)
        await reviewers.check_work(case, by)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if found := faults(reason, asked):
            raise Invalid(*found)
        if await waits.open_question(case_id):
            raise Conflict("already_paused")
        also = {"holder": by.id} if case["holder"] is None and may(by, "case.take") else {}
        moved = await move(case, "waiting_for_citizen", Change(by.actor(), "asked", {"reason": reason}, also))
        stands = await pauses.pause(
            case_id, reason=pauses.WAITING, actor=by.actor(), second_allowed=may(by, "case.ask_again")
        )
        row = Question(
            case=case_id,
            cycle=case["cycle"],
            reason=reason,
            text=asked,
            by=by.id,
            asked_at=clock.now(),
            pause_ends_at=stands.pause_ends_at,
        )
        made = await Question.insert(row).returning(Question.id)
        await search_index.renew(case_id)
        await clocks.meet_first_response(case_id, actor=by.actor())
        await contacts.tell(moved, "question", key=f"question:{made[0]['id']}", words={"question": asked})


def faults(reason: str, text: str) -> list[FieldError]:
    """What is wrong with the reason and the question. Pure."""
    found = [] if reason in REASONS else [FieldError("ask_reason", "unknown")]
    return found + wording.faults_of("question", text, empty="empty_field")


async def answer(case_id: int, text: str, uploads: Sequence[Upload] = (), *, seen: str | None = None) -> None:
    """The citizen answers, with files or without, all or nothing: the clock runs again, and the officer hears of it.

    An answer that comes after the time was up is kept with its question all the same, while the case is open.
    `seen` is the mark of the question that is answered; `Conflict` if it is another one by now.
    """
    said = clean(text)
    async with attachments.stored(uploads) as keys, transaction():
        case = await held(case_id)
        question = await _answerable(case)
        if is_another(question["asked_at"], seen):
            raise Conflict("question_moved")
        if found := wording.faults_of("answer", said, empty="empty_field"):
            raise Invalid(*found)
        await _take(case, question, said)
        await attachments.keep(case_id, uploads, keys)


async def answered_by(case: Row, said: str) -> bool:
    """Whatever a citizen writes while a question is open is the answer to it; says whether one was open.

    Their words stand with the question. A stay by law goes on.
    """
    question = await waits.open_question(case["id"])
    if question is None:
        return False
    await _take(case, question, said)
    return True


async def _take(case: Row, question: Row, said: str) -> None:
    """Keep an answer with its question. If that was still open, clock and case go on. The officer hears of it."""
    changed: Row = {"answer": said}
    if question["ended"] is None:
        await pauses.resume_if_paused(case["id"], reason=pauses.WAITING, actor=CITIZEN)
        changed |= {"ended": "answered", "ended_at": clock.now()}
    await Question.update({getattr(Question, name): value for name, value in changed.items()}).where(
        Question.id == question["id"]
    )
    await search_index.renew(case["id"])
    moved = await move(case, waits.after_waiting(case["status"]), Change(CITIZEN, "question_answered"))
    key = f"question_answered:{question['id']}"
    await colleagues.tell(moved, await colleagues.officer_of(moved), "question_answered", key=key)


async def _answerable(case: Row) -> Row:
    """The latest question of this cycle, if it waits for an answer or has missed one."""
    row = (
        await Question.select()
        .where(Question.case == case["id"], Question.cycle == case["cycle"])
        .order_by(Question.id, ascending=False)
        .first()
    )
    if row is None or case["status"] not in OPEN or not waits.is_answerable(row["answer"], row["ended"]):
        raise Conflict("no_question")
    return dict(row)


async def withdraw(case_id: int, *, by: StaffView, rev: int) -> None:
    """Take the question back. The clock runs again from now; the time it stood stays on record."""
    async with transaction():
        case = await held_for(case_id, "case.ask", by=by, rev=rev)
        question = await waits.open_question(case_id)
        if question is None:
            raise Conflict("no_question")
        await pauses.resume_if_paused(case_id, reason=pauses.WAITING, actor=by.actor())
        await waits.end_question(question["id"], "withdrawn", clock.now())
        await move(case, waits.after_waiting(case["status"]), Change(by.actor(), "question_withdrawn"))
