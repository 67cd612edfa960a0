"""Filing a case: everything that belongs to it is stored together, and the promise is known at once."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cases import access, attachments, contacts, details, filing_form, reference, search_index
from cases.filing_form import CaseDraft, Known, tidied
from cases.filing_tables import Assisted
from cases.import_tables import Imported
from cases.moves import stream
from cases.tables import Case, Filing
from routing import reference as places
from sla import clocks
from tawasul import audit, outbox
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor
from tawasul.core.db import fetch, lock, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.seal import fingerprint, token_hash

SORT = "cases.jobs.sort_case"
KEYS_LIVE = timedelta(days=30)
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen gets. `again`: this was filed before, and nothing new was stored."""

    case_id: int
    reference: str
    access_code: str
    status: str
    due_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Who files, when it was received if not now, whether it is a demonstration, and the file that it came in."""

    actor: Actor = CITIZEN
    received_at: datetime | None = None
    demo: bool = False
    file: int | None = None


_PUBLIC = Origin()


async def known() -> Known:
    """The codes that a case may name."""
    areas = await places.areas()
    categories = await places.categories()
    return Known(
        governorates=frozenset(await places.governorates()),
        governorate_of={code: area.governorate for code, area in areas.items() if not area.retired},
        categories=frozenset(code for code, category in categories.items() if not category.retired),
        questions=frozenset(await places.questions()),
    )


async def file_case(draft: CaseDraft, *, key: str | None = None, origin: Origin = _PUBLIC) -> Receipt:
    """File a case. The same `key` with the same case gives the same receipt; with another case, `Conflict`."""
    given = tidied(draft)
    codes = await known()
    faults = [*filing_form.check(given, codes), *_origin_faults(origin)]
    if faults:
        raise Invalid(*faults)
    given = _with_governorate(given, codes)
    if key is None:
        async with transaction():
            return await _store(given, origin)
    body_hash = _print_of(given, origin)
    async with transaction():
        filing = await _claim(token_hash(f"key:{key}"), body_hash)
        if filing["case"] is not None:
            if filing["body_hash"] != body_hash:
                raise Conflict("key_reused")
            return await receipt_of(filing["case"], filing["due_at"])
        receipt = await _store(given, origin)
        await _settle(filing["id"], receipt)
    return receipt


async def file_form(draft: CaseDraft, filing_id: int) -> Receipt:
    """File what a form gathered, once, however often it is sent."""
    given = tidied(draft)
    codes = await known()
    faults = filing_form.check(given, codes)
    async with transaction():
        filing = await lock(Filing, filing_id)
        if filing is None:
            raise NotFound("no_such_case")
        if filing["case"] is not None:
            return await receipt_of(filing["case"], filing["due_at"])
        if faults:
            raise Invalid(*faults)
        receipt = await _store(_with_governorate(given, codes), _PUBLIC)
        await _settle(filing_id, receipt)
        await attachments.give_to_case(filing_id, receipt.case_id)
    return receipt


async def file_once(draft: CaseDraft, number: str, origin: Origin) -> Receipt | None:
    """File a case that another system has under a number, once, ever; None if it was. Its contact gets a receipt."""
    given = tidied(draft)
    codes = await known()
    if faults := [*filing_form.check(given, codes), *_origin_faults(origin)]:
        raise Invalid(*faults)
    async with transaction():
        claimed = await fetch(
            """INSERT INTO "imported_case" ("key_hash", "at", "file") VALUES ({}, {}, {})
            ON CONFLICT ("key_hash") DO NOTHING RETURNING "id" """,
            token_hash(f"imported:{number}"),
            clock.now(),
            origin.file,
        )
        if not claimed:
            return None
        receipt = await _store(_with_governorate(given, codes), origin)
        await Imported.update({Imported.case: receipt.case_id}).where(Imported.id == claimed[0]["id"])
    return receipt


def _origin_faults(origin: Origin) -> list[FieldError]:
    """A case may have come earlier, on paper or by telephone; none comes tomorrow."""
    if origin.received_at is not None and origin.received_at > clock.now():
        return [FieldError("received_at", "in_future")]
    return []


def _with_governorate(draft: CaseDraft, codes: Known) -> CaseDraft:
    """A named area says the governorate, where the citizen did not."""
    if draft.governorate is None and draft.area is not None:
        return replace(draft, governorate=codes.governorate_of[draft.area])
    return draft


async def _claim(key_hash: str, body_hash: str) -> dict[str, Any]:
    """The row of a key, made if it is new, and held: a second request with it waits for the first."""
    now = clock.now()
    await fetch(
        """INSERT INTO "filing" ("key_hash", "body_hash", "created_at", "expires_at") VALUES ({}, {}, {}, {})
        ON CONFLICT ("key_hash") DO NOTHING""",
        key_hash,
        body_hash,
        now,
        now + KEYS_LIVE,
    )
    row = await Filing.select(Filing.id).where(Filing.key_hash == key_hash).first()
    held = await lock(Filing, row["id"]) if row else None
    if held is None:
        raise Conflict("moved")
    return held


async def _settle(filing_id: int, receipt: Receipt) -> None:
    """Tie the key or form to its case, and forget what was typed: it is in the case now."""
    await Filing.update({Filing.case: receipt.case_id, Filing.due_at: receipt.due_at, Filing.fields: None}).where(
        Filing.id == filing_id
    )


async def receipt_of(case_id: int, due_at: datetime) -> Receipt:
    """The receipt of a case that was filed before."""
    row = await Case.select(Case.reference, Case.access_version).where(Case.id == case_id).first()
    if row is None:
        raise NotFound("no_such_case")
    code = access.code_of(case_id, row["access_version"])
    return Receipt(case_id, row["reference"], code, "received", due_at, again=True)


async def _store(draft: CaseDraft, origin: Origin) -> Receipt:
    """Case, contact, clock, history, and the work that follows, in the caller's transaction."""
    received_at = origin.received_at or clock.now()
    case = await _insert(draft, origin, received_at)
    case_id: int = case["id"]
    await contacts.keep(case_id, draft)
    await details.keep(case_id, draft.details)
    await search_index.renew(case_id)
    kind, by = draft.kind or "complaint", origin.actor
    started = await clocks.start(case_id, "final_reply", case_kind=kind, at=received_at, actor=by)
    await clocks.start_first_response(case_id, case_kind=kind, at=received_at, actor=by)
    data = {"channel": draft.channel, "language": draft.language, "due_at": started.due_at.isoformat()}
    data |= {"received_at": received_at.isoformat()} if origin.received_at else {}
    if by.kind == "staff":
        await Assisted.insert(Assisted(case=case_id, by=by.staff_id, filed_at=clock.now()))
    await audit.append(stream(case_id), actor=by, act="filed", data=data)
    await outbox.append(SORT, case_id)
    await contacts.tell(case, "receipt", key="receipt", due_at=started.due_at.isoformat())
    return Receipt(case_id, case["reference"], access.code_of(case_id, 1), "received", started.due_at)


