"""Giving a case to an agency, or taking it back: its status, its clock, its history and the letter, together."""

from dataclasses import replace

from cases import contacts, waits
from cases.alike import COMPARE
from cases.moves import Change, Row, move
from cases.urgency import subject_of
from sla import clocks
from sla.views import final_replies
from tawasul import outbox
from tawasul.core import clock


async def assign(case: Row, agency: str, change: Change) -> Row:
    """Give a held case to `agency`. Whoever held it before does no longer; the citizen's date stays.

    The first sort, by the program or by people, may shorten the promise by a special policy. An agency that has
    the case keeps its stretch. While the citizen is asked, whoever gets the case waits for the answer too.
    """
    had, is_first, by = case["agency"], case["sorted_by"] is None, change.by
    waits_on = not is_first and await waits.open_question(case["id"]) is not None
    data, also = {**change.data, "agency": agency}, {**change.also, "agency": agency, "holder": None}
    status = "waiting_for_citizen" if waits_on else "assigned"
    changed = await move(case, status, replace(change, data=data, also=also))
    at, case_id = clock.now(), case["id"]
    if had is not None and had != agency:
        await clocks.close_segment(case_id, at=at, actor=by, met=False)
    if had != agency:
        await clocks.open_segment(case_id, subject_of(changed), at=at, actor=by)
    if is_first:
        await clocks.shorten_at_first_sort(case_id, subject_of(changed), actor=by)
    due_at = (await final_replies([case_id]))[case_id].due_at.isoformat()
    template = "transferred" if change.act == "transferred" else "assigned"
    await contacts.tell(changed, template, key=f"{template}:{changed['rev']}", due_at=due_at)
    await outbox.append(COMPARE, case_id)
    return changed


async def take_back(case: Row, change: Change) -> Row:
    """Put a held case before people. The agency that had it, if any, has it no longer and its stretch ends."""
    changed = await move(case, "triage", replace(change, also={**change.also, "agency": None, "holder": None}))
    if case["agency"] is not None:
        await clocks.close_segment(case["id"], at=clock.now(), actor=change.by, met=False)
    return changed
