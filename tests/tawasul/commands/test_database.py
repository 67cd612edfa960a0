"""`migrate`, `seed`, `demo` and `audit verify`, as an operator calls them."""

import asyncio

from tawasul.audit.tables import Entry
from tawasul.core import db


def test_the_database_is_brought_to_this_version_once(run, blank_database_url) -> None:
    first, second = (run("migrate", DATABASE_URL=blank_database_url) for _ in range(2))
    assert "migrations applied" in first.output
    assert second.output == "nothing to do\n"


def test_reference_data_loaded_twice_changes_nothing(run, blank_database_url) -> None:
    run("migrate", DATABASE_URL=blank_database_url)
    first, second = (run("seed") for _ in range(2))
    assert int(first.output.split()[0]) > 300
    assert second.output == "0 rows written\n"


def test_a_database_without_tables_is_said_plainly(run, blank_database_url) -> None:
    result = run("seed", DATABASE_URL=blank_database_url)
    assert result.exit_code == 1
    assert "tawasul doctor" in result.output
    assert "Traceback" not in result.output


def test_the_demonstration_is_loaded_once_and_says_how_to_log_in(run, blank_database_url, tmp_path) -> None:
    first = run("demo", "--cases", "3", DATABASE_URL=blank_database_url)
    assert first.exit_code == 0, first.output
    assert "officer.ewa" in first.output
    kept = tmp_path / "data" / "demo-accounts.txt"
    assert kept.stat().st_mode & 0o077 == 0
    second = run("demo", "--cases", "3")
    assert (second.exit_code, "there already" in second.output) == (1, True)


async def _alter() -> None:
    last = await Entry.select(Entry.id).order_by(Entry.id, ascending=False).first()
    await Entry.update({Entry.act: "staff_removed"}).where(Entry.id == last["id"])
    await db.close_pool()


def test_an_altered_line_of_history_is_named(run, database_url) -> None:
    run("user", "add", "basim", "--role", "officer", "--agency", "EWA", DATABASE_URL=database_url)
    assert run("audit", "verify").output.endswith("the history is whole\n")
    asyncio.run(_alter())
    found = run("audit", "verify")
    assert found.exit_code == 1
    assert "staff:1 1: altered" in found.output
