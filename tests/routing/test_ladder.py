"""Each step finds its people; where an agency lacks a role, the next higher one stands in."""

import pytest

from routing.ladder import STEPS, persons, roster
from tawasul.accounts import staff
from tawasul.accounts.tables import Staff
from tawasul.core.actor import system

pytestmark = pytest.mark.usefixtures("database")


async def hired(username: str, role: str, agency: str | None = None) -> int:
    return await staff.add(staff.NewStaff(username, "blue-boat-seven", role, agency), by=system("test"))


async def told(step: str, agency: str | None, holder: int | None = None) -> list[str]:
    return sorted(person.username for person in await persons(agency, step, holder))


@pytest.fixture
async def offices(database: str) -> dict[str, int]:
    return {
        "basim": await hired("basim", "officer", "MUN-CAP"),
        "dana": await hired("dana", "supervisor", "MUN-CAP"),
        "huda": await hired("huda", "head", "MMA"),
        "nasser": await hired("nasser", "national_supervisor"),
        "maryam": await hired("maryam", "minister_office"),
        "tariq": await hired("tariq", "head", "EWA"),
    }


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("t3", ["basim"]),
        ("t1", ["dana"]),
        ("t0", ["basim", "dana"]),
        ("breach", ["huda", "nasser"]),  # the municipality has no head: its ministry's is told
        ("plus1", ["huda"]),
        ("plus3", ["maryam"]),
        ("plus5", ["maryam"]),
        ("weekly", ["huda"]),
    ],
)
async def test_who_is_told(offices: dict[str, int], step: str, names: list[str]) -> None:
    assert await told(step, "MUN-CAP", offices["basim"]) == names


async def test_a_case_that_nobody_holds_concerns_the_head(offices: dict[str, int]) -> None:
    assert await told("t3", "MUN-CAP") == ["huda"]


async def test_a_case_without_an_agency_concerns_the_national_unit(offices: dict[str, int]) -> None:
    assert await told("t3", None) == ["nasser"]


async def test_somebody_who_left_is_told_nothing(offices: dict[str, int]) -> None:
    await Staff.update({Staff.active: False}).where(Staff.id == offices["basim"])
    assert await told("t3", "MUN-CAP", offices["basim"]) == ["huda"]


async def test_every_step_reaches_somebody(offices: dict[str, int]) -> None:
    assert [step for step in STEPS if not await told(step, "RHF")] == []


@pytest.mark.parametrize(
    ("agency", "held", "names"),
    [
        ("MUN-CAP", True, ["basim", "dana"]),
        ("MUN-CAP", False, ["dana"]),  # nobody above stands in for the officer
        ("MMA", False, []),  # nor for the supervisor
        ("EWA", False, []),
        (None, False, []),
    ],
)
async def test_inside_means_the_officer_and_her_supervisor(offices, agency, held, names):
    told_of = (await roster()).inside(agency, offices["basim"] if held else None)
    assert sorted(person.username for person in told_of) == names


async def test_a_supervisor_of_the_parent_stands_in_inside(offices):
    await Staff.update({Staff.active: False}).where(Staff.id == offices["dana"])
    await hired("salwa", "supervisor", "MMA")
    assert [person.username for person in (await roster()).inside("MUN-CAP", None)] == ["salwa"]
