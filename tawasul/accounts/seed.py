"""Roles and agencies to start from."""

from pathlib import Path

from tawasul.accounts.permissions import ROLES
from tawasul.accounts.tables import Agency, Role
from tawasul.core import seeding
from tawasul.core.db import transaction

_AGENCIES = Path(__file__).parent / "data" / "agencies.csv"


async def load() -> int:
    """Load them; returns how many rows were written. Parents stand before their children in the file's order."""
    rows = [{**row, "parent": row["parent"] or None} for row in seeding.read_rows(_AGENCIES)]
    parents_first = sorted(rows, key=lambda row: row["parent"] is not None)
    async with transaction():
        roles = await seeding.load_codes(Role, ROLES)
        return roles + await seeding.load(Agency, "code", parents_first)
