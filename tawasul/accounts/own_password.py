"""Choosing a password of one's own."""

from tawasul.accounts import password_rules, proofs, sessions, telling
from tawasul.accounts.access import unproved
from tawasul.accounts.passwords import hash_password
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.core.db import lock, swap, transaction
from tawasul.core.errors import Conflict, Invalid


async def change(staff: StaffView, old: str, new: str, again: str) -> str:
    """Put `new` in the place of `old`. Every session ends, also this one; returns the token of a new one."""
    await proofs.prove_password(staff, old, field="old")
    if faults := password_rules.faults_of(new, again, old=old, username=staff.username):
        raise Invalid(*faults)
    before = await Staff.select(Staff.password_hash).where(Staff.id == staff.id).first()
    stored = await hash_password(new)
    async with transaction():
        row = await lock(Staff, staff.id)
        # Given anew meanwhile, or closed: the choice was made against a password that holds no more.
        if row is None or before is None or row["password_hash"] != before["password_hash"] or not row["active"]:
            raise Conflict("entry_moved")
        await swap(Staff, staff.id, old={}, new={"password_hash": stored, "must_change": False, **unproved(row)})
        await sessions.end_all_of(staff.id)
        await telling.keep_and_tell(staff.id, "password_changed", by=staff.actor())
        return await sessions.open_session(staff.id)
