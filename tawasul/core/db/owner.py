"""A transaction belongs to the task that began it, and tests may count statements."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


async def see_through(work: Coroutine[Any, Any, Any]) -> None:
    """Do `work` to its end although this task may be cancelled meanwhile; the cancel is passed on afterwards."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.shield(asyncio.wait({task}))
        task.result()
        raise


LastWork = Callable[[list[int]], Awaitable[None]]


class Owned:
    """Refuses other tasks. A task made inside a transaction inherits it with the context, and would run its
    statements in between, or after the end.

    `last` is what is to be done before the end, each work with all that it was asked for.
    """

    __slots__ = ()

    owner: Any
    last: dict[LastWork, set[int]]

    def take(self) -> None:
        self.owner = asyncio.current_task()

    def is_mine(self) -> bool:
        """Whether the running task is the one that began it."""
        return asyncio.current_task() is self.owner

    def refuse_others(self) -> None:
        if not self.is_mine():
            raise RuntimeError("this task was made inside another task's transaction: make it before or after")


@dataclass(slots=True)
class Statements:
    """The statements sent to the database inside a block."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


_counting: list[Statements] = []


@contextmanager
def count_statements() -> Iterator[Statements]:
    """Gather every statement of this process, whichever task or thread sends it; begin, commit and savepoints
    do not count."""
    gathered = Statements()
    _counting.append(gathered)
    try:
        yield gathered
    finally:
        _counting[:] = [other for other in _counting if other is not gathered]


def note_statement(sql: str) -> None:
    """Note one statement, if anybody counts."""
    for gathered in _counting:
        gathered.statements.append(sql)
