"""Which tables use which database."""

import subprocess
import sys
from pathlib import Path

import pytest
from piccolo.table import Table

from cases.forecast_tables import Forecast
from tawasul.core import db
from tawasul.core.db import registry
from tawasul.core.db.postgres import SafePostgresEngine
from tawasul.core.db.sqlite import PooledSQLiteEngine
from tawasul.core.tables import Heartbeat

ROOT = Path(__file__).parents[4]


def test_the_address_says_which_engine():
    assert isinstance(registry.make_engine("sqlite:////tmp/x.sqlite"), PooledSQLiteEngine)
    assert registry.make_engine("sqlite:////tmp/x.sqlite").path == "/tmp/x.sqlite"
    assert registry.make_engine("sqlite:///x.sqlite").path == "x.sqlite"
    assert isinstance(registry.make_engine("postgres://u@h/d"), SafePostgresEngine)
    assert isinstance(registry.make_engine("postgresql://u@h/d"), SafePostgresEngine)


@pytest.mark.parametrize("url", ["mysql://h/d", "x.sqlite", ""])
def test_another_address_is_refused(url: str):
    with pytest.raises(ValueError, match="starts with"):
        registry.make_engine(url)


def test_every_table_of_every_room_follows_when_the_database_is_changed(tmp_path: Path):
    for name in ("one", "two"):
        engine = db.connect(f"sqlite:///{tmp_path / name}")
        assert db.engine() is engine
        assert {id(table._meta.db) for table in registry.tables()} == {id(engine)}
    assert not list(tmp_path.iterdir())


def test_every_room_that_owns_tables_is_found():
    found = list(registry.tables())
    assert Heartbeat in found
    assert all(issubclass(table, Table) for table in found)
    assert {table.__module__ for table in found} >= {f"{package}.tables" for package in registry.PACKAGES}


def test_a_subject_may_keep_its_tables_in_a_module_of_its_own():
    assert Forecast in set(registry.tables(["cases"]))


def test_the_tables_are_found_without_the_code_formatter_that_migrations_bring():
    code = "import sys; from tawasul.core import db; db.connect('sqlite:///x'); print('black' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "False"


async def test_a_pool_can_be_opened_again_after_it_was_closed(ledger_url: str):
    await db.close_pool()
    await db.close_pool()
    await db.open_pool()
    assert await db.fetch("SELECT 1 AS n") == [{"n": 1}]
