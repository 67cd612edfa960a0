"""`audit verify`, and what the doctor says of the seals, as an operator reads them."""

import asyncio
from datetime import date

from tawasul import audit
from tawasul.core import db
from tawasul.core.actor import system

KEY = "the-seals-of-the-tests-have-a-key-of-their-own"


def prepared(url: str, *statements: str) -> None:
    """Three entries under a seal, one after it, and then what somebody does in the database."""

    async def work() -> None:
        db.connect(url)
        await told(3)
        await audit.seal_day(date(2026, 11, 22), KEY.encode())
        await told(1)
        for statement in statements:
            await db.fetch(statement)
        await db.close_pool()

    asyncio.run(work())


async def told(times: int) -> None:
    async with db.transaction():
        for _ in range(times):
            await audit.append("case:1", actor=system("test"), act="done", data={})


def test_a_whole_history_says_so_and_what_is_not_sealed(run, database_url) -> None:
    prepared(database_url)
    result = run("audit", "verify", DATABASE_URL=database_url, SEAL_KEY=KEY)
    assert result.exit_code == 0, result.output
    assert (
        "the last seal is number 1, of the beginning of 2026-11-22; 1 entries of 1 streams came after" in result.output
    )
    assert "the history is whole" in result.output
    noted = next(line for line in result.output.splitlines() if line.startswith("1:"))
    again = run("audit", "verify", "--noted", noted, DATABASE_URL=database_url, SEAL_KEY=KEY)
    assert again.exit_code == 0
    other = run("audit", "verify", "--noted", "2" + noted[1:], DATABASE_URL=database_url, SEAL_KEY=KEY)
    assert "seal 2 is not there as it was noted" in other.output


def test_damage_is_named_with_its_stream_and_row(run, database_url) -> None:
    prepared(database_url, """DELETE FROM "audit_entry" WHERE "seq" > 2""")
    result = run("audit", "verify", DATABASE_URL=database_url, SEAL_KEY=KEY)
    assert result.exit_code == 1
    assert "case:1 3: removed: this entry was sealed and is gone" in result.output


def test_a_missing_and_a_wrong_key_are_said(run, database_url) -> None:
    prepared(database_url)
    without = run("audit", "verify", DATABASE_URL=database_url, SEAL_KEY="")
    assert without.exit_code == 1
    assert "set TAWASUL_SEAL_KEY" in without.output
    wrong = run("audit", "verify", DATABASE_URL=database_url, SEAL_KEY="x" * 40)
    assert wrong.exit_code == 1
    assert "seal 1 was made with another key" in wrong.output
    assert "another key" in run("doctor", DATABASE_URL=database_url, SEAL_KEY="x" * 40).output


def test_what_was_noted_is_read_with_care(run, database_url) -> None:
    result = run("audit", "verify", "--noted", "one:two", DATABASE_URL=database_url, SEAL_KEY=KEY)
    assert result.exit_code == 2
    assert "hexadecimal" in result.output
