"""The only way into a transaction, and questions about it.

A transaction is its task's alone. A task made inside one inherits the context, but not the right to use it: its
statements and its own transactions are refused with an error that says so, during the transaction and after it.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from tawasul.core.db.owner import LastWork, see_through
from tawasul.core.db.postgres import PooledTransaction
from tawasul.core.db.registry import engine
from tawasul.core.db.sqlite import WriterTransaction


def _current() -> WriterTransaction | PooledTransaction | None:
    """The transaction in this context, which may belong to another task."""
    found = engine().current_transaction.get()
    return found if isinstance(found, WriterTransaction | PooledTransaction) else None


def transaction() -> AbstractAsyncContextManager[None]:
    """Everything inside is stored together, or not at all. One inside another is refused.

    On SQLite it is immediate: it waits for its turn to write. On PostgreSQL it reads what is committed.
    """
    current = _current()
    if current is not None:
        current.refuse_others()
    return _with_last_work(engine().transaction(allow_nested=False))


@asynccontextmanager
async def _with_last_work(made: AbstractAsyncContextManager[Any]) -> AsyncIterator[None]:
    async with made:
        yield
        await _do_last(_required())


def before_commit(work: LastWork, number: int) -> None:
    """Have `work` done once at the end of this transaction, inside it, with every number that it was asked for.

    What follows from several changes of one thing is so derived once, from all of them. If it fails, nothing is stored.
    """
    _required().last.setdefault(work, set()).add(number)


async def _do_last(current: WriterTransaction | PooledTransaction) -> None:
    while current.last:
        work, numbers = current.last.popitem()
        await work(sorted(numbers))


def in_transaction() -> bool:
    """Whether this task is inside one that it began."""
    current = _current()
    return current is not None and current.is_mine()


def require_transaction() -> None:
    """For acts that belong to a larger one: `RuntimeError` when called alone, or by another task."""
    _required()


def _required() -> WriterTransaction | PooledTransaction:
    current = _current()
    if current is None:
        raise RuntimeError("this belongs inside a transaction")
    current.refuse_others()
    return current


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """What fails inside is undone alone; the error goes on, and the transaction may too."""
    point: Any = await _required().savepoint()
    try:
        yield
    except BaseException:
        await see_through(_undo(point))
        raise
    await point.release()


async def _undo(point: Any) -> None:
    await point.rollback_to()
    await point.release()
