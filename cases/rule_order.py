"""The rules that say who answers, as administrators change them. Their order is one thing with one history."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cases.administered import ADDED, CHANGED, UNDONE, record, refuse_others
from routing import reference
from routing.decide import BY_PLACE
from routing.reference import ListedRule
from routing.seed import RULES
from routing.tables import Rule
from tawasul import audit
from tawasul.accounts.agencies import all_agencies
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch, transaction, update_rows
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound

MOST = 200
MOVED, DISABLED, ENABLED = "moved", "disabled", "enabled"
UP, DOWN = "up", "down"
_COLUMNS = {
    "id": "integer",
    "position": "integer",
    "agency_code": "varchar",
    "category": "varchar",
    "governorate": "varchar",
    "to_agency": "varchar",
    "disabled": "boolean",
}
Line = dict[str, Any]  # one rule as the history keeps it
Order = list[Line]


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as typed. None in `category` or `governorate` fits anything."""

    agency_code: str
    category: str | None
    governorate: str | None
    to_agency: str


async def add(draft: RuleDraft, *, by: StaffView, rev: int) -> None:
    """Put a new rule behind all others."""
    refuse_others(by)
    async with transaction():
        before = await _order()
        if len(before) >= MOST:
            raise Invalid(FieldError("agency_code", "too_many_rules"))
        await _refuse_faults(draft, before)
        made = await Rule.insert(Rule(position=await _behind_all(), **asdict(draft))).returning(Rule.id)
        line = {"id": made[0]["id"], **asdict(draft), "disabled": False}
        await _keep(before, [*before, line], line, (by, rev, ADDED))


async def edit(rule_id: int, draft: RuleDraft, *, by: StaffView, rev: int) -> None:
    """Set a rule otherwise, in its place."""
    await _change(rule_id, lambda order, line: _set(order, line, asdict(draft)), (by, rev, CHANGED), draft)


async def move(rule_id: int, *, up: bool, by: StaffView, rev: int) -> None:
    """Let a rule change places with the one before or behind it."""

    def swapped(order: Order, line: Line) -> Order:
        here = order.index(line)
        there = here + (-1 if up else 1)
        if not 0 <= there < len(order):
            raise Conflict("thing_is_so")
        return [order[there] if n == here else line if n == there else each for n, each in enumerate(order)]

    await _change(rule_id, swapped, (by, rev, MOVED))


async def switch(rule_id: int, *, on: bool, by: StaffView, rev: int) -> None:
    """Pass a rule over from now on, or follow it again."""
    act = ENABLED if on else DISABLED
    await _change(rule_id, lambda order, line: _set(order, line, {"disabled": not on}), (by, rev, act))


async def undo(seq: int, *, by: StaffView, rev: int) -> None:
    """Put the rules as they were before one change. Those that came later stay behind them, disabled."""
    refuse_others(by)
    async with transaction():
        history, before = await audit.history(RULES), await _order()
        if not 1 <= seq <= len(history):
            raise NotFound("no_such_change")
        line = history[seq - 1].data
        earlier: Order = list(line["before"])
        there = {each["id"] for each in earlier}
        later = [{**each, "disabled": True} for each in before if each["id"] not in there]
        await _keep(before, [*earlier, *later], line["rule"], (by, rev, UNDONE))


Who = tuple[StaffView, int, str]  # who does it, the revision that was seen, and what is done


async def _change(
    rule_id: int, alter: Callable[[Order, Line], Order], who: Who, draft: RuleDraft | None = None
) -> None:
    refuse_others(who[0])
    async with transaction():
        before = await _order()
        line = next((each for each in before if each["id"] == rule_id), None)
        if line is None:
            raise NotFound("no_such_thing")
        if draft is not None:
            await _refuse_faults(draft, [each for each in before if each is not line])
        after = alter(before, line)
        await _keep(before, after, next(each for each in after if each["id"] == rule_id), who)


def _set(order: Order, line: Line, new: Mapping[str, Any]) -> Order:
    return [{**each, **new} if each is line else each for each in order]


async def _keep(before: Order, after: Order, line: Line, who: Who) -> None:
    """Store the order and its line of history, both or neither."""
    by, rev, act = who
    if after == before:
        raise Conflict("thing_is_so")
    await record(RULES, rev, by, act, {"before": before, "after": after, "rule": line})
    # No two rules may stand at one place even for a moment: all step aside first.
    await fetch("UPDATE routing_rule SET position = -1 - position")
    names = [name for name in _COLUMNS if name not in ("id", "position")]
    rows = [(each["id"], 10 * n, *(each[name] for name in names)) for n, each in enumerate(after, 1)]
    await update_rows("routing_rule", {name: _COLUMNS[name] for name in ("id", "position", *names)}, rows)


async def _order() -> Order:
    rows = await Rule.select().order_by(Rule.position)
    return [{name: row[name] for name in _COLUMNS if name != "position"} for row in rows]


async def _behind_all() -> int:
    return int((await fetch("SELECT COALESCE(MAX(position), 0) + 10 AS behind FROM routing_rule"))[0]["behind"])


async def _refuse_faults(draft: RuleDraft, others: Order) -> None:
    """What cannot be a rule: unknown or retired parts, or the same cases as another rule."""
    categories = await reference.categories()
    agencies = {code for code, agency in (await all_agencies()).items() if not agency.retired}
    faults = []
    if draft.agency_code not in agencies | {BY_PLACE}:
        faults.append(FieldError("agency_code", "unknown"))
    if draft.category is not None:
        known = categories.get(draft.category)
        if known is None or known.retired:
            faults.append(FieldError("category", "unknown"))
        elif known.agency_code != draft.agency_code:
            faults.append(FieldError("category", "category_of_another"))
    if draft.governorate is not None and draft.governorate not in await reference.governorates():
        faults.append(FieldError("governorate", "unknown"))
    if draft.to_agency not in agencies:
        faults.append(FieldError("to_agency", "unknown"))
    same = [line for line in others if all(line[name] == getattr(draft, name) for name in _MATCHES)]
    if any(not line["disabled"] for line in same):
        faults.append(FieldError("agency_code", "rule_is_there"))
    if faults:
        raise Invalid(*faults)


_MATCHES = ("agency_code", "category", "governorate")


async def rules_page() -> tuple[list[ListedRule], list[audit.HistoryLine]]:
    """Every rule in its order, and what was done to them; the number of the lines is the revision."""
    return await reference.all_rules(), await audit.history(RULES)
