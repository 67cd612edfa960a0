"""Reference data that people administer: each change is a line of history, and is taken back by another change.

The number of the last line of a thing's history is its revision: whoever saw an older one is told so.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tawasul import audit
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.audit import HistoryLine
from tawasul.core.db import require_transaction, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.text import faults as text_faults

Values = Mapping[str, Any]
CHANGED, RETIRED, RESTORED, UNDONE, ADDED = "changed", "retired", "restored", "undone", "added"


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of reference data: how one is read, judged and written, all by its code."""

    name: str
    read: Callable[[str], Awaitable[dict[str, Any] | None]]
    judge: Callable[[Values], Awaitable[list[FieldError]]]
    write: Callable[[str, Values, Values], Awaitable[None]]

    def stream(self, code: str) -> str:
        return f"{self.name}:{code}"


@dataclass(frozen=True, slots=True)
class Administered:
    """One thing as it is now, and everything that was done to it, the oldest first."""

    code: str
    values: dict[str, Any]
    history: list[HistoryLine]

    @property
    def rev(self) -> int:
        return len(self.history)


async def administered(thing: Thing, code: str) -> Administered:
    """One thing with its history. `NotFound` if there is none."""
    values = await thing.read(code) if code.isprintable() else None
    if values is None:
        raise NotFound("no_such_thing")
    return Administered(code, values, await audit.history(thing.stream(code)))


async def change(thing: Thing, code: str, new: Values, *, by: StaffView, rev: int) -> None:
    """Set some values otherwise. `Invalid` with every fault, `Conflict` if somebody was faster or nothing differs."""
    async with transaction():
        await _apply(await _seen(thing, code, by, rev), thing, new, by)


async def undo(thing: Thing, code: str, seq: int, *, by: StaffView, rev: int) -> None:
    """Set what one change replaced, as a new change; what was changed besides stays."""
    async with transaction():
        found = await _seen(thing, code, by, rev)
        if not 1 <= seq <= len(found.history) or not found.history[seq - 1].data.get("before"):
            raise NotFound("no_such_change")
        await _apply(found, thing, found.history[seq - 1].data["before"], by, UNDONE)


async def add(thing: Thing, code: str, values: Values, *, by: StaffView) -> None:
    """Enter a new one under a code that nothing has."""
    refuse_others(by)
    async with transaction():
        found = [*await thing.judge(values), *([] if is_code(code) else [FieldError("code", "bad_code")])]
        if found:
            raise Invalid(*found)
        if await thing.read(code) is not None:
            raise Invalid(FieldError("code", "code_is_there"))
        await record(thing.stream(code), 0, by, ADDED, {"after": dict(values)})
        await thing.write(code, {}, values)


async def _seen(thing: Thing, code: str, by: StaffView, rev: int) -> Administered:
    refuse_others(by)
    found = await administered(thing, code)
    if found.rev != rev:
        raise Conflict("thing_moved")
    return found


async def _apply(found: Administered, thing: Thing, new: Values, by: StaffView, act: str = CHANGED) -> None:
    after = {name: value for name, value in new.items() if found.values[name] != value}
    if not after:
        raise Conflict("thing_is_so")
    there_already = await thing.judge(found.values)
    if faults := [fault for fault in await thing.judge({**found.values, **after}) if fault not in there_already]:
        raise Invalid(*faults)
    before = {name: found.values[name] for name in after}
    if act == CHANGED and set(after) == {"retired"}:
        act = RETIRED if after["retired"] else RESTORED
    await record(thing.stream(found.code), found.rev, by, act, {"before": before, "after": after})
    await thing.write(found.code, found.values, after)


async def record(stream: str, rev: int, by: StaffView, act: str, data: Values) -> None:
    """Add the line of a change to what was seen. Two who saw the same get the same number, and one of them is told."""
    require_transaction()
    if await audit.append(stream, actor=by.actor(), act=act, data=data) != rev + 1:
        raise Conflict("thing_moved")


def refuse_others(by: StaffView) -> None:
    if not may(by, "reference"):
        raise Forbidden("not_for_you")


def is_code(code: str) -> bool:
    """Small letters and digits, with hyphens between them."""
    plain = code.replace("-", "")
    return len(code) <= 40 and plain.isascii() and plain.isalnum() and code == code.lower() and code.strip("-") == code


def text_fault(name: str, text: str, limit: int, *, empty: str | None = "needs_name") -> list[FieldError]:
    """What is wrong with one short text: nothing there, too much, or what cannot be shown."""
    if not text:
        return [FieldError(name, empty)] if empty else []
    found = sorted(text_faults(text)) or (["control"] if "\n" in text else [])
    found += ["field_too_long"] if len(text) > limit else []
    return [FieldError(name, code) for code in found[:1]]
