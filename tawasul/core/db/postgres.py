"""PostgreSQL with a pool for each event loop, and transactions that give their connection back after a cancel."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.query.base import Query
from piccolo.querystring import QueryString

from tawasul.core.db.owner import Owned, note_statement, see_through

LARGEST_POOL = 10
PATIENCE = 60.0
_GIVING_BACK = 10
_BROKEN = (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, OSError)


async def _connect(*where: Any, **options: Any) -> asyncpg.Connection:
    """Connect to the end although whoever asked is cancelled: the driver complains of a greeting broken off."""
    connecting = asyncio.ensure_future(asyncpg.connect(*where, **options))
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        connecting.add_done_callback(_hang_up)
        raise


def _hang_up(connecting: "asyncio.Future[asyncpg.Connection]") -> None:
    if not connecting.cancelled() and connecting.exception() is None:
        connecting.result().terminate()


class PooledTransaction(PostgresTransaction, Owned):
    """Piccolo's transaction, which ends and gives back its connection whatever happens to the task."""

    __slots__ = ("last", "owner", "pool")

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.pool = await self.engine.pool_here()  # type: ignore[attr-defined]  # SafePostgresEngine
        self.connection = await self.pool.acquire()
        try:
            await self.begin()
        except BaseException:
            await see_through(self._leave(commit=False))
            raise
        self.take()
        self.last = {}
        self.context = self.engine.current_transaction.set(self)
        return self

    async def begin(self) -> None:
        await self.connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")

    async def commit(self) -> None:
        """Commit, or say that it was not: after a failed statement PostgreSQL answers ROLLBACK, and no error."""
        done = await self.connection.execute("COMMIT")
        self._committed = True
        if done != "COMMIT":
            raise asyncpg.InFailedSQLTransactionError("a statement failed and was caught without a savepoint")

    async def rollback(self) -> None:
        await self.connection.execute("ROLLBACK")
        self._rolled_back = True

    async def _leave(self, *, commit: bool) -> None:
        try:
            if commit:
                await self.commit()
        finally:
            try:
                await self._roll_back_if_open()
            finally:
                await self.pool.release(self.connection, timeout=_GIVING_BACK)

    async def _roll_back_if_open(self) -> None:
        if self._committed or self._rolled_back:
            return
        # What a broken connection had not committed is gone with it, and the pool replaces it.
        with suppress(*_BROKEN):
            await self.rollback()

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        commit = error is None and not self._committed and not self._rolled_back
        try:
            self.engine.current_transaction.reset(self.context)
        finally:
            # The reset fails where a forgotten generator is closed by another task; the connection goes back even then.
            await see_through(self._leave(commit=commit))
        return False


class SafePostgresEngine(PostgresEngine):
    """Piccolo's engine with a pool that belongs to the event loop that first asked for it."""

    def __init__(self, dsn: str, *, largest_pool: int = LARGEST_POOL) -> None:
        super().__init__(config={"dsn": dsn})
        self.dsn = dsn
        self.patience = PATIENCE
        self._largest_pool = largest_pool
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[asyncpg.Pool]] = WeakKeyDictionary()

    async def check_version(self) -> None:
        """Asked by `tawasul doctor`, not by every process before its loop runs."""

    async def prep_database(self) -> None:
        """There are no extensions to make."""

    async def pool_here(self) -> asyncpg.Pool:
        """The pool of this loop, made by whoever asks first; others wait for the same one."""
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            self._pools[loop] = loop.create_task(self._make_pool())
        making = self._pools[loop]
        try:
            return await asyncio.shield(making)
        except BaseException:
            failed = making.done() and (making.cancelled() or making.exception() is not None)
            if failed and self._pools.get(loop) is making:
                del self._pools[loop]
            raise

    async def _make_pool(self) -> asyncpg.Pool:
        return await asyncpg.create_pool(
            self.dsn,
            min_size=1,
            max_size=self._largest_pool,
            command_timeout=PATIENCE,
            connect=_connect,
            server_settings={"application_name": "tawasul"},
        )

    async def open_pool(self) -> None:
        await self.pool_here()

    async def close_pool(self) -> None:
        """Close the pool of this loop; connections still lent are ended after a moment."""
        making = self._pools.pop(asyncio.get_running_loop(), None)
        if making is not None:
            await see_through(self._end_pool(making))

    async def _end_pool(self, making: "asyncio.Task[asyncpg.Pool]") -> None:
        pool = await making
        try:
            await asyncio.wait_for(pool.close(), 3)
        except TimeoutError:
            pool.terminate()

    def transaction(self, allow_nested: bool = True) -> PooledTransaction:
        return PooledTransaction(engine=self, allow_nested=allow_nested)

    async def batch(self, query: Query[Any, Any], batch_size: int = 100, node: str | None = None) -> NoReturn:
        raise NotImplementedError("a batch would hold a connection outside the pool: read page by page, after a key")

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        query, args = querystring.compile_string(engine_type=self.engine_type)
        return await self._fetch(query, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        return await self._fetch(ddl, [])

    async def _run_in_new_connection(self, query: str, args: Sequence[Any] | None = None) -> Any:
        return await self._fetch(query, args or [])

    async def _fetch(self, query: str, args: Sequence[Any]) -> Any:
        note_statement(query)
        transaction = self.current_transaction.get()
        if isinstance(transaction, PooledTransaction):
            transaction.refuse_others()
            return await transaction.connection.fetch(query, *args, timeout=self.patience)
        pool = await self.pool_here()
        async with pool.acquire() as connection:
            return await connection.fetch(query, *args, timeout=self.patience)
