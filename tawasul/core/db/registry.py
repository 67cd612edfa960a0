"""Which packages own tables, and which engine they use."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from piccolo.table import Table

from tawasul.core.db.postgres import LARGEST_POOL, SafePostgresEngine
from tawasul.core.db.sqlite import PooledSQLiteEngine

Engine = PooledSQLiteEngine | SafePostgresEngine

# In the order in which they need each other.
PACKAGES = (
    "tawasul.core",
    "tawasul.accounts",
    "tawasul.audit",
    "tawasul.outbox",
    "tawasul.notify",
    "routing",
    "sla",
    "cases",
)
_engine: Engine | None = None


def make_engine(url: str, *, largest_pool: int = LARGEST_POOL, durable: bool = True) -> Engine:
    """The engine for `sqlite:///path` (four slashes for an absolute one) or `postgres://user@host/name`."""
    if url.startswith("sqlite:///"):
        return PooledSQLiteEngine(url.removeprefix("sqlite:///"), durable=durable)
    if urlsplit(url).scheme in ("postgres", "postgresql"):
        return SafePostgresEngine(url, largest_pool=largest_pool)
    raise ValueError("a database's address starts with sqlite:/// or postgres://")


def table_modules(package: str) -> list[str]:
    """The modules of a package that hold tables: `tables`, and those of one subject each, `*_tables`."""
    names = [module.name for module in pkgutil.iter_modules(importlib.import_module(package).__path__)]
    return sorted(f"{package}.{name}" for name in names if name == "tables" or name.endswith("_tables"))


def tables(packages: Sequence[str] = PACKAGES) -> Iterator[type[Table]]:
    """Every table of the packages."""
    for name in (name for package in packages for name in table_modules(package)):
        for found in vars(importlib.import_module(name)).values():
            if isinstance(found, type) and issubclass(found, Table) and found.__module__ == name:
                yield found


def connect(
    url: str, packages: Sequence[str] = PACKAGES, *, largest_pool: int = LARGEST_POOL, durable: bool = True
) -> Engine:
    """Have every table use the database at `url`. Nothing is opened yet. `durable` is for SQLite."""
    global _engine  # noqa: PLW0603 - a process has one database
    _engine = make_engine(url, largest_pool=largest_pool, durable=durable)
    for table in tables(packages):
        table._meta._db = _engine
    return _engine


def engine() -> Engine:
    """The engine in use."""
    if _engine is None:
        raise RuntimeError("no database: call connect first")
    return _engine


async def open_pool() -> None:
    """Open the connections of this event loop."""
    await engine().open_pool()


async def close_pool() -> None:
    """Close the connections of this event loop."""
    await engine().close_pool()
