"""The people of the demonstration: one account for each role, and an officer for every agency. Plainly made up."""

from dataclasses import dataclass, replace
from pathlib import Path

from tawasul.accounts import agencies, staff
from tawasul.accounts.agencies import AgencyView
from tawasul.accounts.passwords import hash_password, make_password
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core.actor import system

FILE = "demo-accounts.txt"
SHOWN_AGENCY = "EWA"

# Role, agency, and what they are called. The names say that nobody stands behind them.
_SHOWN = (
    ("officer", SHOWN_AGENCY, "موظفة تجريبية", "Demo officer"),
    ("supervisor", SHOWN_AGENCY, "مشرفة تجريبية", "Demo supervisor"),
    ("head", SHOWN_AGENCY, "رئيس جهة تجريبي", "Demo head of agency"),
    ("national_supervisor", None, "مشرف وطني تجريبي", "Demo national supervisor"),
    ("arbiter", None, "محكّم تجريبي", "Demo arbiter"),
    ("minister_office", None, "مكتب الوزير التجريبي", "Demo minister's office"),
    ("call_centre", None, "موظف مركز اتصال تجريبي", "Demo call-centre agent"),
    ("administrator", None, "مدير نظام تجريبي", "Demo administrator"),
)


@dataclass(frozen=True, slots=True)
class Hired:
    """An account with its password, which is known only now."""

    username: str
    password: str
    role: str
    agency: str | None


async def hire(data: Path) -> dict[str, StaffView]:
    """Open the accounts, keep their passwords in the data folder, and return each agency's officer.

    The officers of the other agencies share one password: hashing is slow on purpose, and they are many.
    """
    by_code = {code: row for code, row in (await agencies.all_agencies()).items() if not row.retired}
    hired = [await _open(_named(role, agency, ar, en)) for role, agency, ar, en in _SHOWN]
    shared = make_password()
    password_hash = await hash_password(shared)
    for agency in by_code.values():
        if agency.code != SHOWN_AGENCY:
            officer = replace(_officer(agency), password=shared)
            await staff.store(officer, password_hash, by=system("demo"))
            hired.append(Hired(officer.username, shared, officer.role, officer.agency))
    _keep(data / FILE, hired)
    rows = await Staff.select(*COLUMNS).where(Staff.role == "officer", Staff.demo.eq(True))
    return {row["agency"]: view(row) for row in rows}


async def national_supervisor() -> StaffView:
    """Who sorts by hand in the demonstration."""
    return view((await Staff.select(*COLUMNS).where(Staff.role == "national_supervisor", Staff.demo.eq(True)))[0])


async def supervisors() -> dict[str, StaffView]:
    """The supervisor of each agency that has one in the demonstration."""
    rows = await Staff.select(*COLUMNS).where(Staff.role == "supervisor", Staff.demo.eq(True))
    return {row["agency"]: view(row) for row in rows}


def _named(role: str, agency: str | None, name_ar: str, name_en: str) -> staff.NewStaff:
    username = f"{role.replace('_', '-')}" + (f".{agency.lower()}" if agency else "")
    return staff.NewStaff(username, make_password(), role, agency, name_en, name_ar, demo=True)


def _officer(agency: AgencyView) -> staff.NewStaff:
    return _named("officer", agency.code, f"موظف تجريبي، {agency.name_ar}", f"Demo officer, {agency.name_en}")


async def _open(new: staff.NewStaff) -> Hired:
    await staff.add(new, by=system("demo"))
    return Hired(new.username, new.password, new.role, new.agency)


def _keep(path: Path, hired: list[Hired]) -> None:
    """Write all passwords down for whoever may read the data folder; those shown at start come first."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{person.username:<28} {person.password}\n" for person in hired), encoding="utf-8")


def shown(path: Path) -> str:
    """The first lines of the file: an account for each role."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(f"  {line}" for line in lines[: len(_SHOWN)])
