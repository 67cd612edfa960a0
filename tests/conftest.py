"""A real database for every test that asks for one: a fresh copy of a migrated and seeded one, on both kinds.

The address of PostgreSQL is `TAWASUL_TEST_POSTGRES`. Where no server answers, its tests are skipped and say so;
in CI (`CI` is set) they fail instead. `TAWASUL_TEST_TABLESPACE` names a tablespace in which to make the databases:
one in memory makes these tests twice as fast.
"""

import asyncio
import importlib
import os
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

os.environ["TAWASUL_SECRET_KEY"] = "the-key-of-the-tests-is-no-secret-at-all"
os.environ.setdefault("TAWASUL_DATA", str(Path(tempfile.gettempdir()) / "tawasul-tests"))

from tawasul.core import db

Path(os.environ["TAWASUL_DATA"]).mkdir(parents=True, exist_ok=True)

POSTGRES = os.environ.get("TAWASUL_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
KINDS = ("sqlite", "postgres")
PATIENCE = 60.0
_tablespace = os.environ.get("TAWASUL_TEST_TABLESPACE")
TABLESPACE = f' TABLESPACE "{_tablespace}"' if _tablespace else ""


def pytest_configure() -> None:
    # Whichever test comes first: without its folder a process is not fit to answer, and tells nothing else.
    Path(os.environ["TAWASUL_DATA"]).mkdir(parents=True, exist_ok=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=(*KINDS, "both"), default="both", help="the databases to test on")
    parser.addoption("--soak", action="store_true", help="run the long versions of crash and fuzz tests")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--database")
        only = metafunc.definition.get_closest_marker("postgres") and "postgres"
        kinds = [kind for kind in KINDS if wanted in (kind, "both") and only in (kind, None)]
        metafunc.parametrize("database_kind", kinds, indirect=True)


def answers(url: str, default_port: int) -> bool:
    """Whether anything listens at the address of a service."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default_port), 30):
            return True
    except OSError:
        return False


def need(service: str, url: str, default_port: int) -> None:
    """Skip a test for want of a service, naming it; in CI that is a failure."""
    if answers(url, default_port):
        return
    message = f"{service} does not answer at {urlsplit(url).hostname}:{urlsplit(url).port or default_port}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def address(name: str) -> str:
    """The address of another database on the same PostgreSQL server."""
    return urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()


async def _prepare(url: str) -> None:
    # Imported when wanted: the tests of the database layer stand below the rooms that have something to seed.
    seed = importlib.import_module("tawasul.seed")
    db.connect(url)
    await db.migrate()
    await seed.seed_all()
    await db.close_pool()


async def _on_server(statement: str) -> None:
    """Make or drop a database. For a while a busy server takes a killed process, or one that just left, for present."""
    connection = await asyncpg.connect(POSTGRES, timeout=PATIENCE)
    ends = time.monotonic() + PATIENCE
    try:
        while not await _is_done(connection, statement, is_last=time.monotonic() > ends):
            pass
    finally:
        await connection.close()


async def _is_done(connection: asyncpg.Connection, statement: str, *, is_last: bool) -> bool:
    try:
        await connection.execute(statement)
    except asyncpg.ObjectInUseError:
        if is_last:
            raise
        await asyncio.sleep(0.5)
        return False
    return True


def _drop(name: str) -> None:
    asyncio.run(_on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgres`: a test that uses it runs on both."""
    kind: str = request.param
    if kind == "postgres":
        need("PostgreSQL", POSTGRES, 5432)
    return kind


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and seeded SQLite file, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    asyncio.run(_prepare(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated and seeded PostgreSQL database, to copy. Each worker of a test run has its own."""
    need("PostgreSQL", POSTGRES, 5432)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"tawasul_template_{worker}_{secrets.token_hex(4)}"
    asyncio.run(_on_server(f'CREATE DATABASE "{name}"{TABLESPACE}'))
    try:
        asyncio.run(_prepare(address(name)))
        yield name
    finally:
        _drop(name)


def _fresh(kind: str, folder: Path, template: Path | str | None) -> Iterator[str]:
    """The address of a copy of the template, or of an empty database."""
    if kind == "sqlite":
        path = folder / "tawasul.sqlite"
        if template is not None:
            shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    name = f"tawasul_test_{secrets.token_hex(6)}"
    copied = f' TEMPLATE "{template}"' if template is not None else ""
    asyncio.run(_on_server(f'CREATE DATABASE "{name}"{copied}{TABLESPACE}'))
    try:
        yield address(name)
    finally:
        _drop(name)


@pytest.fixture
def blank_database_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind under test."""
    yield from _fresh(database_kind, tmp_path, None)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated and seeded database of the kind under test."""
    yield from _fresh(database_kind, tmp_path, request.getfixturevalue(f"{database_kind}_template"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """A fresh database, connected and open; gives its address."""
    db.connect(database_url)
    await db.open_pool()
    yield database_url
    await db.close_pool()
