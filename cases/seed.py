"""The codes that cases use."""

from cases.filing_form import CHANNELS, KINDS
from cases.tables import Channel, Kind, Outcome, Status
from tawasul.core import seeding
from tawasul.core.db import transaction

OUTCOMES = ("done", "will_be_done", "explained", "declined", "duplicate", "outside_government")
STATUSES = (
    "received",
    "triage",
    "assigned",
    "in_progress",
    "waiting_for_citizen",
    "answered",
    "in_review",
    "reopened",
    "withdrawn",
    "closed",
)


async def load() -> int:
    """Load them; returns how many were written."""
    async with transaction():
        return sum(
            [
                await seeding.load_codes(Kind, KINDS),
                await seeding.load_codes(Channel, CHANNELS),
                await seeding.load_codes(Outcome, OUTCOMES),
                await seeding.load_codes(Status, STATUSES),
            ]
        )
