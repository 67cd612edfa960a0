"""A reply that a second person reads before it goes. The clock runs on meanwhile.

Put before a colleague by whoever wrote it; approved, it goes out by the ordinary act; sent back, its writer hears why.
"""

from dataclasses import replace
from typing import Any

from cases import colleagues, reply, reply_drafts, reply_rules, reviewers, wording
from cases.moves import OPEN, Change, Row, move
from cases.reach import held_for
from cases.reference import parse
from cases.reply import Grounds, ReplyDraft
from cases.reply_rules import WAITING
from cases.reply_tables import ReplyApproval
from tawasul.accounts import views
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import lock, swap, transaction
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean

LONGEST_REMARK = 2_000


async def submit(case_id: int, draft: ReplyDraft, *, by: StaffView, rev: int) -> int:
    """Put a reply before a second person; gives its number. Only where the agency asks for a second look at all."""
    given = replace(draft, text=clean(draft.text), legal_ground=clean(draft.legal_ground))
    async with transaction():
        case = await held_for(case_id, "case.read", by=by, rev=rev)
        await reviewers.check(case, by)
        if (await reply_rules.rule_for(case)).demands == "never":
            raise Conflict("needs_no_approval")
        if found := reply.faults(given, clock.now().astimezone(ZONE).date()):
            raise Invalid(*found)
        await reply.check_original(given, by)
        if case["status"] not in OPEN:
            raise Conflict("answered_already" if case["status"] == "answered" else "not_open")
        if await _live(case):
            raise Conflict("approval_waits")
        await reply_rules.drop_waiting(case_id)
        number = await _store(case, given, by)
        await reply_drafts.put(case_id, _fields(given), by=by)
        data = {"outcome": given.outcome, "approval": number}
        await move(case, case["status"], Change(by.actor(), "approval_asked", data))
        return number


async def _store(case: Row, given: ReplyDraft, by: StaffView) -> int:
    row = ReplyApproval(
        case=case["id"],
        cycle=case["cycle"],
        agency=case["agency"],
        outcome=given.outcome,
        text=given.text,
        due_on=given.due_on if given.outcome == "will_be_done" else None,
        legal_ground=given.legal_ground if given.outcome == "declined" else "",
        duplicate_of=(parse(given.duplicate_of) or "") if given.outcome == "duplicate" else "",
        by=by.id,
        asked_at=clock.now(),
    )
    made = await ReplyApproval.insert(row).returning(ReplyApproval.id)
    return int(made[0]["id"])


def _fields(draft: ReplyDraft) -> dict[str, str]:
    """A reply as the fields of its form."""
    return {
        "outcome": draft.outcome,
        "reply": draft.text,
        "due_on": draft.due_on.isoformat() if draft.due_on else "",
        "legal_ground": draft.legal_ground,
        "duplicate_of": draft.duplicate_of,
    }


def _draft(row: Row) -> ReplyDraft:
    """A reply as it was put. Its words never change, only its state."""
    return ReplyDraft(row["outcome"], row["text"], row["due_on"], row["legal_ground"], row["duplicate_of"])


async def approve(case_id: int, approval: int, *, by: StaffView, rev: int) -> None:
    """Send the reply as it was put. `Forbidden` to whoever wrote it, `Conflict` if it or the case is another by now."""
    async with transaction():
        seen = await ReplyApproval.select().where(ReplyApproval.id == approval).first()
        draft = _draft(seen) if seen else ReplyDraft("", "")
        await reply.hold_elder_first(draft, case_id, by)
        case = await held_for(case_id, "case.read", by=by, rev=rev)
        row = await _decidable(case, approval, by)
        await _close(row, "approved", by)
        await reply.reply_within(case_id, draft, by=by, rev=rev, why=Grounds(approval=approval, writer=row["by"]))


async def send_back(case_id: int, approval: int, remark: str, *, by: StaffView, rev: int) -> None:
    """Say what is missing, to whoever wrote it. The words stay in the draft."""
    said = clean(remark)
    async with transaction():
        case = await held_for(case_id, "case.read", by=by, rev=rev)
        row = await _decidable(case, approval, by)
        if found := wording.faults_of("remark", said, empty="needs_approval_remark", longest=LONGEST_REMARK):
            raise Invalid(*found)
        await _close(row, "sent_back", by, said)
        moved = await move(case, case["status"], Change(by.actor(), "reply_sent_back", {"approval": approval}))
        writer = (await views.by_ids([row["by"]])).values()
        await colleagues.tell(moved, list(writer), "reply_sent_back", key=f"reply_sent_back:{approval}")


async def withdraw(case_id: int, approval: int, *, by: StaffView, rev: int) -> None:
    """Take back one's own, to go on writing."""
    async with transaction():
        case = await held_for(case_id, "case.read", by=by, rev=rev)
        row = await _waiting(case, approval)
        if row["by"] != by.id:
            raise Forbidden("not_for_you")
        await _close(row, "withdrawn", by)
        await move(case, case["status"], Change(by.actor(), "approval_withdrawn", {"approval": approval}))


async def _decidable(case: Row, approval: int, by: StaffView) -> Row:
    """What waits, for somebody who may decide on it and has not written it."""
    if not reply_rules.may_approve(await reply_rules.rule_of(case["agency"]), case, by):
        raise Forbidden("not_for_you")
    row = await _waiting(case, approval)
    if row["by"] == by.id:
        raise Forbidden("own_reply")
    return row


async def _waiting(case: Row, approval: int) -> Row:
    """The row, held. It is of this case as the case is now: of its cycle and its agency."""
    row = await lock(ReplyApproval, approval)
    if row is None or row["case"] != case["id"]:
        raise NotFound("no_such_approval")
    if row["state"] != WAITING or not is_of(row, case):
        raise Conflict("decided_already")
    return row


def is_of(row: dict[str, Any], case: dict[str, Any]) -> bool:
    """Whether what was put belongs to the case as it is now. Pure."""
    return row["cycle"] == case["cycle"] and row["agency"] == case["agency"] and case["status"] in OPEN


async def _live(case: Row) -> bool:
    row = await ReplyApproval.select().where(ReplyApproval.case == case["id"], ReplyApproval.state == WAITING).first()
    return row is not None and is_of(row, case)


async def _close(row: Row, state: str, by: StaffView, remark: str = "") -> None:
    new = {"state": state, "decided_by": by.id, "decided_at": clock.now(), "remark": remark}
    if not await swap(ReplyApproval, row["id"], old={"state": WAITING}, new=new):
        raise Conflict("decided_already")
