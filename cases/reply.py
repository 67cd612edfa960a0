"""The substantive answer: it stops the clock, freezes the verdict, and goes out once."""

from dataclasses import dataclass, replace
from datetime import date

from cases import (
    contacts,
    originals,
    parts,
    repeated,
    reply_drafts,
    reply_rules,
    reviewers,
    search_index,
    template_fields,
    waits,
    wording,
)
from cases.alike import REMEMBER
from cases.moves import Change, Row, move
from cases.reach import held_for
from cases.seed import OUTCOMES
from cases.tables import Commitment, Reply
from sla import clocks
from tawasul import outbox
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import require_transaction, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
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


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a reply goes that nobody sends by hand: with all of an incident, or approved by a second person.

    `writer`: who wrote what another one approved. `draft_seen`: the mark of the draft before whoever sends by hand.
    """

    incident: int | None = None
    approval: int | None = None
    writer: int | None = None
    draft_seen: str | None = None

    def told(self) -> dict[str, int]:
        """What the history says of it."""
        known = {"incident": self.incident, "approval": self.approval, "writer": self.writer}
        return {name: value for name, value in known.items() if value is not None}


_BY_HAND = Grounds()


async def send_reply(case_id: int, draft: ReplyDraft, *, by: StaffView, rev: int, seen: str | None = None) -> None:
    """Send the reply of this cycle. `Conflict` if somebody else did meanwhile, `Invalid` with every fault.

    The draft goes with it. `seen` is the mark of the one that was there: what a colleague wrote since goes not unread.
    """
    async with transaction():
        await reply_within(case_id, draft, by=by, rev=rev, why=Grounds(draft_seen=seen))


async def reply_within(
    case_id: int, draft: ReplyDraft, *, by: StaffView, rev: int | None, why: Grounds = _BY_HAND
) -> None:
    """`send_reply` as part of a larger act. What nobody approved is refused where the agency demands it."""
    require_transaction()
    given = replace(draft, text=clean(draft.text), legal_ground=clean(draft.legal_ground))
    other = await hold_elder_first(given, case_id, by)
    case = await held_for(case_id, "case.read", by=by, rev=rev)
    await reviewers.check(case, by)
    await reply_drafts.refuse_unseen(case_id, by, why.draft_seen)
    if await parts.any_open(case_id):
        raise Conflict("parts_open")
    if found := faults(given, clock.now().astimezone(ZONE).date()):
        raise Invalid(*found)
    if why.approval is None:
        await reply_rules.check(case, given.outcome)
    if given.outcome == "duplicate":
        await originals.check(case, other)
    said = Change(by.actor(), "replied", {"outcome": given.outcome, **why.told()})
    answered = await move(case, "answered", said)
    await clocks.stop(case_id, actor=said.by)
    await clocks.close_segment(case_id, at=clock.now(), actor=said.by, met=True)
    await clocks.meet_first_response(case_id, actor=said.by)
    await waits.end_all(case_id)
    await _store(case, given, other, by=why.writer or by.id)
    await search_index.renew(case_id)
    await reply_rules.drop_waiting(case_id)
    await reply_drafts.forget(case_id)
    await outbox.append(REMEMBER, case_id)
    await contacts.tell(answered, "answered", key=f"answered:{answered['rev']}", words={"reply": given.text})
    await repeated.tell(answered, given.text)


def faults(draft: ReplyDraft, today: date) -> list[FieldError]:
    """Every fault of a cleaned draft, and what its outcome still needs. Pure."""
    found = [] if draft.outcome in OUTCOMES else [FieldError("outcome", "unknown")]
    found += wording.faults_of("reply", draft.text, empty="empty_field")
    found += template_fields.unfilled("reply", draft.text)
    if draft.outcome == "will_be_done":
        found += _date_faults(draft.due_on, today)
    if draft.outcome == "declined":
        found += wording.faults_of("legal_ground", draft.legal_ground, empty="needs_ground", longest=LONGEST_GROUND)
    if draft.outcome == "duplicate":
        found += originals.faults(draft.duplicate_of)
    return found


def _date_faults(due_on: date | None, today: date) -> list[FieldError]:
    if due_on is None:
        return [FieldError("due_on", "needs_date")]
    return [] if due_on > today else [FieldError("due_on", "not_in_future")]


async def check_original(draft: ReplyDraft, by: StaffView) -> None:
    """Refuse a duplicate of a case that there is not, or not for whoever writes it: in the same words."""
    if draft.outcome == "duplicate" and await originals.named(draft.duplicate_of, by) is None:
        raise Invalid(FieldError("duplicate_of", "no_such_case"))


async def hold_elder_first(draft: ReplyDraft, case_id: int, by: StaffView) -> int | None:
    """The case that a duplicate points to, if there is one, held before `case_id` where it is the elder."""
    return await originals.hold_elder_first(draft.duplicate_of, case_id, by) if draft.outcome == "duplicate" else None


async def _store(case: Row, draft: ReplyDraft, other: int | None, *, by: int) -> None:
    """The reply, and what it promises. What its outcome does not ask for is not kept."""
    row = Reply(
        case=case["id"],
        cycle=case["cycle"],
        outcome=draft.outcome,
        text=draft.text,
        legal_ground=draft.legal_ground if draft.outcome == "declined" else None,
        duplicate_of=other,
        by=by,
        sent_at=clock.now(),
    )
    made = await Reply.insert(row).returning(Reply.id)
    if draft.outcome == "will_be_done":
        await Commitment.insert(Commitment(case=case["id"], reply=made[0]["id"], due_on=draft.due_on))
