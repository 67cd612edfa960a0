"""Keeping templates of replies: made, changed, brought back, retired. Each change is a version, and none is lost."""

from dataclasses import dataclass
from typing import Any

from cases import template_fields, wording
from cases.reply_tables import ReplyTemplate, ReplyTemplateVersion
from routing import reference
from tawasul import audit
from tawasul.accounts import agencies
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import lock, require_transaction, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.i18n import LANGUAGES
from tawasul.core.text import clean

LONGEST_TITLE = 120
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template as somebody wrote it. Without an agency it is everybody's, without a category for every service."""

    title: str
    text: str
    language: str
    category: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done to a template, and which version came back, where one did."""

    act: str
    restored: int | None = None


def stream(template: int) -> str:
    """The name of a template's history."""
    return f"reply_template:{template}"


async def kept_by(staff: StaffView) -> list[str | None]:
    """Whose templates somebody keeps: an agency's for each in reach, None for the national ones."""
    if not may(staff, "template.keep"):
        return []
    if staff.role in ("administrator", "national_supervisor"):
        return [None]
    scope = await agencies.scope(staff)
    return [code for code, row in (await agencies.all_agencies()).items() if scope.holds(code) and not row.retired]


async def make(draft: TemplateDraft, *, by: StaffView) -> int:
    """Write a new template; gives its number."""
    given = await _checked(draft)
    async with transaction():
        if given.agency not in await kept_by(by):
            raise Forbidden("not_for_you")
        row = ReplyTemplate(
            agency=given.agency,
            category=given.category,
            language=given.language,
            title=given.title,
            text=given.text,
            updated_at=clock.now(),
        )
        made = await ReplyTemplate.insert(row).returning(ReplyTemplate.id)
        found = await lock(ReplyTemplate, made[0]["id"])
        await _written(found or {}, _Step("made"), by)
        return int(made[0]["id"])


async def change(template: int, draft: TemplateDraft, *, by: StaffView, rev: int) -> None:
    """Write it anew. It stays whose it is."""
    given = await _checked(draft)
    async with transaction():
        row = await _held(template, by, rev)
        new = {"title": given.title, "text": given.text, "language": given.language, "category": given.category}
        if all(row[name] == value for name, value in new.items()):
            raise Conflict("nothing_to_set")
        await _set(row, new, _Step("changed"), by)


async def restore(template: int, number: int, *, by: StaffView, rev: int) -> None:
    """Bring an earlier version back, as a new one: undo, which can be undone."""
    async with transaction():
        row = await _held(template, by, rev)
        version = (
            await ReplyTemplateVersion.select()
            .where(ReplyTemplateVersion.template == template, ReplyTemplateVersion.number == number)
            .first()
        )
        if version is None:
            raise NotFound("no_such_template")
        new = {name: version[name] for name in ("title", "text", "language", "category")}
        await _set(row, new, _Step("restored", number), by)


async def retire(template: int, *, by: StaffView, rev: int) -> None:
    """Take it out of use. Its versions stay."""
    async with transaction():
        row = await _held(template, by, rev)
        if row["retired_at"] is not None:
            raise Conflict("nothing_to_set")
        await _set(row, {"retired_at": clock.now()}, _Step("retired"), by)


async def revive(template: int, *, by: StaffView, rev: int) -> None:
    """Take it into use again."""
    async with transaction():
        row = await _held(template, by, rev)
        if row["retired_at"] is None:
            raise Conflict("nothing_to_set")
        await _set(row, {"retired_at": None}, _Step("revived"), by)


async def _checked(draft: TemplateDraft) -> TemplateDraft:
    """What was typed, tidied; `Invalid` with every fault."""
    given = TemplateDraft(
        " ".join(clean(draft.title).split()), clean(draft.text), draft.language, draft.category, draft.agency
    )
    known = await reference.categories()
    found = wording.faults_of("title", given.title, empty="empty_field", longest=LONGEST_TITLE)
    found += wording.faults_of("text", given.text, empty="empty_field") or template_fields.faults("text", given.text)
    if given.language not in LANGUAGES:
        found.append(FieldError("language", "unknown"))
    if given.category is not None and (given.category not in known or known[given.category].retired):
        found.append(FieldError("category", "unknown"))
    if found:
        raise Invalid(*found)
    return given


async def _held(template: int, by: StaffView, rev: int) -> Row:
    """The template, held by this transaction, for whoever keeps it."""
    row = await lock(ReplyTemplate, template)
    if row is None or row["agency"] not in await kept_by(by):
        raise NotFound("no_such_template")
    if row["rev"] != rev:
        raise Conflict("template_moved")
    return row


async def _set(row: Row, new: Row, step: _Step, by: StaffView) -> None:
    changed = {**new, "rev": row["rev"] + 1, "updated_at": clock.now()}
    if not await swap(ReplyTemplate, row["id"], old={"rev": row["rev"]}, new=changed):
        raise Conflict("template_moved")
    await _written({**row, **changed}, step, by)


async def _written(row: Row, step: _Step, by: StaffView) -> None:
    """The version of a held template, and the line of its history."""
    require_transaction()
    version = ReplyTemplateVersion(
        template=row["id"],
        number=row["rev"],
        category=row["category"],
        language=row["language"],
        title=row["title"],
        text=row["text"],
        act=step.act,
        restored=step.restored,
        by=by.id,
        at=clock.now(),
    )
    await ReplyTemplateVersion.insert(version)
    data = {"version": row["rev"], **({"restored": step.restored} if step.restored else {})}
    await audit.append(stream(row["id"]), actor=by.actor(), act=f"template_{step.act}", data=data)
