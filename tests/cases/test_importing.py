"""Cases of another system come in once, and what is wrong with the rest is told row by row."""

import threading

import pytest

from cases import importing
from cases.importing import Told
from cases.tables import Case
from sla.tables import Clock
from tawasul.core.actor import system
from tawasul.core.errors import FieldError, Invalid

pytestmark = pytest.mark.usefixtures("database")
BY = system("import")
GOOD = {"external_id": "A-1", "text": "No water since Sunday", "received_at": "2026-01-05 09:00"}
ROWS = [
    GOOD,
    {**GOOD, "external_id": "A-2", "channel": "phone", "governorate": "capital"},
    {**GOOD, "external_id": "A-3", "governorate": "atlantis", "received_at": "soon"},
    GOOD,
]


async def test_good_rows_come_in_and_bad_ones_are_told() -> None:
    told = await importing.import_rows(ROWS, by=BY, told=Told())
    assert (told.rows, told.taken, told.there_already) == (4, 2, 0)
    assert [(each.row, each.column, each.fault.code) for each in told.faults] == [
        (4, "governorate", "unknown"),
        (4, "received_at", "bad_instant"),
        (5, "external_id", "twice_in_file"),
    ]


async def test_the_same_file_again_adds_nothing() -> None:
    await importing.import_rows(ROWS, by=BY, told=Told())
    told = await importing.import_rows(ROWS, by=BY, told=Told())
    assert (told.taken, told.there_already) == (0, 2)
    assert await Case.count() == 2


async def test_an_import_that_broke_off_goes_on_where_it_stopped() -> None:
    await importing.import_rows(ROWS[:1], by=BY, told=Told())
    told = await importing.import_rows(ROWS, by=BY, told=Told())
    assert (told.taken, told.there_already) == (1, 1)


async def test_the_promise_runs_from_the_day_on_which_it_was_received() -> None:
    await importing.import_rows(ROWS[:1], by=BY, told=Told())
    clock = await Clock.select(Clock.started_at).where(Clock.kind == "final_reply").first()
    assert clock["started_at"].isoformat().startswith("2026-01-05T06:00")


async def test_checking_stores_nothing() -> None:
    told = await importing.check_rows(ROWS, Told())
    assert (told.taken, len(told.faults)) == (2, 3)
    assert await Case.count() == 0


async def test_rows_are_read_in_a_thread_and_what_stands_before_a_refusal_comes_in(monkeypatch) -> None:
    monkeypatch.setattr(importing, "PORTION", 2)
    readers = set()

    def rows():
        for number in range(5):
            readers.add(threading.current_thread())
            yield {**GOOD, "external_id": f"B-{number}"}
        raise Invalid(FieldError("file", "broken_workbook"))

    with pytest.raises(Invalid):
        await importing.import_rows(rows(), by=BY, told=Told())
    assert await Case.count() == 5
    assert threading.current_thread() not in readers


def test_a_file_without_what_is_needed_is_told_so() -> None:
    assert importing.missing_columns(["text", "kind"]) == ["external_id", "received_at"]
