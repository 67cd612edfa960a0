"""Every route × every role × every kind of case: each cell is asked for, with the form's token where one is sent.

`docs/permissions.md` shows the same cells to people; `python docs/list_permissions.py` writes it.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from cases import additions, attached, attachments
from cases.figure_tables import Counted
from cases.file_rules import Upload
from cases.tables import Case
from cases.wall_tables import Barred
from tawasul.accounts import sessions
from tawasul.accounts.permissions import NATIONAL, ROLES, roles_for
from tawasul.accounts.tables import Staff
from tawasul.core import clock, storage
from tests.web.conftest import TOKEN, Filing
from web.app import create_app, guarded

ANONYMOUS = "anonymous"
PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
# What stands in an address for something that there is not. Cells of such routes tell who gets past the door.
NOTHING = {"int": "999999", "str": "none", "path": "none"}
# The door of the case's own pages; other routes with a reference have a rule of their own.
OF_A_CASE = re.compile(r"^/desk/cases/\{reference:str\}")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    permission: str

    @property
    def is_of_a_case(self) -> bool:
        return bool(OF_A_CASE.match(self.path))

    def address(self, reference: str, file: str) -> str:
        values = {"reference": reference, "code": "BH"} | ({"number": file} if "/files/" in self.path else {})
        return PARAMETER.sub(lambda found: values.get(found[1], NOTHING[found[2]]), self.path)


def inner_routes() -> list[Route]:
    """All routes that are for staff alone."""
    found = []
    for path, handler in guarded(create_app()):
        permission = handler.opt["permission"]
        if permission != "public":
            found += [Route(method, path, permission) for method in sorted(handler.http_methods - {"OPTIONS"})]
    return sorted(found, key=lambda route: (route.path, route.method))


ROUTES = inner_routes()
CASES = ("own", "other", "unsorted", "confidential", "conflict")
UNREAD = ("confidential", "conflict")
AGENCY = "EWA"


# What answering pages ask for besides, as long as a case is in no review: somebody who answers.
ANSWERS = frozenset({"/desk/cases/{reference:str}/draft", "/desk/cases/{reference:str}/preview"})
# The national unit names who may read a confidential case, without reading it.
ACCESS = "/desk/cases/{reference:str}/access"
# What an empty form names no second case for, or a case has nothing of, is not there, whoever asks.
NOT_THERE = frozenset({"/desk/cases/{reference:str}/start", "/desk/cases/{reference:str}/approval"})
# An empty form names no agency, and so none in reach.
OF_AN_AGENCY = frozenset({("POST", "/admin/replies")})


def reaches(role: str, case: str) -> bool:
    """The rule of the house, said once more: one's own agency, all for the nation, the unsorted for who sorts."""
    if case in UNREAD:
        return False
    if role in NATIONAL:
        return True
    if case == "unsorted":
        return role in roles_for("triage")
    return case == "own" and role in ("officer", "supervisor", "head")


def _is_answered_by_others(route: Route, role: str, case: str) -> bool:
    return route.path in ANSWERS and reaches(role, case) and role not in roles_for("case.reply")


def expected(route: Route, role: str, case: str) -> str:
    """`login`, `refused`, `hidden`, or `open`: past every door, whatever an empty form then leads to."""
    if role == ANONYMOUS:
        return "login"
    if (route.method, route.path) in OF_AN_AGENCY or role not in roles_for(route.permission):
        return "refused"
    if _is_answered_by_others(route, role, case):
        return "refused"
    if route.path.startswith(ACCESS) and role == "national_supervisor" and case == "confidential":
        return "open"
    inside = not route.is_of_a_case or (reaches(role, case) and route.path not in NOT_THERE)
    return "open" if inside else "hidden"


def found(answer: httpx.Response, route: Route) -> str:
    """Which door the answer came from."""
    assert answer.status_code < 500, (route, answer.status_code)
    if answer.status_code in (302, 303) and answer.headers["location"].startswith("/login"):
        return "login"
    if answer.status_code == 403:
        return "refused"
    return "hidden" if answer.status_code == 404 and route.is_of_a_case else "open"


@pytest.fixture
async def references(amal: Filing) -> dict[str, str]:
    """A case of each kind, as somebody of the Electricity and Water Authority sees it."""
    made = {"own": await amal.assigned(), "other": await amal.assigned(), "unsorted": await amal.waiting()}
    await Case.update({Case.agency: "MOH"}).where(Case.reference == made["other"])
    other = Counted.case.reference == made["other"]
    await Counted.update({Counted.agency: "MOH", Counted.at_agency: "MOH"}).where(other)
    made |= {"confidential": await amal.assigned(about_staff=True), "conflict": await amal.assigned()}
    return made


@pytest.fixture
async def files(references: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The number of a file that came with each case, by the case's reference."""
    folder = storage.Folder(tmp_path)
    monkeypatch.setattr(storage, "storage", lambda: folder)
    numbers = {}
    for reference in references.values():
        [case] = await Case.select(Case.id).where(Case.reference == reference)
        await additions.add(case["id"], "See the file.", [Upload("letter.pdf", b"%PDF-1.7 a letter")])
        [file] = await attached.of_case(case["id"])
        await attachments.inspect(file.id)
        numbers[reference] = str(file.id)
    return numbers


@pytest.fixture
async def door(role: str, staff: dict[str, int], references: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of somebody in this role, of the agency where the role has one."""
    cookies = {"lang": "en"}
    if role != ANONYMOUS:
        agency = AGENCY if role in ("officer", "supervisor", "head") else None
        names = {"username": "tester", "name_en": "Tester", "name_ar": "tester", "password_hash": "none"}
        await Staff.insert(Staff(**names, role=role, agency=agency, created_at=clock.now()))
        [row] = await Staff.select(Staff.id).where(Staff.username == "tester")
        cookies["staff"] = await sessions.open_session(row["id"])
        [case] = await Case.select(Case.id).where(Case.reference == references["conflict"])
        await Barred.insert(Barred(case=case["id"], staff=row["id"], by=staff["nadia"], at=clock.now()))
    transport = httpx.ASGITransport(create_app(), raise_app_exceptions=False)  # type: ignore[arg-type]  # its own types
    async with httpx.AsyncClient(transport=transport, base_url="http://tawasul.test", cookies=cookies) as client:
        yield client


async def asks(door: httpx.AsyncClient, route: Route, token: str, address: str) -> httpx.Response:
    return await door.request(route.method, address, data={"_csrf_token": token} if route.method == "POST" else None)


@pytest.mark.parametrize("role", [ANONYMOUS, *ROLES])
async def test_every_door_opens_to_whom_it_should_and_to_nobody_else(
    role: str, door: httpx.AsyncClient, references: dict[str, str], files: dict[str, str]
) -> None:
    token = TOKEN.search((await door.get("/file")).text)
    assert token is not None
    differing = []
    for route in ROUTES:
        for case in CASES if "{reference:str}" in route.path else CASES[:1]:
            address = route.address(references[case], files[references[case]])
            answer = await asks(door, route, token[1], address)
            if found(answer, route) != expected(route, role, case):
                differing.append((route.method, route.path, case, answer.status_code, expected(route, role, case)))
    assert not differing, "\n".join(map(str, differing))
