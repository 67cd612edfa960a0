"""Many rows in one statement: the same on both databases, whatever is in them."""

from datetime import UTC, datetime

from tawasul.core.db import count_statements, fetch, insert_rows, put_rows, update_rows
from tawasul.core.db.many import MOST_VALUES
from tawasul.outbox.tables import OutboxMessage

NOON = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
COLUMNS = {
    "id": "varchar",
    "job": "varchar",
    "args": "jsonb",
    "key": "varchar",
    "state": "varchar",
    "attempts": "integer",
    "leases": "integer",
    "available_at": "timestamptz",
    "created_at": "timestamptz",
}


def message(number: int, **said) -> tuple:
    row = {"id": f"m{number}", "job": "sort", "args": "[1]", "key": None, "state": "ready", "attempts": number}
    return tuple({**row, "leases": 0, "available_at": NOON, "created_at": NOON, **said}.values())


async def test_values_come_back_as_they_went_in(database):
    text = "لا ماء {منذ} 'الأحد'"
    await insert_rows("outbox_message", COLUMNS, [message(1, job=text, args='[1, "a"]'), message(2, key="k")])
    rows = await OutboxMessage.select().order_by(OutboxMessage.id)
    assert [(row["job"], row["key"], row["attempts"]) for row in rows] == [(text, None, 1), ("sort", "k", 2)]
    assert rows[0]["args"] == '[1, "a"]'
    assert rows[0]["available_at"] == NOON


async def test_what_is_there_already_is_left_out_and_not_given_back(database):
    await insert_rows("outbox_message", COLUMNS, [message(1, key="same")])
    new = [message(2, key="same"), message(3)]
    found = await insert_rows("outbox_message", COLUMNS, new, unless_there=True, returning="id")
    assert found == [{"id": "m3"}]


async def test_each_row_is_set_to_values_of_its_own_and_others_stay(database):
    await insert_rows("outbox_message", COLUMNS, [message(number) for number in range(3)])
    changes = {"id": "varchar", "attempts": "integer", "leased_until": "timestamptz"}
    await update_rows("outbox_message", changes, [("m0", 7, NOON), ("m1", 8, None)])
    rows = await OutboxMessage.select().order_by(OutboxMessage.id)
    assert [(row["attempts"], row["leased_until"]) for row in rows] == [(7, NOON), (8, None), (2, None)]


async def test_what_is_there_already_is_put_right_and_what_is_not_is_put_there(database):
    await insert_rows("outbox_message", COLUMNS, [message(1), message(2)])
    await put_rows("outbox_message", COLUMNS, [message(2, job="place", attempts=9), message(3)])
    rows = await OutboxMessage.select().order_by(OutboxMessage.id)
    assert [(row["id"], row["job"], row["attempts"]) for row in rows] == [
        ("m1", "sort", 1),
        ("m2", "place", 9),
        ("m3", "sort", 3),
    ]


async def test_no_rows_are_no_statement(database):
    with count_statements() as counted:
        assert await insert_rows("outbox_message", COLUMNS, [], returning="id") == []
        await update_rows("outbox_message", {"id": "varchar", "attempts": "integer"}, [])
        await put_rows("outbox_message", COLUMNS, [])
    assert len(counted) == 0


async def test_more_rows_than_fit_into_a_statement(database):
    count = MOST_VALUES // len(COLUMNS) + 1
    found = await insert_rows("outbox_message", COLUMNS, [message(n) for n in range(count)], returning="id")
    assert len(found) == count
    assert (await fetch("SELECT COUNT(*) AS n FROM outbox_message"))[0]["n"] == count
