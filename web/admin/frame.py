"""What every page of administration shows around its own: its tabs, with what waits behind each."""

from typing import Any

from cases import correction_pages, proposals
from cases.two_persons import CALENDAR, POLICY
from tawasul.accounts import permissions
from tawasul.accounts.views import StaffView
from web.desk.frame import frame


async def framed(staff: StaffView, tab: str) -> dict[str, Any]:
    """The desk's layout, the tab that is open, and how many changes wait for a second person."""
    disputes = permissions.may(staff, "correction.read")
    return {
        **await frame(staff, "admin"),
        "tab": tab,
        "undecided": {
            "calendars": await proposals.count_waiting(CALENDAR),
            "policies": await proposals.count_waiting(POLICY),
            "corrections": await correction_pages.count_waiting(staff) if disputes else 0,
        },
    }
