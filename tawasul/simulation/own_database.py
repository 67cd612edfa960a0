"""A simulation lives in a database of its own, from the first table on, and in none that holds anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tawasul.core import db
from tawasul.core.db import dialect, fetch
from tawasul.seed import seed_all

_TABLES = {
    "sqlite": "SELECT COUNT(*) AS n FROM sqlite_master",
    "postgres": "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = 'public'",
}


class HoldsSomething(RuntimeError):
    """The database is not empty."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    """An empty database with tables and reference data, that a power cut may take."""
    db.connect(url, durable=False)
    await db.open_pool()
    try:
        if (await fetch(_TABLES[dialect()]))[0]["n"]:
            raise HoldsSomething("this database holds something; give an empty one")
        await _hurry(url)
        await db.migrate()
        await seed_all()
        yield
    finally:
        await db.close_pool()


async def _hurry(url: str) -> None:
    """Have PostgreSQL wait for no disk in this database; new connections hear of it."""
    if dialect() != "postgres":
        return
    name = (await fetch("SELECT current_database() AS name"))[0]["name"].replace('"', '""')
    await fetch(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    await db.close_pool()
    db.connect(url)
    await db.open_pool()
