"""Bringing a database to this version: one process at a time, the others wait and find nothing to do."""

import asyncio
import fcntl
import importlib
import io
import re
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, redirect_stdout
from functools import lru_cache
from pathlib import Path
from typing import IO

import asyncpg

from tawasul.core.db.postgres import SafePostgresEngine
from tawasul.core.db.registry import PACKAGES, engine
from tawasul.core.db.rows import dialect, fetch
from tawasul.core.db.transactions import transaction

_ID = re.compile(r"""^ID = ["']([^"']+)["']""", re.MULTILINE)
_LOCK = 7_274_031
_A_DAY = 86_400.0
_ANY_DONE = {
    "postgres": "SELECT 1 AS \"n\" FROM information_schema.tables WHERE table_name = 'migration'",
    "sqlite": "SELECT 1 AS \"n\" FROM sqlite_master WHERE name = 'migration'",
}


class MigrationFailed(RuntimeError):
    """A migration stopped half-way and was rolled back; those before it stay."""


@lru_cache(maxsize=4)
def known(packages: Sequence[str] = PACKAGES) -> dict[str, list[str]]:
    """The ids of all migrations of each package, in order, read from the files without importing Piccolo's tools."""
    found = {}
    for package in packages:
        folder = Path(importlib.import_module(package).__file__ or "").parent / "piccolo_migrations"
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
        found[package.rpartition(".")[2]] = sorted(match[1] for text in texts if (match := _ID.search(text)))
    return found


async def pending() -> list[str]:
    """The migrations that this database does not have yet, as `app id`, in the order in which they apply."""
    done = await _done()
    return [f"{app} {name}" for app, names in known().items() for name in names if (app, name) not in done]


async def _done() -> set[tuple[str, str]]:
    if not _is_there() or not await fetch(_ANY_DONE[dialect()]):
        return set()
    return {(row["app_name"], row["name"]) for row in await fetch('SELECT "app_name", "name" FROM "migration"')}


def _is_there() -> bool:
    """Whether the database can be asked at all; asking SQLite for a file that is not there would make one."""
    current = engine()
    return isinstance(current, SafePostgresEngine) or Path(current.path).exists()


async def migrate() -> list[str]:
    """Apply what is pending, each in a transaction of its own, and return it. A second caller waits for the first."""
    async with _alone():
        todo = await pending()
        if todo:
            with _patiently(), _import_path_kept():
                await _apply(todo)
    return todo


async def _apply(todo: Sequence[str]) -> None:
    # Piccolo's tools bring a code formatter along, which a running web process should not carry.
    tables = importlib.import_module("piccolo.apps.migrations.tables")
    forwards = importlib.import_module("piccolo.apps.migrations.commands.forwards")
    tables.Migration._meta._db = engine()
    told = io.StringIO()
    for app, name in (line.split(" ", 1) for line in todo):
        # Piccolo notes a migration as done after its transaction; a crash in between would run it twice.
        async with transaction():
            with redirect_stdout(told):
                result = await forwards.run_forwards(app_name=app, migration_id=name)
            if not result.success:
                raise MigrationFailed(f"{app} {name}: {result.message}")


@contextmanager
def _patiently() -> Iterator[None]:
    """Let a statement take its time: an index over ten million rows does."""
    current = engine()
    if not isinstance(current, SafePostgresEngine):
        yield
        return
    usual, current.patience = current.patience, _A_DAY
    try:
        yield
    finally:
        current.patience = usual


@contextmanager
def _import_path_kept() -> Iterator[None]:
    """Piccolo puts the folder of each package's migrations at the front of the import path, and leaves it there."""
    before = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = before


@asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """Be the only one who migrates this database."""
    current = engine()
    if isinstance(current, SafePostgresEngine):
        connection = await asyncpg.connect(current.dsn)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
            yield
        finally:
            await connection.close()
        return
    path = Path(current.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.migrating").open("w") as file:
        while not _locked(file):  # noqa: ASYNC110 - another process lets go of it
            await asyncio.sleep(0.05)
        yield


def _locked(file: IO[str]) -> bool:
    """Whether the lock is ours now. Asked again and again, so that a cancel is heard."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
