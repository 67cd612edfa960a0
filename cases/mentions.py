"""Naming a colleague in a note: she gets a letter, and finds the case in a list of her own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import colleagues, filters, mention_names, walls
from cases.filters import Where, every
from cases.mention_tables import Mention
from cases.moves import Row
from cases.reach import reaches
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import NATIONAL, Scope, may, roles_for, scope_of
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, require_transaction
from tawasul.core.errors import FieldError

PAGE = 50
EXCERPT = 200


@dataclass(frozen=True, slots=True)
class MentionView:
    """A note in which the reader is named. `by`: who wrote it."""

    id: int
    reference: str
    excerpt: str
    by: StaffView | None
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class MentionPage:
    """The newest mentions before a number. `before`: where the older ones begin, if there are any."""

    rows: list[MentionView]
    before: int | None


async def faults(case: Row, text: str) -> tuple[list[StaffView], list[FieldError]]:
    """Whom a note names, and what is wrong with that. Why somebody cannot be named is not said."""
    names = mention_names.named(text)
    if len(names) > mention_names.MOST:
        return [], [FieldError("note", "too_many_mentions", {"most": mention_names.MOST})]
    if not names:
        return [], []
    rows = await Staff.select(*COLUMNS).where(Staff.username.is_in(names), Staff.active.eq(True))
    people = {one.username: one for one in await _readers(case, [views.view(row) for row in rows])}
    wrong = [FieldError("note", "cannot_be_mentioned", {"name": name}) for name in names if name not in people]
    return list(people.values()), wrong


async def keep(case: Row, note: int, people: list[StaffView], *, by: StaffView) -> None:
    """Keep whom a note names, and write to them. Whoever names herself is not told."""
    require_transaction()
    others = [person for person in people if person.id != by.id]
    if not others:
        return
    now = clock.now()
    await Mention.insert(*(Mention(note=note, case=case["id"], staff=one.id, at=now) for one in others))
    await colleagues.tell(case, others, "mentioned", key=f"mentioned:{note}")


async def possible(case: Mapping[str, Any], by: StaffView) -> list[StaffView]:
    """Who can be named in a note of this case, but the writer: of its agency and those above it, and of the nation."""
    known = await agencies.all_agencies()
    line, code = [], case["agency"]
    while code and code not in line and code in known:
        line.append(code)
        code = known[code].parent
    rows = await Staff.select(*COLUMNS).where(
        Staff.active.eq(True),
        Staff.role.is_in(list(roles_for("case.read"))),
        Staff.role.is_in(list(NATIONAL)) | Staff.agency.is_in(line or [""]),
    )
    people = await _readers(case, [views.view(row) for row in rows if row["id"] != by.id])
    return sorted(people, key=lambda one: one.username)


async def of(staff: StaffView, before: int | None = None) -> MentionPage:
    """The notes in which somebody is named, of cases that she may still read; the newest first."""
    readable = await _readable(staff)
    past = Where("m.id < {}", (before,)) if before else Where("")
    where = every(Where("m.staff = {}", (staff.id,)), readable, past)
    rows = await fetch(f"{_MENTIONS} WHERE {where.sql} ORDER BY m.id DESC LIMIT {PAGE + 1}", *where.values)
    people = await views.by_ids(sorted({row["by"] for row in rows}))
    shown = [
        MentionView(
            row["id"], row["reference"], row["excerpt"], people.get(row["by"]), row["at"], row["read_at"] is None
        )
        for row in rows[:PAGE]
    ]
    return MentionPage(shown, shown[-1].id if len(rows) > PAGE else None)


async def count_new(staff: StaffView, scope: Scope | None = None) -> int:
    """In how many notes somebody is named of cases that she has not opened since."""
    where = every(Where("m.staff = {} AND m.read_at IS NULL", (staff.id,)), await _readable(staff, scope))
    rows = await fetch(f"SELECT COUNT(*) AS n {_JOINED} WHERE {where.sql}", *where.values)
    return int(rows[0]["n"])


async def read(case_id: int, staff: StaffView) -> None:
    """Somebody opened the case: what named her there is read."""
    mine = (Mention.case == case_id, Mention.staff == staff.id, Mention.read_at.is_null())
    if await Mention.exists().where(*mine):
        await Mention.update({Mention.read_at: clock.now()}).where(*mine)


async def _readers(case: Mapping[str, Any], people: Sequence[StaffView]) -> list[StaffView]:
    """Those of these people who may read the case."""
    parents = {code: agency.parent for code, agency in (await agencies.all_agencies()).items()}
    able = [one for one in people if may(one, "case.read") and reaches(one, scope_of(one, parents), case["agency"])]
    return (await walls.around([case]))[case["id"]].may_hear(able)


async def _readable(staff: StaffView, scope: Scope | None = None) -> Where:
    return every(filters.reached(scope or await agencies.scope(staff)), walls.open_to(staff))


_JOINED = 'FROM "mention" m JOIN "case_" c ON c.id = m."case"'
_MENTIONS = f"""
    SELECT m.id, c.reference, substr(n.text, 1, {EXCERPT}) AS excerpt, n."by" AS "by", m.at, m.read_at
    {_JOINED} JOIN "note" n ON n.id = m.note
"""
