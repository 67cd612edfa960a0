"""A stay: the law forbids to answer for a time. Coded, with its ground and its end, and only by those above."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases import contacts, waits, wording
from cases.moments import midnight
from cases.moves import Change, move
from cases.reach import held_for
from cases.tables import LegalStay
from sla import pauses
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean

REASONS = ("before_court", "under_investigation", "statutory_period")
# Longer than this must be decided anew, so that no case sleeps unseen.
LONGEST = timedelta(days=90)
LONGEST_GROUND = 1_000


@dataclass(frozen=True, slots=True)
class StayDraft:
    """A stay as a supervisor wrote it: until the end of the day `last_day`."""

    reason: str
    ground: str
    last_day: date | None


async def stay(case_id: int, draft: StayDraft, *, by: StaffView, rev: int) -> None:
    """Let the clock stand until the end of a day. Refused once the promise is due, or while the clock stands."""
    ground = clean(draft.ground)
    async with transaction():
        case = await held_for(case_id, "case.stay", by=by, rev=rev)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        now = clock.now()
        if found := faults(StayDraft(draft.reason, ground, draft.last_day), now.astimezone(ZONE).date()):
            raise Invalid(*found)
        case = await waits.end_what_is_over(case)
        ends_at = midnight((draft.last_day or now.date()) + timedelta(days=1))
        moved = await move(case, case["status"], Change(by.actor(), "stayed", {"reason": draft.reason}))
        await pauses.pause(case_id, reason=pauses.STAY, actor=by.actor(), ends_at=ends_at, second_allowed=True)
        row = LegalStay(
            case=case_id,
            cycle=case["cycle"],
            reason=draft.reason,
            ground=ground,
            by=by.id,
            began_at=now,
            ends_at=ends_at,
        )
        await LegalStay.insert(row)
        last = ends_at - timedelta(minutes=1)
        await contacts.tell(moved, "stayed", key=f"stayed:{moved['rev']}", due_at=last.isoformat())


def faults(draft: StayDraft, today: date) -> list[FieldError]:
    """Every fault of a cleaned stay. Pure."""
    found = [] if draft.reason in REASONS else [FieldError("stay_reason", "unknown")]
    found += wording.faults_of("ground", draft.ground, empty="needs_stay_ground", longest=LONGEST_GROUND)
    if draft.last_day is None:
        return [*found, FieldError("last_day", "needs_end_date")]
    if draft.last_day < today:
        return [*found, FieldError("last_day", "past_date")]
    return [*found, FieldError("last_day", "stay_too_long")] if draft.last_day > today + LONGEST else found


async def end(case_id: int, *, by: StaffView, rev: int) -> None:
    """End a stay before its day: what forbade to answer is gone."""
    async with transaction():
        case = await held_for(case_id, "case.stay", by=by, rev=rev)
        found = await waits.open_stay(case_id)
        if found is None:
            raise Conflict("no_stay")
        await pauses.resume_if_paused(case_id, reason=pauses.STAY, actor=by.actor())
        await waits.end_stay(found["id"], clock.now())
        await move(case, case["status"], Change(by.actor(), "stay_ended"))
