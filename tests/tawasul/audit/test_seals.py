"""The daily seal: whatever a hand in the database does to what was sealed is found and named."""

from datetime import date, timedelta

import pytest

from tawasul import audit
from tawasul.audit.tables import Head, Seal
from tawasul.core.actor import system
from tawasul.core.db import fetch, transaction

pytestmark = pytest.mark.usefixtures("database")

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
FIRST = date(2026, 11, 22)


async def told(stream: str, times: int, *, name: str = "") -> None:
    async with transaction():
        for number in range(times):
            private = {"name": name} if name else None
            await audit.append(stream, actor=system("test"), act="done", data={"number": number}, private=private)


async def found(key: bytes | None = KEY, witness: audit.Witness | None = None) -> list[tuple[str, int, str]]:
    return [(fault.stream, fault.seq, fault.what) async for fault in audit.verify_all(key, witness)]


async def sealed_days() -> None:
    """Two days: three streams on the first, one of them and a fourth on the second."""
    await told("case:1", 3)
    await told("case:2", 2)
    await told("staff:7", 1, name="Amal")
    assert await audit.seal_day(FIRST, KEY) == 1
    await told("case:1", 2)
    await told("case:3", 1)
    assert await audit.seal_day(FIRST + timedelta(days=1), KEY) == 2


async def test_a_history_that_nobody_touched_is_whole_and_says_what_is_not_sealed_yet() -> None:
    await sealed_days()
    await told("case:4", 2)
    assert await found() == []
    now = await audit.standing()
    assert (now.number, now.day, now.entries, now.streams) == (2, FIRST + timedelta(days=1), 2, 1)


async def test_a_day_is_sealed_once_and_holds_only_the_streams_that_grew() -> None:
    await sealed_days()
    assert await audit.seal_day(FIRST + timedelta(days=1), KEY) is None
    assert await audit.seal_day(FIRST, KEY) is None
    heads = await Head.select(Head.stream, Head.seq).where(Head.seal == 2).order_by(Head.stream)
    assert [(row["stream"], row["seq"]) for row in heads] == [("case:1", 5), ("case:3", 1)]


async def test_without_a_key_nothing_is_sealed() -> None:
    await told("case:1", 1)
    assert await audit.seal_day(FIRST, None) is None
    assert await Seal.count() == 0


@pytest.mark.parametrize(
    ("damage", "faults"),
    [
        # One value of one entry.
        (
            """UPDATE "audit_entry" SET "actor" = 'system:nobody' WHERE "stream" = 'case:1' AND "seq" = 2""",
            {("case:1", 2, "altered")},
        ),
        # An entry out of the middle.
        (
            """DELETE FROM "audit_entry" WHERE "stream" = 'case:1' AND "seq" = 2""",
            {("case:1", 3, "gap")},
        ),
        # The tail of a stream, which no link misses.
        (
            """DELETE FROM "audit_entry" WHERE "stream" = 'case:1' AND "seq" > 3""",
            {("case:1", 5, "removed")},
        ),
        # A whole stream.
        (
            """DELETE FROM "audit_entry" WHERE "stream" = 'case:2'""",
            {("case:2", 2, "removed")},
        ),
        # An entry put in at the end of a stream, under an id that was free.
        (
            """INSERT INTO "audit_entry" ("id", "stream", "seq", "at", "actor", "act", "data", "prev", "hash")
            SELECT 0 - 5, 'case:9', 1, "at", "actor", "act", "data", "prev", "hash"
            FROM "audit_entry" WHERE "stream" = 'case:2' AND "seq" = 1""",
            {("case:9", 1, "altered"), ("case:9", 1, "inserted")},
        ),
        # The personal value of one person under the name of another's.
        (
            """UPDATE "audit_private" SET "sealed" = '1.AAAA' """,
            {("staff:7", 1, "private")},
        ),
        # A seal with all that it holds.
        (
            """DELETE FROM "audit_head" WHERE "seal" = 1 ; DELETE FROM "audit_seal" WHERE "number" = 1""",
            {("seals", 2, "gap"), ("case:2", 1, "inserted"), ("case:2", 2, "inserted"), ("staff:7", 1, "inserted")},
        ),
        # A head, and what a seal says of its day.
        ("""UPDATE "audit_head" SET "seq" = 2 WHERE "stream" = 'case:1' AND "seq" = 3""", {("seals", 1, "altered")}),
        ("""UPDATE "audit_seal" SET "upto" = 1 WHERE "number" = 2""", {("seals", 2, "altered")}),
    ],
)
async def test_every_kind_of_damage_is_named(damage: str, faults: set[tuple[str, int, str]]) -> None:
    await sealed_days()
    for statement in damage.split(" ; "):
        await fetch(statement)
    assert faults <= set(await found())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("""UPDATE "audit_entry" SET "at" = 'once' WHERE {it}""", ("case:1", 2, "altered")),
        ("""UPDATE "audit_entry" SET "actor" = X'FF' WHERE {it}""", ("case:1", 2, "altered")),
        ("""UPDATE "audit_entry" SET "data" = '[' WHERE {it}""", ("case:1", 2, "altered")),
        ("""UPDATE "audit_entry" SET "seq" = 'x' WHERE {it}""", ("case:1", 0, "gap")),
        ("""UPDATE "audit_private" SET "sealed" = 'é.x' """, ("staff:7", 1, "private")),
        ("""UPDATE "audit_seal" SET "at" = 'once' WHERE "number" = 1""", ("seals", 1, "altered")),
    ],
)
async def test_values_that_no_column_should_hold_are_named_too(
    database_kind: str, change: str, fault: tuple[str, int, str]
) -> None:
    if database_kind == "postgres" and "sealed" not in change:
        pytest.skip("PostgreSQL refuses such values")
    await sealed_days()
    await fetch(change.format(it='"stream" = \'case:1\' AND "seq" = 2'))
    assert fault in await found()


