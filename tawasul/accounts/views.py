"""Members of staff as the other rooms see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tawasul.accounts.tables import Staff
from tawasul.core.actor import Actor
from tawasul.core.i18n import current


@dataclass(frozen=True, slots=True)
class StaffView:
    """One account, without its secrets."""

    id: int
    username: str
    name_en: str
    name_ar: str
    email: str | None
    role: str
    agency: str | None
    language: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_ar if current() == "ar" else self.name_en

    def actor(self) -> Actor:
        return Actor("staff", staff_id=self.id, role=self.role, agency=self.agency, name=self.username)


COLUMNS = (
    Staff.id,
    Staff.username,
    Staff.name_en,
    Staff.name_ar,
    Staff.email,
    Staff.role,
    Staff.agency,
    Staff.language,
)


# Roles that take cases on; see `permissions`, where they may `case.take`.
HOLDERS = ("officer", "supervisor")


def view(row: dict[str, Any]) -> StaffView:
    """A row of `COLUMNS` as a view."""
    return StaffView(**{column._meta.name: row[column._meta.name] for column in COLUMNS})


async def by_ids(ids: list[int]) -> dict[int, StaffView]:
    """Members of staff by id, in one statement."""
    if not ids:
        return {}
    return {row["id"]: view(row) for row in await Staff.select(*COLUMNS).where(Staff.id.is_in(ids))}


async def colleagues(agency: str, role: str = "officer") -> list[StaffView]:
    """Active members of an agency with one role, by name of account."""
    rows = (
        await Staff.select(*COLUMNS)
        .where(Staff.agency == agency, Staff.role == role, Staff.active.eq(True))
        .order_by(Staff.username)
    )
    return [view(row) for row in rows]


async def working_in(agencies: Sequence[str]) -> list[StaffView]:
    """Active members of these agencies who can have cases, by name of account."""
    if not agencies:
        return []
    rows = (
        await Staff.select(*COLUMNS)
        .where(Staff.agency.is_in(list(agencies)), Staff.role.is_in(list(HOLDERS)), Staff.active.eq(True))
        .order_by(Staff.username)
    )
    return [view(row) for row in rows]


async def of_roles(roles: Sequence[str]) -> list[StaffView]:
    """Active members of the staff in any of these roles, by name of account."""
    rows = (
        await Staff.select(*COLUMNS)
        .where(Staff.role.is_in(list(roles)), Staff.active.eq(True))
        .order_by(Staff.username)
    )
    return [view(row) for row in rows]


async def made_up(ids: list[int]) -> frozenset[int]:
    """Which of these members of staff belong to a demonstration: letters to them leave no machine."""
    if not ids:
        return frozenset()
    rows = await Staff.select(Staff.id).where(Staff.id.is_in(ids), Staff.demo.eq(True))
    return frozenset(row["id"] for row in rows)
