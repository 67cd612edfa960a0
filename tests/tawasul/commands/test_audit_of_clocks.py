"""`sla audit`: what it says, what it ends with, and what the doctor says afterwards."""

import asyncio
import json
from datetime import timedelta

import pytest

from cases import intake
from cases.filing_form import CaseDraft
from tawasul.core import clock, db


def on_database(url: str, *statements: tuple):
    """File a case and do these statements to it, between the calls of commands."""

    async def work() -> None:
        db.connect(url)
        await intake.file_case(CaseDraft(text="No water"))
        for statement, *values in statements:
            await db.fetch(statement, *values)
        await db.close_pool()

    asyncio.run(work())


@pytest.fixture
def command(run, database_url):
    def call(*words: str):
        return run(*words, DATABASE_URL=database_url)

    return call


def line(result, subject: str) -> str:
    return next(found for found in result.output.splitlines() if f" {subject}: " in found)


def test_sound_clocks_end_with_zero(command, database_url) -> None:
    on_database(database_url)
    result = command("sla", "audit")
    assert (result.exit_code, result.output) == (0, "1 clocks and 1 cases looked at, 0 differ\n")
    assert "ok" in line(command("doctor"), "audit")


def test_an_altered_clock_is_named_and_ends_with_one(command, database_url) -> None:
    on_database(database_url, ("UPDATE clock SET target = 99",))
    result = command("sla", "audit")
    assert result.exit_code == 1
    assert "clock 1 of case 1: is not what its events make of it (target is 99, should be 14)" in result.output
    assert "tawasul sla audit" in line(command("doctor"), "audit")


def test_programs_get_one_line(command, database_url) -> None:
    on_database(database_url, ('UPDATE "case_" SET cycle = 2',))
    result = command("sla", "audit", "--json")
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert (told["clocks"], told["cases"], told["differing"]) == (1, 1, 1)
    assert told["found"] == [{"fault": "no_clock", "case_id": 1, "clock_id": None, "columns": None}]


def test_more_than_is_listed_is_counted(command, database_url, monkeypatch) -> None:
    monkeypatch.setattr("cases.clock_audit.MOST_KEPT", 0)
    on_database(database_url, ("UPDATE clock SET target = 99",))
    assert command("sla", "audit").output.splitlines()[0] == "and 1 more"


def test_the_doctor_tells_what_is_not_well_with_the_clocks_and_what_to_do(command, database_url) -> None:
    on_database(
        database_url,
        ("UPDATE clock SET attempts = 2, next_event_at = {}", clock.now() - timedelta(minutes=7)),
        ('UPDATE "calendar_revision" SET "horizon_end" = {}', (clock.now() + timedelta(days=364)).date()),
    )
    result = command("doctor")
    assert result.exit_code == 0, "warnings are no faults"
    assert "due for 7 minutes -> start: tawasul ticker" in line(result, "ticker")
    assert "1 failed and are tried again later -> see" in line(result, "clocks")
    assert "ends within twelve months: BH to" in line(result, "calendar")


def test_a_recount_holds_the_boards_against_the_clocks(command, database_url) -> None:
    on_database(database_url)
    assert command("sla", "audit", "--recount").exit_code == 0
    on_database(database_url, ('UPDATE "counted" SET kind = {}', "inquiry"))
    assert command("sla", "audit").exit_code == 0
    result = command("sla", "audit", "--recount")
    assert result.exit_code == 1
    assert "the boards: do not count what the clocks say" in result.output