async def test_a_tail_that_was_written_anew_with_fitting_links_is_found() -> None:
    await sealed_days()
    await fetch("""DELETE FROM "audit_entry" WHERE "stream" = 'case:1' AND "seq" > 3""")
    await told("case:1", 2)
    assert await audit.verify() == []
    assert await found() == [("case:1", 5, "rewritten")]


async def test_an_entry_with_a_fitting_link_among_what_was_sealed_is_found() -> None:
    await sealed_days()
    await told("case:2", 1)
    await fetch("""UPDATE "audit_entry" SET "id" = 0 - 1 WHERE "stream" = 'case:2' AND "seq" = 3""")
    assert ("case:2", 3, "inserted") in await found()


async def test_an_erased_personal_value_leaves_the_sealed_history_whole() -> None:
    await sealed_days()
    await fetch("""UPDATE "audit_private" SET "sealed" = NULL, "salt" = '' """)
    assert await found() == []


async def test_a_missing_and_a_wrong_key_are_told_apart_from_damage() -> None:
    await sealed_days()
    assert await found(None) == [("seals", 1, "no_key"), ("seals", 2, "no_key")]
    assert await found(OTHER_KEY) == [("seals", 1, "other_key"), ("seals", 2, "other_key")]


async def test_a_seal_that_was_made_anew_without_the_key_is_found() -> None:
    await sealed_days()
    await fetch('DELETE FROM "audit_head" WHERE "seal" = 2')
    await fetch('DELETE FROM "audit_seal" WHERE "number" = 2')
    await audit.seal_day(FIRST + timedelta(days=1), OTHER_KEY)
    await fetch('UPDATE "audit_seal" SET "key_id" = (SELECT "key_id" FROM "audit_seal" WHERE "number" = 1)')
    assert await found() == [("seals", 2, "altered")]


async def test_seals_that_were_cut_off_are_found_by_one_that_was_noted() -> None:
    await sealed_days()
    now = await audit.standing()
    noted = audit.Witness(now.number, now.mark)
    assert await found(witness=noted) == []
    await fetch('DELETE FROM "audit_head" WHERE "seal" = 2')
    await fetch('DELETE FROM "audit_seal" WHERE "number" = 2')
    assert await found() == []
    assert await found(witness=noted) == [("seals", 2, "unexpected")]


async def test_a_long_history_is_read_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tawasul.audit.checking.PORTION", 2)
    monkeypatch.setattr("tawasul.audit.sealed_heads.PORTION", 1)
    await sealed_days()
    assert await found() == []
    await fetch("""DELETE FROM "audit_entry" WHERE "stream" = 'case:1' AND "seq" = 5""")
    assert await found() == [("case:1", 5, "removed")]
