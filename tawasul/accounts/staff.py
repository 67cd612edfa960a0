"""Adding members of staff."""

import re
from dataclasses import dataclass

from tawasul import audit
from tawasul.accounts.passwords import hash_password
from tawasul.accounts.permissions import NATIONAL, ROLES
from tawasul.accounts.tables import Agency, Staff
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import DatabaseError, is_unique_violation, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")
LEAST_PASSWORD = 10
_WITHOUT_AGENCY = NATIONAL | {"administrator", "call_centre"}


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What an account needs. `agency` only where the role has one; `must_change`: another password comes first."""

    username: str
    password: str
    role: str
    agency: str | None = None
    name_en: str = ""
    name_ar: str = ""
    email: str | None = None
    language: str = "ar"
    demo: bool = False
    must_change: bool = False


def faults_of(new: NewStaff) -> list[FieldError]:
    """Every fault of an account to be, without asking the database."""
    faults = []
    if not _USERNAME.fullmatch(new.username):
        faults.append(FieldError("username", "bad_username"))
    if len(new.password) < LEAST_PASSWORD:
        faults.append(FieldError("password", "short_password", {"least": LEAST_PASSWORD}))
    if new.role not in ROLES:
        faults.append(FieldError("role", "unknown"))
    elif (new.agency is None) != (new.role in _WITHOUT_AGENCY):
        faults.append(FieldError("agency", "agency_needed" if new.agency is None else "agency_not_for_role"))
    return faults


async def add(new: NewStaff, *, by: Actor) -> int:
    """Open an account and return its id. `Invalid` with every fault, `Conflict` if the name is taken."""
    faults = faults_of(new)
    if new.agency is not None and not await Agency.exists().where(Agency.code == new.agency):
        faults.append(FieldError("agency", "unknown"))
    if faults:
        raise Invalid(*faults)
    return await store(new, await hash_password(new.password), by=by)


async def store(new: NewStaff, password_hash: str, *, by: Actor) -> int:
    """Store an account that was checked, under a password that was hashed."""
    async with transaction():
        if await Staff.exists().where(Staff.username == new.username):
            raise Conflict("username_taken", username=new.username)
        row = Staff(
            username=new.username,
            name_en=new.name_en or new.username,
            name_ar=new.name_ar or new.name_en or new.username,
            email=new.email,
            role=new.role,
            agency=new.agency,
            language=new.language,
            password_hash=password_hash,
            demo=new.demo,
            must_change=new.must_change,
            created_at=clock.now(),
        )
        try:
            staff_id: int = (await Staff.insert(row).returning(Staff.id))[0]["id"]
        except DatabaseError as error:
            if is_unique_violation(error):  # somebody took the name a moment ago
                raise Conflict("username_taken", username=new.username) from error
            raise
        data = {"role": new.role, "agency": new.agency}
        await audit.append(f"staff:{staff_id}", actor=by, act="staff_added", data=data)
    return staff_id
