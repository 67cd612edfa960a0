"""SQLite for several tasks and several processes: one writer, a few readers, transactions that survive a cancel.

Piccolo's own engine opens a connection for every statement, begins transactions so that two writers refuse each
other at once, and loses its connection when a task is cancelled. Here each connection lives in a thread of its own,
which does one thing after the other: whatever a cancelled task left behind is rolled back before anyone is next.
"""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

from piccolo.engine.sqlite import Atomic, SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory
from piccolo.query.base import Query
from piccolo.table import Table

from tawasul.core.db.owner import Owned, note_statement, see_through

READERS = 4
_BUSY_SECONDS = 10
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
)
# A common table expression may head a write as well as a read.
_READ = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|WITH(?!.*\b(INSERT|UPDATE|DELETE|REPLACE)\b))\b", re.I | re.S)


class Connection:
    """One connection in its own thread. Calls are done in the order in which they were made.

    What need not be durable has no thread: handing over takes longer than most statements do, and while a made-up
    database is filled nobody else waits for the event loop.
    """

    def __init__(self, options: dict[str, Any], *, query_only: bool, durable: bool) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite") if durable else None
        self._options = {**options, "check_same_thread": False, "timeout": _BUSY_SECONDS}
        self._query_only = query_only
        self._synchronous = "FULL" if durable else "OFF"
        self._raw: sqlite3.Connection | None = None
        self._closed = False
        self._under_way: set[Future[Any]] = set()

    @property
    def load(self) -> int:
        """How many calls are under way or wait."""
        return len(self._under_way)

    def _pragmas(self) -> tuple[str, ...]:
        return (
            *_PRAGMAS,
            f"PRAGMA synchronous = {self._synchronous}",
            f"PRAGMA query_only = {int(self._query_only)}",
        )

    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            raw = sqlite3.connect(**self._options)
            raw.row_factory = dict_factory
            for pragma in self._pragmas():
                raw.execute(pragma)
            self._raw = raw
        return self._raw

    def _run(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        cursor = self._open().execute(sql, args)
        try:
            return cursor.fetchall()
        finally:
            cursor.close()

    def _run_inside(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        # A full disk or a failed write ends the transaction; what came after would be stored by itself.
        if not self._open().in_transaction:
            raise sqlite3.OperationalError("the transaction has ended")
        return self._run(sql, args)

    def _end(self, commit: bool) -> None:
        try:
            if commit:
                self._run("COMMIT", ())
        finally:
            if self._raw is not None and self._raw.in_transaction:
                self._raw.execute("ROLLBACK")

    def _close(self) -> None:
        if self._raw is not None:
            self._end(False)
            self._raw.close()
            self._raw = None

    async def _call(self, work: Callable[..., Any], *args: Any) -> Any:
        if self._thread is None:
            return work(*args)
        future = self._thread.submit(work, *args)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return await asyncio.wrap_future(future)

    async def execute(self, sql: str, args: Sequence[Any] = (), *, inside: bool = False) -> list[dict[str, Any]]:
        """Run one statement and return all its rows; `inside` insists on an open transaction."""
        if self._closed:
            raise sqlite3.ProgrammingError("the connection is closed")
        rows: list[dict[str, Any]] = await self._call(self._run_inside if inside else self._run, sql, list(args))
        return rows

    async def end(self, *, commit: bool) -> None:
        """End the transaction, in the same turn of the thread as its commit. Waits for a statement under way."""
        if not self._closed:
            await self._call(self._end, commit)
        elif commit:
            raise sqlite3.ProgrammingError("the connection was closed before the commit")

    async def close(self) -> None:
        """Close for good, and end the thread. A long read is broken off."""
        if self._closed:
            return
        self._closed = True
        if self._query_only and self._raw is not None:
            self._raw.interrupt()
        await self._call(self._close)
        if self._thread is not None:
            self._thread.shutdown(wait=False)


class Pool:
    """The connections of one event loop."""

    def __init__(self, options: dict[str, Any], *, durable: bool) -> None:
        self.writer = Connection(options, query_only=False, durable=durable)
        self.turn = asyncio.Lock()
        self.readers = [Connection(options, query_only=True, durable=durable) for _ in range(READERS)]

    def reader(self) -> Connection:
        """The reader with least to do."""
        return min(self.readers, key=lambda reader: reader.load)

    async def close(self) -> None:
        await asyncio.gather(*(connection.close() for connection in (self.writer, *self.readers)))


class WriterTransaction(SQLiteTransaction, Owned):
    """A transaction on the one writer. It takes its turn first, and passes it on whatever happens."""

    __slots__ = ("last", "owner", "pool")

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        pool: Pool = self.engine.pool()  # type: ignore[attr-defined]  # PooledSQLiteEngine
        await pool.turn.acquire()
        self.pool, self.connection = pool, pool.writer
        try:
            await self.connection.execute(f"BEGIN {self.transaction_type.value}")
        except BaseException:
            await see_through(self._leave(commit=False))
            raise
        self.take()
        self.last = {}
        self.context = self.engine.current_transaction.set(self)
        return self

    async def _leave(self, *, commit: bool) -> None:
        try:
            await self.pool.writer.end(commit=commit)
        finally:
            self.pool.turn.release()

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        commit = error is None and not self._committed and not self._rolled_back
        try:
            self.engine.current_transaction.reset(self.context)
        finally:
            # The reset fails where a forgotten generator is closed by another task; the turn is passed on even then.
            await see_through(self._leave(commit=commit))
        return False


class PooledSQLiteEngine(SQLiteEngine):
    """Piccolo's engine on our connections. A pool belongs to the event loop that first asked for it."""

    def __init__(self, path: str, *, durable: bool = True) -> None:
        """`durable`: what is committed outlives a power cut. Without, a made-up database is filled ten times faster, by
        one task alone: statements hold up the event loop."""
        super().__init__(path=path)
        self._durable = durable
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()

    def pool(self) -> Pool:
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            self._pools[loop] = Pool(self.connection_kwargs, durable=self._durable)
        return self._pools[loop]

    async def open_pool(self) -> None:
        await self.pool().writer.execute("SELECT 1")

    async def close_pool(self) -> None:
        """Close every connection of this loop, also those that somebody still uses or waits for."""
        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await see_through(pool.close())

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> WriterTransaction:
        return WriterTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    def atomic(self, transaction_type: TransactionType = TransactionType.immediate) -> Atomic:
        return Atomic(engine=self, transaction_type=transaction_type)

    async def batch(self, query: Query[Any, Any], batch_size: int = 100, node: str | None = None) -> NoReturn:
        raise NotImplementedError("a batch would hold a connection outside the pool: read page by page, after a key")

    async def _run_in_new_connection(
        self,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: type[Table] | None = None,
    ) -> list[dict[str, Any]]:
        note_statement(query)
        pool = self.pool()
        if _READ.match(query):
            return await pool.reader().execute(query, args or [])
        async with pool.turn:
            return await pool.writer.execute(query, args or [])

    async def _run_in_existing_connection(
        self,
        connection: Any,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: type[Table] | None = None,
    ) -> list[dict[str, Any]]:
        note_statement(query)
        transaction = self.current_transaction.get()
        if isinstance(transaction, WriterTransaction):
            transaction.refuse_others()
        rows: list[dict[str, Any]] = await connection.execute(query, args or [], inside=True)
        return rows
