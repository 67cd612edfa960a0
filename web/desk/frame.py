"""What every page of the desk shows around its own: names of agencies and categories, and what waits."""

from typing import Any

from cases import commitments, queues, triage_page
from tawasul.accounts import permissions
from tawasul.accounts.views import StaffView
from web.names import names
from web.words import role_words


async def frame(staff: StaffView, active: str) -> dict[str, Any]:
    """The values of the desk's layout: whose desk, what may be opened, and how much waits there."""
    known = await names()
    triages = permissions.may(staff, "triage")
    return {
        "names": known,
        "active": active,
        "role_name": role_words(staff.role),
        "agency_name": known.agency(staff.agency),
        "may": {action: permissions.may(staff, action) for action in sorted(permissions.ACTIONS)},
        "waiting": {
            "queue": (await queues.counts(staff))["all"],
            "commitments": await commitments.count(staff),
            "triage": await triage_page.count() if triages else 0,
        },
    }
