"""Filing a case for somebody who calls, comes or writes: the one act of filing, by a member of staff."""

from dataclasses import dataclass

from cases import filing_form, intake
from cases.arrival import received_at
from cases.filing_form import CaseDraft, tidied
from cases.intake import Origin, Receipt
from tawasul.accounts import permissions
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid

# The ways by which a case reaches an agent.
CHANNELS = ("phone", "counter", "letter", "email")


@dataclass(frozen=True, slots=True)
class Arrival:
    """When it came, as typed: `2026-11-24` and `09:30`. Both empty: now."""

    day: str = ""
    hour: str = ""


async def file_for(draft: CaseDraft, arrival: Arrival, *, by: StaffView, form: str) -> Receipt:
    """File a case in somebody's name. The same `form` sent twice files once.

    `Invalid` with every fault. `Conflict` if the form was filed with other words before.
    """
    if not permissions.may(by, "file_for"):
        raise Forbidden("not_for_you")
    came_at, faults = received_at(arrival.day, arrival.hour, clock.now())
    if draft.channel not in CHANNELS:
        faults = [*faults, FieldError("channel", "unknown")]
    faults = [*filing_form.check(tidied(draft), await intake.known()), *faults]
    if faults:
        raise Invalid(*faults)
    origin = Origin(actor=by.actor(), received_at=came_at)
    try:
        return await intake.file_case(draft, key=f"assisted:{by.id}:{form}", origin=origin)
    except Conflict as error:
        raise Conflict("form_filed") if error.code == "key_reused" else error from error
