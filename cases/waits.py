"""Why the clock of a case stands: an open question to the citizen, or a stay by law; and how either ends.

At most one is open, because a clock that stands cannot be made to stand again.
"""

from datetime import datetime

from cases import colleagues
from cases.moves import Change, Row, held, move
from cases.tables import LegalStay, Question
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import require_transaction, transaction

_TICKER = system("ticker")


async def open_question(case_id: int) -> Row | None:
    """The question that the citizen has not answered yet."""
    found: Row | None = await Question.select().where(Question.case == case_id, Question.ended.is_null()).first()
    return found


async def open_stay(case_id: int) -> Row | None:
    """The stay that is not over yet."""
    found: Row | None = await LegalStay.select().where(LegalStay.case == case_id, LegalStay.ended_at.is_null()).first()
    return found


def is_answerable(answer: str | None, ended: str | None) -> bool:
    """Whether an answer is still of use: it is waited for, or it did not come in time. Pure."""
    return answer is None and ended in (None, "expired")


async def end_question(question_id: int, how: str, at: datetime) -> None:
    """Close a question as answered, expired or withdrawn."""
    require_transaction()
    await Question.update({Question.ended: how, Question.ended_at: at}).where(Question.id == question_id)


async def end_stay(stay_id: int, at: datetime) -> None:
    """Close a stay."""
    require_transaction()
    await LegalStay.update({LegalStay.ended_at: at}).where(LegalStay.id == stay_id)


async def end_all(case_id: int) -> None:
    """The case got its reply, or ends without one: nobody waits for anything any more."""
    now = clock.now()
    if question := await open_question(case_id):
        await end_question(question["id"], "withdrawn", now)
    if stay := await open_stay(case_id):
        await end_stay(stay["id"], now)


def after_waiting(status: str) -> str:
    """Where a case goes on once its clock runs again. One that was passed on meanwhile stays where it is."""
    return "in_progress" if status == "waiting_for_citizen" else status


async def time_is_up(case_id: int) -> None:
    """The pause came to its end and the clock runs again: so does the case, and its officer hears of it.

    A question that was answered meanwhile, or one whose end is still to come, is left alone.
    """
    async with transaction():
        await end_what_is_over(await held(case_id))


async def end_what_is_over(case: Row) -> Row:
    """End the question or the stay whose time is up, and tell the officer; gives the case after it.

    Also for whoever comes between the end of a pause and `time_is_up`: what they begin must not meet an open question.
    """
    now = clock.now()
    question, stay = await open_question(case["id"]), await open_stay(case["id"])
    if question is not None and question["pause_ends_at"] <= now:
        await end_question(question["id"], "expired", question["pause_ends_at"])
        return await _go_on(case, "question_expired", f"question_expired:{question['id']}")
    if stay is not None and stay["ends_at"] <= now:
        await end_stay(stay["id"], stay["ends_at"])
        return await _go_on(case, "stay_ended", f"stay_ended:{stay['id']}")
    return case


async def _go_on(case: Row, act: str, key: str) -> Row:
    moved = await move(case, after_waiting(case["status"]), Change(_TICKER, act))
    await colleagues.tell(moved, await colleagues.officer_of(moved), act, key=key)
    return moved
