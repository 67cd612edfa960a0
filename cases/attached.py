"""The files of a case or a form, as they are listed and handed over. Only what was looked at is given to anybody."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.attachment_tables import Attachment
from tawasul.core import storage
from tawasul.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One file as it is listed. Only what is `ready` can be had."""

    id: int
    name: str
    type: str
    size: int
    state: str
    fault: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A file to be handed over."""

    name: str
    type: str
    data: bytes


async def of_case(case_id: int) -> list[AttachmentView]:
    """The files of a case, oldest first."""
    return [_view(row) for row in await Attachment.select().where(Attachment.case == case_id).order_by(Attachment.id)]


async def of_form(filing_id: int) -> list[AttachmentView]:
    """The files of a form that is being filled in."""
    rows = await Attachment.select().where(Attachment.filing == filing_id).order_by(Attachment.id)
    return [_view(row) for row in rows]


def _view(row: Mapping[str, Any]) -> AttachmentView:
    return AttachmentView(**{name: row[name] for name in AttachmentView.__dataclass_fields__})


async def given(case_id: int, number: int) -> Given:
    """A file of a case, for whoever may read that case. `NotFound` unless it is ready."""
    row = (
        await Attachment.select()
        .where(Attachment.id == number, Attachment.case == case_id, Attachment.state == "ready")
        .first()
    )
    if row is None:
        raise NotFound("no_such_file")
    data = await asyncio.to_thread(storage.storage().get, row["key"])
    return Given(row["name"], row["type"], data)
