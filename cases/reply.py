"""The substantive answer: it stops the clock, freezes the verdict, and goes out once."""

from dataclasses import dataclass, replace
from datetime import date

from cases import contacts, reply_drafts, waits, wording
from cases.moves import Change, Row, move
from cases.reach import held_for
from cases.reference import parse
from cases.seed import OUTCOMES
from cases.tables import Case, Commitment, Reply
from sla import clocks
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import lock, transaction
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean

LONGEST_GROUND = 1_000


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A reply as an officer wrote it. `duplicate_of` is the number of the other case."""

    outcome: str
    text: str
    due_on: date | None = None
    legal_ground: str = ""
    duplicate_of: str = ""


async def send_reply(case_id: int, draft: ReplyDraft, *, by: StaffView, rev: int) -> None:
    """Send the reply of this cycle. `Conflict` if somebody else did meanwhile, `Invalid` with every fault."""
    given = replace(draft, text=clean(draft.text), legal_ground=clean(draft.legal_ground))
    async with transaction():
        other = await _named(given)
        await _hold_first(other, case_id)
        case = await held_for(case_id, "case.reply", by=by, rev=rev)
        if found := faults(given, clock.now().astimezone(ZONE).date()):
            raise Invalid(*found)
        if given.outcome == "duplicate":
            await _check_surviving(case, other)
        said = Change(by.actor(), "replied", {"outcome": given.outcome})
        answered = await move(case, "answered", said)
        await clocks.stop(case_id, actor=said.by)
        await clocks.close_segment(case_id, at=clock.now(), actor=said.by, met=True)
        await clocks.meet_first_response(case_id, actor=said.by)
        await waits.end_all(case_id)
        await _store(case, given, other, by=by)
        await reply_drafts.forget(case_id)
        await contacts.tell(answered, "answered", key=f"answered:{answered['rev']}")


def faults(draft: ReplyDraft, today: date) -> list[FieldError]:
    """Every fault of a cleaned draft, and what its outcome still needs. Pure."""
    found = [] if draft.outcome in OUTCOMES else [FieldError("outcome", "unknown")]
    found += wording.faults_of("reply", draft.text, empty="empty_field")
    if draft.outcome == "will_be_done":
        found += _date_faults(draft.due_on, today)
    if draft.outcome == "declined":
        found += wording.faults_of("legal_ground", draft.legal_ground, empty="needs_ground", longest=LONGEST_GROUND)
    if draft.outcome == "duplicate":
        found += _reference_faults(draft.duplicate_of)
    return found


def _date_faults(due_on: date | None, today: date) -> list[FieldError]:
    if due_on is None:
        return [FieldError("due_on", "needs_date")]
    return [] if due_on > today else [FieldError("due_on", "not_in_future")]


def _reference_faults(typed: str) -> list[FieldError]:
    if not typed.strip():
        return [FieldError("duplicate_of", "needs_reference")]
    return [] if parse(typed) else [FieldError("duplicate_of", "bad_reference")]


async def _named(draft: ReplyDraft) -> int | None:
    """The case that a duplicate points to, if there is one."""
    number = parse(draft.duplicate_of) if draft.outcome == "duplicate" else None
    row = await Case.select(Case.id).where(Case.reference == number).first() if number else None
    return row["id"] if row else None


async def _hold_first(other: int | None, case_id: int) -> None:
    """Hold the elder of two cases first: of two replies that name each other's case, one waits for the other."""
    if other is not None and other < case_id:
        await lock(Case, other)


async def _check_surviving(case: Row, other: int | None) -> None:
    """A duplicate points to another case, and not to one that was answered as a duplicate of this."""
    if other is None:
        raise Invalid(FieldError("duplicate_of", "no_such_case"))
    if other == case["id"]:
        raise Invalid(FieldError("duplicate_of", "same_case"))
    await lock(Case, other)
    if await Reply.exists().where(Reply.case == other, Reply.duplicate_of == case["id"], Reply.rejected_at.is_null()):
        raise Invalid(FieldError("duplicate_of", "points_here"))


async def _store(case: Row, draft: ReplyDraft, other: int | None, *, by: StaffView) -> None:
    """The reply, and what it promises. What its outcome does not ask for is not kept."""
    row = Reply(
        case=case["id"],
        cycle=case["cycle"],
        outcome=draft.outcome,
        text=draft.text,
        legal_ground=draft.legal_ground if draft.outcome == "declined" else None,
        duplicate_of=other,
        by=by.id,
        sent_at=clock.now(),
    )
    made = await Reply.insert(row).returning(Reply.id)
    if draft.outcome == "will_be_done":
        await Commitment.insert(Commitment(case=case["id"], reply=made[0]["id"], due_on=draft.due_on))
