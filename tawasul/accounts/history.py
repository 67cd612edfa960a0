"""What was changed of an administered thing, as people read it: who, when, before and after. And taking it back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tawasul import audit
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction
from tawasul.core.errors import Conflict, NotFound

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change. `before` and `after` have only what changed; personal values that were erased are in neither."""

    seq: int
    at: datetime
    actor: str
    act: str
    before: Values
    after: Values
    undoes: int | None


async def changes(stream: str) -> list[ChangeView]:
    """Every entry of the stream, the newest first."""
    private = await audit.private_values(stream)
    return [_view(line, private.get(line.seq, {})) for line in reversed(await audit.history(stream))]


def _view(line: audit.HistoryLine, private: Mapping[str, str]) -> ChangeView:
    before = {**line.data.get("before", {}), **json.loads(private.get("before", "{}"))}
    after = {**line.data.get("after", {}), **json.loads(private.get("after", "{}"))}
    return ChangeView(line.seq, line.at, line.actor, line.act, before, after, line.data.get("undoes"))


async def seen(stream: str) -> int:
    """The number of the last entry: what a form was made from."""
    lines = await audit.history(stream)
    return lines[-1].seq if lines else 0


async def check_seen(stream: str, rev: int) -> None:
    """`Conflict` if something was changed since the page was made."""
    if await seen(stream) != rev:
        raise Conflict("entry_moved")


async def tell(stream: str, act: str, changed: tuple[Values, Values], *, by: Actor, undoes: int | None = None) -> None:
    """Write a change into the history. What is personal of it can be erased."""
    require_transaction()
    before, after = changed
    open_values: dict[str, Any] = {
        "before": {name: value for name, value in before.items() if name not in PERSONAL},
        "after": {name: value for name, value in after.items() if name not in PERSONAL},
    }
    personal = {
        "before": json.dumps({name: value for name, value in before.items() if name in PERSONAL}),
        "after": json.dumps({name: value for name, value in after.items() if name in PERSONAL}),
    }
    # What names an agency names no person.
    is_personal = any(name in PERSONAL for name in (*before, *after)) and stream.startswith("staff:")
    data: dict[str, Any] = open_values if is_personal else {"before": dict(before), "after": dict(after)}
    data |= {"undoes": undoes} if undoes is not None else {}
    await audit.append(stream, actor=by, act=act, data=data, private=personal if is_personal else None)


PERSONAL = frozenset({"name_ar", "name_en", "email", "reason"})


async def to_take_back(stream: str, seq: int, now: Values) -> dict[str, Any]:
    """The values before a change. `Conflict` if it was changed again since, or what it was is erased."""
    found = next((change for change in await changes(stream) if change.seq == seq), None)
    if found is None:
        raise NotFound("no_such_entry")
    if not found.before or set(found.before) != set(found.after):
        raise Conflict("nothing_to_undo")
    if any(now.get(name) != value for name, value in found.after.items()):
        raise Conflict("changed_since")
    return dict(found.before)
