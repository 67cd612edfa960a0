"""What an agent reads of cases that she filed for others, and of those that seem to be the same as a new one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases import intake, walls
from cases.contacts import fingerprint_of
from cases.filing_form import CaseDraft
from cases.filing_tables import Assisted
from cases.intake import Receipt
from cases.likeness import alike
from cases.moments import midnight
from sla.views import final_replies
from tawasul.accounts import permissions
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.errors import NotFound
from tawasul.core.i18n import ZONE

# So long the receipt can be read out again with its access code; afterwards only the one whose case it is has it.
READ_OUT = timedelta(hours=1)
SAME = timedelta(days=30)
LOOKED_AT, SHOWN = 50, 5


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A case that an agent filed. `has_receipt`: its access code can still be read out."""

    reference: str
    channel: str
    status: str
    received_at: datetime
    filed_at: datetime
    due_at: datetime
    has_receipt: bool


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What is read out, and what way the case came."""

    receipt: Receipt
    channel: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A case that may be the same. `by_contact`: it has the same e-mail address or mobile number."""

    reference: str
    text: str
    status: str
    received_at: datetime
    by_contact: bool


async def today(staff: StaffView) -> list[FiledRow]:
    """What an agent filed since midnight in Bahrain, the latest first; two statements."""
    now = clock.now()
    rows = await fetch(
        """SELECT c."id", c."reference", c."channel", c."status", c."received_at", a."filed_at"
        FROM "assisted" a JOIN "case_" c ON c."id" = a."case"
        WHERE a."by" = {} AND a."filed_at" >= {} ORDER BY a."filed_at" DESC, a."id" DESC""",
        staff.id,
        midnight(now.astimezone(ZONE).date()),
    )
    clocks = await final_replies([row["id"] for row in rows])
    return [
        FiledRow(
            reference=row["reference"],
            channel=row["channel"],
            status=row["status"],
            received_at=row["received_at"],
            filed_at=row["filed_at"],
            due_at=clocks[row["id"]].due_at,
            has_receipt=row["filed_at"] > now - READ_OUT,
        )
        for row in rows
    ]


async def receipt_for(reference: str, staff: StaffView) -> ReceiptView:
    """The receipt of a case that this agent filed within the hour. `NotFound` for any other."""
    row = (
        await Assisted.select(
            Assisted.case.id.as_alias("id"),
            Assisted.case.channel.as_alias("channel"),
            Assisted.case.received_at.as_alias("received_at"),
        )
        .where(
            Assisted.case.reference == reference,
            Assisted.by == staff.id,
            Assisted.filed_at > clock.now() - READ_OUT,
        )
        .first()
    )
    if row is None:
        raise NotFound("no_such_case")
    due_at = (await final_replies([row["id"]]))[row["id"]].due_at
    return ReceiptView(await intake.receipt_of(row["id"], due_at), row["channel"], row["received_at"])


async def alike_for(draft: CaseDraft, staff: StaffView) -> list[AlikeView]:
    """Cases like a tidied draft among those that an agent may read: what she filed, and what waits in triage.

    That another case has the same contact is told only of her own, and where its citizen lets the agency know.
    """
    since = clock.now() - SAME
    same_person = await _of_contact(draft, staff, since)
    others = [*await _own(staff, since), *await _in_triage(staff)]
    found = {row["id"]: (row, False) for row in _like(draft.text, others)} | {
        row["id"]: (row, True) for row in same_person
    }
    shut = await walls.shut(list(found), staff)
    readable = [pair for number, pair in found.items() if number not in shut]
    rows = sorted(readable, key=lambda pair: (pair[1], pair[0]["received_at"]), reverse=True)
    return [
        AlikeView(row["reference"], row["text"], row["status"], row["received_at"], by_contact)
        for row, by_contact in rows[:SHOWN]
    ]


def _like(text: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if text and alike(text, row["text"])]


_COLUMNS = 'c."id", c."reference", c."text", c."status", c."received_at"'


async def _of_contact(draft: CaseDraft, staff: StaffView, since: datetime) -> list[dict[str, Any]]:
    """Cases with one of the addresses of a draft. An address that is not given finds nothing."""
    if not (draft.email or draft.mobile):
        return []
    waiting = "c.\"status\" = 'triage'" if permissions.may(staff, "triage") else "1 = 0"
    return await fetch(
        f"""SELECT {_COLUMNS} FROM "contact" o JOIN "case_" c ON c."id" = o."case"
            LEFT JOIN "assisted" a ON a."case" = c."id" AND a."by" = {{}}
        WHERE (o."email_fingerprint" = {{}} OR o."mobile_fingerprint" = {{}}) AND c."received_at" > {{}}
            AND (a."id" IS NOT NULL OR ({waiting} AND o."visible_to" = 'agency'))
        ORDER BY c."received_at" DESC LIMIT {{}}""",  # noqa: S608 - ours
        staff.id,
        fingerprint_of("email", draft.email) if draft.email else "",
        fingerprint_of("sms", draft.mobile) if draft.mobile else "",
        since,
        LOOKED_AT,
    )


async def _own(staff: StaffView, since: datetime) -> list[dict[str, Any]]:
    return await fetch(
        f"""SELECT {_COLUMNS} FROM "assisted" a JOIN "case_" c ON c."id" = a."case"
        WHERE a."by" = {{}} AND a."filed_at" > {{}} ORDER BY a."filed_at" DESC LIMIT {{}}""",  # noqa: S608 - ours
        staff.id,
        since,
        LOOKED_AT,
    )


async def _in_triage(staff: StaffView) -> list[dict[str, Any]]:
    if not permissions.may(staff, "triage"):
        return []
    return await fetch(
        f"""SELECT {_COLUMNS} FROM "case_" c WHERE c."status" = 'triage'
        ORDER BY c."received_at" DESC LIMIT {{}}""",  # noqa: S608 - ours
        LOOKED_AT,
    )
