"""Databases for benchmarks: an SQLite file and, where a server answers, a PostgreSQL database of their own."""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from tawasul.core import db
from tawasul.seed import seed_all

POSTGRES = os.environ.get("TAWASUL_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """A migrated and seeded database, open; gives its address."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            async with _open(f"sqlite:///{Path(folder) / 'bench.sqlite'}") as url:
                yield url
        return
    name = f"tawasul_bench_{secrets.token_hex(4)}"
    server = await asyncpg.connect(POSTGRES)
    await server.execute(f'CREATE DATABASE "{name}"')
    try:
        async with _open(urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()) as url:
            yield url
    finally:
        await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[str]:
    db.connect(url)
    await db.open_pool()
    try:
        await db.migrate()
        await seed_all()
        yield url
    finally:
        await db.close_pool()
