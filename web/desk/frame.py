"""What every page of the desk shows around its own: names of agencies and categories, and what waits."""

from typing import Any

from cases import (
    approval_views,
    commitments,
    figures,
    incident_views,
    mentions,
    part_lists,
    transfer_lists,
    triage_page,
    wall_page,
)
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
            "queue": await figures.in_hand(staff),
            "commitments": await commitments.count(staff),
            "mentions": await mentions.count_new(staff) if permissions.may(staff, "case.read") else 0,
            "parts": await part_lists.count(staff),
            "transfers": await transfer_lists.count(staff),
            "surges": await incident_views.count_standing(staff),
            "confidential": await wall_page.count_unread(staff),
            "approvals": await approval_views.count(staff) if permissions.may(staff, "case.answer") else 0,
            "triage": await triage_page.count(staff) if triages else 0,
        },
    }
