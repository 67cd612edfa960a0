"""One act for many cases: on the list that was shown, after a look at what it will do, each case by itself.

Confirming searches nothing anew. A case that changed since it was shown is left as it is, and so is what follows a
fault of the program: what is done stays done, and the list tells what is not.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from cases import assignment, bulk_choice, colleagues, links, tags, transfer, transfer_proposals, walls
from cases.bulk_choice import Chosen, Wanted
from cases.bulk_tables import Bulk, BulkCase
from cases.colleagues import Told
from cases.moves import Row
from cases.transfer_proposals import Draft
from tawasul import audit
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, lock, transaction
from tawasul.core.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from tawasul.core.text import latin_digits

LIFETIME = timedelta(minutes=15)
UNUSED_KEPT, KEPT = timedelta(days=1), timedelta(days=90)
# No run takes as long: one without its end by then was cut off with its process.
LONGEST_RUN = timedelta(minutes=5)
State = Literal["waiting", "excluded", "begun", "done", "left"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One case of a list, and what became of it. One that is within reach no more is a number without words."""

    reference: str
    opens: bool
    excerpt: str
    holder: int | None
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class BulkView:
    """A frozen list: what is to be done, with which cases. `is_over`: too old to be confirmed.

    A case that is `begun` while nothing runs was in hand when the run broke off.
    """

    id: int
    wanted: Wanted
    cases: list[Listed]
    out_of_reach: int
    has_begun: bool
    is_running: bool
    is_over: bool

    def of(self, *states: State) -> list[Listed]:
        """The cases in these states, in the order in which they were chosen."""
        return [one for one in self.cases if one.state in states]


async def preview(cases: Mapping[str, int], wish: Wanted, *, by: StaffView) -> int:
    """Freeze a list of cases, each as its list showed it, for an act; gives its number. Nothing is done yet."""
    wanted, chosen = await bulk_choice.weigh(cases, wish, by)
    now = clock.now()
    async with transaction():
        row = Bulk(
            staff=by.id,
            act=wanted.act,
            value=json.dumps(asdict(wanted)),
            out_of_reach=len(cases) - len(chosen),
            made_at=now,
            expires_at=now + LIFETIME,
        )
        number: int = (await Bulk.insert(row).returning(Bulk.id))[0]["id"]
        if chosen:
            await BulkCase.insert(*(_case(number, one) for one in chosen))
    return number


def _case(bulk: int, one: Chosen) -> BulkCase:
    return BulkCase(
        bulk=bulk, case=one.id, rev=one.rev, state="excluded" if one.excluded else "waiting", reason=one.excluded
    )


async def shown(number: int, *, by: StaffView) -> BulkView:
    """A list of one's own, before and after."""
    row = await Bulk.select().where(Bulk.id == number, Bulk.staff == by.id).first()
    if row is None:
        raise NotFound("no_such_bulk")
    cases = await _listed(number, by)
    return BulkView(
        id=number,
        wanted=Wanted(**json.loads(row["value"])),
        cases=cases,
        out_of_reach=row["out_of_reach"],
        has_begun=row["begun_at"] is not None,
        is_running=_is_running(row["begun_at"], row["ended_at"]),
        is_over=row["begun_at"] is None and row["expires_at"] <= clock.now(),
    )


def _is_running(begun: datetime | None, ended: datetime | None) -> bool:
    return begun is not None and ended is None and clock.now() - begun < LONGEST_RUN


async def _listed(number: int, by: StaffView) -> list[Listed]:
    rows = await fetch(_CASES, number)
    scope, shut = await agencies.scope(by), await walls.shut([row["id"] for row in rows], by)
    opens = {row["id"]: scope.holds(row["agency"]) and row["id"] not in shut for row in rows}
    return [
        Listed(
            row["reference"],
            opens[row["id"]],
            row["excerpt"] if opens[row["id"]] and not row["confidential"] else "",
            row["holder"] if opens[row["id"]] else None,
            row["state"],
            row["reason"],
        )
        for row in rows
    ]


