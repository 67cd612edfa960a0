"""Correcting what a case is about. The rules then say whose it is, and every correction is a lesson."""

from collections.abc import Mapping
from typing import Any

from cases import triage, wording
from cases.alike import COMPARE
from cases.assigning import take_back
from cases.moves import Change, Row, move, stream
from cases.reach import held_for
from cases.transfer import hand_over
from cases.urgency import subject_of
from routing import reference
from sla import calendars, clocks, policy
from sla.policy import Subject
from sla.views import ClockView, final_replies
from tawasul import audit, outbox
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

LONGEST_REASON = 500


async def correct(case_id: int, category: str, *, by: StaffView, rev: int, longer: str = "") -> None:
    """Choose another category. A case that is then another agency's goes there, and counts as passed on; whoever may
    not pass it on proposes that instead, also where it would then be nobody's.

    Where the rules need a place that nobody gave, people sort it; the category stays. `longer`: why the citizen's date
    may move back, if the category promises more; it counts from somebody above officers alone. `Conflict` if the
    promise is at risk by then.
    """
    why = clean(longer) if may(by, "promise.lengthen") else ""
    if found := wording.faults_of("longer", why, empty=None, longest=LONGEST_REASON):
        raise Invalid(*found)
    rules = await reference.rules()
    async with transaction():
        case = await held_for(case_id, "case.correct", by=by, rev=rev)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if category == case["category"]:
            raise Invalid(FieldError("category", "same_category"))
        chosen = await triage.category_of(category)
        decided = triage.decided(chosen, case["governorate"], rules)
        if decided.agency != case["agency"] and not may(by, "case.transfer"):
            raise Invalid(FieldError("category", "other_agency" if decided.agency else "nobodys_then"))
        also = {"category": category, "sorted_by": "person", "urgent": case["danger"] or chosen.urgent}
        said = {"was": case["category"], "category": category}
        await triage.learn(case["id"], case["category"], category, by=by)
        if decided.agency == case["agency"]:
            changed = await move(case, case["status"], Change(by.actor(), "corrected", said, also))
            await _promise_anew(changed, why, by=by)
            await outbox.append(COMPARE, case["id"])
            return
        moved = await _move_on(case, decided.agency, Change(by.actor(), "corrected", said, also), by=by)
        if moved is not None:
            await _promise_anew(moved, why, by=by)


async def _move_on(case: Row, agency: str | None, change: Change, *, by: StaffView) -> Row | None:
    """Take the case from its agency: to the one whose it is, or before people; gives it where somebody has it now."""
    await audit.append(stream(case["id"]), actor=change.by, act=change.act, data=change.data)
    if agency is None:
        data = {"reason": "corrected", "category": change.also["category"]}
        await take_back(case, Change(change.by, "to_triage", data, change.also))
        return None
    return await hand_over(case, agency, "", by=by, also=change.also)


async def _promise_anew(case: Row, why: str, *, by: StaffView) -> None:
    """Another category may promise less, which takes no time from an agency by a click; or more, if there is a reason.

    That the date moved back stands in the history, with the reason.
    """
    before = (await final_replies([case["id"]]))[case["id"]]
    await clocks.reclassify(case["id"], subject_of(case), supervisor_reason=why or None, actor=by.actor())
    after = (await final_replies([case["id"]]))[case["id"]]
    if after.target > before.target:
        said = {"was": before.due_at.isoformat(), "due_at": after.due_at.isoformat()}
        act, private = "promise_lengthened", {"reason": why}
        await audit.append(stream(case["id"]), actor=by.actor(), act=act, data=said, private=private)


async def may_lengthen(found: Mapping[str, Any], promise: ClockView, by: StaffView) -> bool:
    """Whether a reason is of use: some category promises more than this case has, and it is not too late for it."""
    if not may(by, "promise.lengthen") or not promise.is_open or clock.now() > promise.due_at:
        return False
    day = (await calendars.national()).day_of(promise.started_at)
    usual = await policy.chosen(policy.FINAL_REPLY, Subject(found["kind"]), day)
    return usual.unit == promise.unit and usual.target > promise.target
