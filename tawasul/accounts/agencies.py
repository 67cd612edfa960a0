"""Agencies as the other rooms see them."""

from dataclasses import dataclass

from tawasul.accounts.permissions import Scope, scope_of
from tawasul.accounts.tables import Agency
from tawasul.accounts.views import StaffView
from tawasul.core.i18n import current


@dataclass(frozen=True, slots=True)
class AgencyView:
    """A body that answers, with its parent's code."""

    code: str
    name_en: str
    name_ar: str
    parent: str | None
    retired: bool

    @property
    def name(self) -> str:
        return self.name_ar if current() == "ar" else self.name_en


async def all_agencies() -> dict[str, AgencyView]:
    """Every agency by code, retired ones too: old cases still name them."""
    rows = await Agency.select(Agency.code, Agency.name_en, Agency.name_ar, Agency.parent, Agency.retired_at).order_by(
        Agency.code
    )
    return {
        row["code"]: AgencyView(
            row["code"], row["name_en"], row["name_ar"], row["parent"], row["retired_at"] is not None
        )
        for row in rows
    }


async def scope(staff: StaffView) -> Scope:
    """Whose cases this member of staff reaches."""
    return scope_of(staff, {code: agency.parent for code, agency in (await all_agencies()).items()})
