"""The history is append-only, and what was altered is found."""

import pytest

from tawasul import audit
from tawasul.audit.tables import Entry, Private
from tawasul.core.actor import CITIZEN, system
from tawasul.core.db import fetch, transaction

pytestmark = pytest.mark.usefixtures("database")


async def told(stream: str, times: int) -> None:
    async with transaction():
        for number in range(times):
            await audit.append(stream, actor=system("test"), act="done", data={"number": number, "كلمة": "قيمة"})


async def test_entries_of_a_stream_are_numbered_and_linked() -> None:
    await told("case:1", 3)
    await told("case:2", 1)
    lines = await audit.history("case:1")
    assert [line.seq for line in lines] == [1, 2, 3]
    assert lines[2].data == {"number": 2, "كلمة": "قيمة"}
    assert await audit.verify() == []


async def test_an_altered_entry_is_named() -> None:
    await told("case:1", 3)
    await Entry.update({Entry.actor: "system:someone"}).where(Entry.stream == "case:1", Entry.seq == 2)
    assert await audit.verify() == [audit.Fault("case:1", 2, "altered")]


async def test_a_removed_entry_leaves_a_gap_that_is_named() -> None:
    await told("case:1", 3)
    await Entry.delete().where(Entry.stream == "case:1", Entry.seq == 2)
    assert audit.Fault("case:1", 3, "gap") in await audit.verify("case:1")


async def test_an_entry_belongs_to_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        await audit.append("case:1", actor=CITIZEN, act="done", data={})


async def test_a_failed_transaction_leaves_no_entry() -> None:
    async def failing() -> None:
        async with transaction():
            await audit.append("case:1", actor=CITIZEN, act="done", data={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await audit.history("case:1") == []


async def test_erasing_a_personal_value_leaves_the_chain_whole() -> None:
    async with transaction():
        await audit.append("case:1", actor=CITIZEN, act="named", data={}, private={"name": "Amal"})
    await told("case:1", 1)
    await Private.update({Private.sealed: None, Private.salt: ""}).where(Private.sealed.is_not_null())
    assert await audit.verify() == []
    assert "Amal" not in str(await fetch('SELECT * FROM "audit_private"'))


async def test_a_stream_keeps_one_number_once() -> None:
    await told("case:1", 1)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await fetch(
            """INSERT INTO "audit_entry" ("stream", "seq", "at", "actor", "act", "data", "prev", "hash")
            SELECT "stream", "seq", "at", "actor", "act", "data", "prev", "hash" FROM "audit_entry" """
        )
