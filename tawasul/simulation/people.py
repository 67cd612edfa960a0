"""The people of a simulation: nobody can log in as one of them, and no letter reaches any."""

from collections.abc import Mapping
from dataclasses import dataclass

from tawasul.accounts import staff
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core.actor import system
from tawasul.simulation.world import Desk

_NO_LOGIN = "none"
_SIMULATION = system("simulation")


@dataclass(frozen=True, slots=True)
class People:
    """Who acts: the officers of each agency, and who sorts by hand and reads the national board."""

    officers: Mapping[str, list[StaffView]]
    sorter: StaffView


async def hire(desks: Mapping[str, Desk]) -> People:
    """Open an account for everybody whom a case or a step of the ladder needs."""
    await _add("national-supervisor", "national_supervisor", None)
    await _add("minister-office", "minister_office", None)
    for agency, desk in desks.items():
        for role in ("supervisor", "head"):
            await _add(f"{role}.{agency.lower()}", role, agency)
        for number in range(len(desk.away)):
            await _add(f"officer-{number:03}.{agency.lower()}", "officer", agency)
    rows = await Staff.select(*COLUMNS).order_by(Staff.username)
    found = [view(row) for row in rows]
    officers: dict[str, list[StaffView]] = {agency: [] for agency in desks}
    for person in found:
        if person.role == "officer" and person.agency is not None:
            officers[person.agency].append(person)
    sorter = next(person for person in found if person.role == "national_supervisor")
    return People(officers, sorter)


async def _add(username: str, role: str, agency: str | None) -> None:
    new = staff.NewStaff(username, "", role, agency, name_en=username, name_ar=username, demo=True)
    await staff.store(new, _NO_LOGIN, by=_SIMULATION)
