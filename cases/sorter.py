"""How the sorter is set, for every worker: which model runs, and whether all cases go before people.

A worker reads it before each case, so that what a person decides holds at once and without a restart.
"""

from dataclasses import dataclass
from datetime import datetime

from cases.learning_tables import Sorter
from tawasul import audit
from tawasul.accounts.permissions import roles_for
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import fetch, lock, require_transaction, swap, transaction
from tawasul.core.errors import Conflict, Forbidden

STREAM = "model:sorter"
_CODE = "sorter"


@dataclass(frozen=True, slots=True)
class SorterView:
    """`running` and `before`: names of models, empty for the one that the system was set up with."""

    running: str = ""
    before: str | None = None
    since: datetime | None = None
    triage_only: bool = False
    triage_only_since: datetime | None = None
    rev: int = 1


async def setting() -> SorterView:
    """How the sorter is set now."""
    row = await Sorter.select().where(Sorter.code == _CODE).first()
    return _view(row) if row else SorterView()


async def held(by: Actor, rev: int | None) -> SorterView:
    """The same, held by this transaction. `Conflict` if it is not what was seen (`rev`)."""
    require_transaction()
    if by.kind == "staff" and by.role not in roles_for("sorter"):
        raise Forbidden("not_for_you")
    await fetch(
        'INSERT INTO "sorter" ("code", "running", "triage_only", "rev") VALUES ({}, {}, {}, 1) ON CONFLICT DO NOTHING',
        _CODE,
        "",
        False,
    )
    row = await lock(Sorter, _CODE)
    if row is None or (rev is not None and row["rev"] != rev):
        raise Conflict("sorter_moved")
    return _view(row)


async def change(now: SorterView, **new: object) -> None:
    """Set what was held otherwise."""
    if not await swap(Sorter, _CODE, old={"rev": now.rev}, new={**new, "rev": now.rev + 1}):
        raise Conflict("sorter_moved")


async def set_triage_only(*, on: bool, by: Actor, rev: int | None = None) -> None:
    """Send everything before people from now on, or let the sorter sort again."""
    async with transaction():
        now = await held(by, rev)
        if now.triage_only == on:
            raise Conflict("sorter_is_so")
        await change(now, triage_only=on, triage_only_since=clock.now() if on else None)
        await audit.append(STREAM, actor=by, act="triage_only_on" if on else "triage_only_off", data={})


def _view(row: dict[str, object]) -> SorterView:
    return SorterView(**{name: row[name] for name in SorterView.__dataclass_fields__})  # type: ignore[arg-type] # columns