async def _insert(draft: CaseDraft, origin: Origin, received_at: datetime) -> dict[str, Any]:
    """The case's row under a reference that no other case has."""
    row = Case(
        kind=draft.kind or "complaint",
        kind_given=draft.kind is not None,
        status="received",
        channel=draft.channel,
        language=draft.language,
        text=draft.text,
        governorate=draft.governorate,
        area=draft.area,
        block=draft.block,
        road=draft.road,
        landmark=draft.landmark,
        chosen=draft.category,
        confidential=draft.about_staff,
        demo=origin.demo,
        received_at=received_at,
        updated_at=clock.now(),
    )
    for _ in range(_TRIES):
        row.reference = reference.make()
        made = await Case.insert(row).on_conflict(target=Case.reference, action="DO NOTHING").returning(Case.id)
        if made:
            return {**row.to_dict(), "id": made[0]["id"]}
    raise RuntimeError("no free reference found")


def _print_of(draft: CaseDraft, origin: Origin = _PUBLIC) -> str:
    """The keyed print of a case to be, by which the same one is known again and nobody else can guess it."""
    received_at = {"received_at": origin.received_at.isoformat()} if origin.received_at else {}
    told = json.dumps(asdict(draft) | received_at, ensure_ascii=False, sort_keys=True)
    return fingerprint(told, purpose="filing")
