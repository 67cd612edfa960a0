"""Correcting what a case is about. The rules then say whose it is, and every correction is a lesson."""

from cases import triage
from cases.alike import COMPARE
from cases.assigning import take_back
from cases.moves import Change, Row, move, stream
from cases.reach import held_for
from cases.transfer import hand_over
from routing import reference
from sla import clocks
from sla.policy import Subject
from tawasul import audit, outbox
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid


async def correct(case_id: int, category: str, *, by: StaffView, rev: int) -> None:
    """Choose another category. A case that is then another agency's goes there, and counts as passed on; whoever may
    not pass it on proposes that instead, also where it would then be nobody's.

    Where the rules need a place that nobody gave, people sort it; the category stays.
    """
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
            await _promise_anew(changed, by=by)
            await outbox.append(COMPARE, case["id"])
            return
        await _move_on(case, decided.agency, Change(by.actor(), "corrected", said, also), by=by)


async def _move_on(case: Row, agency: str | None, change: Change, *, by: StaffView) -> None:
    """Take the case from its agency: to the one whose it is, or before people."""
    await audit.append(stream(case["id"]), actor=change.by, act=change.act, data=change.data)
    if agency is None:
        data = {"reason": "corrected", "category": change.also["category"]}
        await take_back(case, Change(change.by, "to_triage", data, change.also))
    else:
        await _promise_anew(await hand_over(case, agency, "", by=by, also=change.also), by=by)


async def _promise_anew(case: Row, *, by: StaffView) -> None:
    """Another category may promise less. It never takes time from an agency by a click, and gives none either."""
    subject = Subject(case["kind"], case["agency"], case["category"])
    await clocks.reclassify(case["id"], subject, supervisor_reason=None, actor=by.actor())