async def confirm(number: int, typed: str, *, by: StaffView) -> None:
    """Do it. `typed`: how many cases, typed by whoever saw the list. A second time it does nothing."""
    if not await _begin(number, typed, by):
        return
    wanted = (await shown(number, by=by)).wanted
    waiting = await BulkCase.select().where(BulkCase.bulk == number, BulkCase.state == "waiting").order_by(BulkCase.id)
    letters: list[Told] = []
    try:
        for row in waiting:
            letters += await _do(row, wanted, by)
    finally:
        async with transaction():
            await Bulk.update({Bulk.ended_at: clock.now()}).where(Bulk.id == number)
            await colleagues.tell_together(letters, key=f"bulk:{number}")


async def _do(row: Row, wanted: Wanted, by: StaffView) -> list[Told]:
    """One case by its ordinary act, in the act's own transaction. Its line of history names the list.

    Gives the letters that are written for all cases together.
    """
    await _note(row["id"], "begun")
    try:
        with audit.part_of(bulk=row["bulk"]), colleagues.gathered() as letters:
            await _ACTS[wanted.act](row["case"], row["rev"], wanted, by)
    except DomainError as error:
        await _note(row["id"], "left", _code(error))
        return []
    await _note(row["id"], "done")
    return letters


async def _note(line: int, state: State, reason: str = "") -> None:
    await BulkCase.update({BulkCase.state: state, BulkCase.reason: reason}).where(BulkCase.id == line)


async def _begin(number: int, typed: str, by: StaffView) -> bool:
    """Whether this confirmation is the one that counts."""
    async with transaction():
        row = await lock(Bulk, number)
        if row is None or row["staff"] != by.id:
            raise NotFound("no_such_bulk")
        if row["begun_at"] is not None:
            return False
        if row["expires_at"] <= clock.now():
            raise Conflict("bulk_over")
        waiting = await BulkCase.count().where(BulkCase.bulk == number, BulkCase.state == "waiting")
        if not waiting or latin_digits(typed).strip() != str(waiting):
            raise Invalid(FieldError("count", "wrong_number"))
        await Bulk.update({Bulk.begun_at: clock.now()}).where(Bulk.id == number)
    return True


async def forget_expired() -> int:
    """Remove lists that were never confirmed, and old ones; the history of each case keeps what was done to it."""
    now = clock.now()
    return len(await fetch(_OLD, now - UNUSED_KEPT, now - KEPT))


def _code(error: DomainError) -> str:
    return error.faults[0].code if isinstance(error, Invalid) and error.faults else error.code


async def _take(case_id: int, rev: int, _wanted: Wanted, by: StaffView) -> None:
    await assignment.take(case_id, by=by, rev=rev)


async def _give(case_id: int, rev: int, wanted: Wanted, by: StaffView) -> None:
    await assignment.give(case_id, wanted.to, by=by, rev=rev)


async def _tag(case_id: int, rev: int, wanted: Wanted, by: StaffView) -> None:
    await tags.add(case_id, [wanted.tag], by=by, rev=rev)


async def _link(case_id: int, rev: int, wanted: Wanted, by: StaffView) -> None:
    await links.link(case_id, wanted.hub, by=by, rev=rev)


async def _propose(case_id: int, rev: int, wanted: Wanted, by: StaffView) -> None:
    await transfer_proposals.propose(case_id, Draft(wanted.to_agency, "", wanted.reason), by=by, rev=rev)


async def _transfer(case_id: int, rev: int, wanted: Wanted, by: StaffView) -> None:
    await transfer.transfer(case_id, wanted.to_agency, wanted.reason, by=by, rev=rev)


_ACTS: dict[str, Callable[[int, int, Wanted, StaffView], Awaitable[None]]] = {
    "take": _take,
    "give": _give,
    "tag": _tag,
    "link": _link,
    "propose": _propose,
    "transfer": _transfer,
}
_CASES = f"""
    SELECT c.id, c.agency, c.holder, c.confidential, c.reference, substr(c.text, 1, {bulk_choice.EXCERPT}) AS excerpt,
        b.state, b.reason
    FROM "bulk_case" b JOIN "case_" c ON c.id = b."case" WHERE b."bulk" = {{}} ORDER BY b.id
"""  # noqa: S608 - our own words
_OLD = 'DELETE FROM "bulk" WHERE ("begun_at" IS NULL AND "expires_at" < {}) OR "made_at" < {} RETURNING "id"'
