"""One text to all cases of an incident: shown with a frozen list, confirmed by its number, sent once to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import contacts, incidents, reply, reply_rules, walls, wording
from cases.moves import held, stream
from cases.reach import held_for
from cases.reply import Grounds, ReplyDraft
from cases.surge_tables import IncidentCase, Mailing, MailingCase
from cases.tables import Case, LegalStay
from sla import clocks
from tawasul import audit, outbox
from tawasul.accounts import views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, insert_many, lock, savepoint, swap, transaction
from tawasul.core.errors import Conflict, DomainError, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean, latin_digits

SEND = "cases.jobs.send_of_mailing"
KINDS = ("reply", "notice")
# What may be said to all at once. To decline, or to point elsewhere, is for a case by itself.
OUTCOMES = ("done", "will_be_done", "explained")
LANGUAGES = ("ar", "en")
_ANSWERABLE = ("assigned", "in_progress", "reopened")


@dataclass(frozen=True, slots=True)
class MailingDraft:
    """What is to be written to all, in the languages of the cases."""

    kind: str
    text_ar: str
    text_en: str
    outcome: str = ""
    due_on: date | None = None


async def prepare(incident_id: int, draft: MailingDraft, references: Sequence[str], *, by: StaffView) -> int:
    """Freeze text and list for a last look; nothing is sent. Gives the mailing's id, or `Invalid` with every fault."""
    given = MailingDraft(draft.kind, clean(draft.text_ar), clean(draft.text_en), draft.outcome, draft.due_on)
    async with transaction():
        incident = await incidents.reached_incident(incident_id, by)
        if not may(by, "case.reply"):
            raise Forbidden("not_for_you")
        cases = await _members(incident_id, by)
        chosen = set(references)
        lines = [(case, _against(case, incident, given.kind, chosen)) for case in cases]
        going = {case["language"] for case, reason in lines if not reason}
        if found := faults(given, going, clock.now().astimezone(ZONE).date()):
            raise Invalid(*found)
        if given.kind == "reply" and (await reply_rules.rule_of(incident["agency"])).holds_for(given.outcome):
            raise Invalid(FieldError("outcome", "each_needs_approval"))
        return await _store(incident_id, given, lines, by)


def faults(draft: MailingDraft, languages: set[str], today: date) -> list[FieldError]:
    """Every fault: a text is needed in each language in which a case was filed. Pure."""
    if draft.kind not in KINDS:
        return [FieldError("kind", "unknown")]
    if not languages:
        return [FieldError("cases", "choose_cases")]
    texts = {"ar": draft.text_ar, "en": draft.text_en}
    found = []
    for language in LANGUAGES:
        if language in languages:
            found += wording.faults_of(f"text_{language}", texts[language], empty="text_in_each_language")
    if draft.kind == "notice":
        return found
    if draft.outcome not in OUTCOMES:
        return [*found, FieldError("outcome", "unknown")]
    whole = ReplyDraft(draft.outcome, texts[min(languages)], draft.due_on)
    return found + [fault for fault in reply.faults(whole, today) if fault.field == "due_on"]


def _against(case: dict[str, Any], incident: dict[str, Any], kind: str, chosen: set[str]) -> str:
    """Why a linked case gets nothing: the code, or nothing. Pure."""
    if case["agency"] != incident["agency"]:
        return "other_agency"
    if case["reference"] not in chosen:
        return "ticked_off"
    if kind == "notice":
        return "not_open" if case["status"] not in (*_ANSWERABLE, "waiting_for_citizen") else ""
    return not_now(case)


def not_now(case: dict[str, Any]) -> str:
    """Why a case cannot be answered with others now: the code, or nothing. Pure."""
    if case["status"] == "waiting_for_citizen":
        return "waiting_for_citizen"
    if case["status"] not in _ANSWERABLE:
        return "answered" if case["status"] in ("answered", "closed") else "not_open"
    return "stayed" if case["stayed"] else ""


async def _members(incident_id: int, by: StaffView) -> list[dict[str, Any]]:
    """The linked cases that may be written to by somebody: not those that a wall keeps them from."""
    linked = await IncidentCase.select(IncidentCase.case).where(IncidentCase.incident == incident_id)
    shut = await walls.shut([row["case"] for row in linked], by)
    ids = [row["case"] for row in linked if row["case"] not in shut]
    if not ids:
        return []
    stays = await LegalStay.select(LegalStay.case).where(LegalStay.case.is_in(ids), LegalStay.ended_at.is_null())
    stayed = {row["case"] for row in stays}
    rows = await Case.select(Case.id, Case.reference, Case.agency, Case.status, Case.language, Case.cycle).where(
        Case.id.is_in(ids)
    )
    return [{**row, "stayed": row["id"] in stayed} for row in rows]


async def _store(
    incident_id: int, given: MailingDraft, lines: Sequence[tuple[dict[str, Any], str]], by: StaffView
) -> int:
    row = Mailing(
        incident=incident_id,
        kind=given.kind,
        outcome=given.outcome if given.kind == "reply" else "",
        text_ar=given.text_ar,
        text_en=given.text_en,
        due_on=given.due_on if given.outcome == "will_be_done" else None,
        by=by.id,
        at=clock.now(),
    )
    mailing: int = (await Mailing.insert(row).returning(Mailing.id))[0]["id"]
    frozen = [
        MailingCase(
            mailing=mailing,
            case=case["id"],
            cycle=case["cycle"],
            state="left_out" if reason else "waiting",
            reason=reason,
        )
        for case, reason in lines
    ]
    await insert_many(MailingCase, frozen)
    return mailing


async def confirm(mailing_id: int, typed: str, *, by: StaffView) -> None:
    """Send it, if the number that was typed is how many get it. Only who prepared it confirms, and once."""
    async with transaction():
        row = await lock(Mailing, mailing_id)
        if row is None:
            raise NotFound("no_such_incident")
        incident = await incidents.reached_incident(row["incident"], by)
        if not may(by, "case.reply") or row["by"] != by.id:
            raise Forbidden("not_for_you")
        lines = await MailingCase.select(MailingCase.id).where(
            MailingCase.mailing == mailing_id, MailingCase.state == "waiting"
        )
        if row["confirmed_at"] is not None:
            raise Conflict("sent_already")
        if latin_digits(typed).strip() != str(len(lines)):
            raise Invalid(FieldError("number", "wrong_number"))
        await swap(Mailing, mailing_id, old={"confirmed_at": None}, new={"confirmed_at": clock.now()})
        data = {"mailing": mailing_id, "kind": row["kind"], "cases": len(lines)}
        await audit.append(f"incident:{incident['id']}", actor=by.actor(), act="mailing_confirmed", data=data)
        for line in lines:
            await outbox.append(SEND, line["id"])


async def send_one(line_id: int) -> None:
    """Send it to one case. What became of it is stored together with the act itself, so that a second run does nothing.

    A refusal ends this case's line and no other's.
    """
    async with transaction():
        line = await lock(MailingCase, line_id)
        if line is None or line["state"] != "waiting":
            return
        mailing = await lock(Mailing, line["mailing"])
        if mailing is None or mailing["confirmed_at"] is None:
            return
        by = (await views.by_ids([mailing["by"]]))[mailing["by"]]
        state, reason = "sent", ""
        try:
            async with savepoint():
                await (_reply if mailing["kind"] == "reply" else _notify)(line, mailing, by)
        except DomainError as error:
            state, reason = "refused", _reason_of(error)
        new = {"state": state, "reason": reason, "done_at": clock.now()}
        if not await swap(MailingCase, line_id, old={"state": "waiting"}, new=new):
            raise Conflict("moved")


def _reason_of(error: DomainError) -> str:
    return error.faults[0].code if isinstance(error, Invalid) else error.code


async def _reply(line: dict[str, Any], mailing: dict[str, Any], by: StaffView) -> None:
    case = await held(line["case"])
    if case["cycle"] != line["cycle"]:
        raise Conflict("reopened")
    stays = LegalStay.exists().where(LegalStay.case == case["id"], LegalStay.ended_at.is_null())
    if reason := not_now({**case, "stayed": await stays}):
        raise Conflict(reason)
    draft = ReplyDraft(mailing["outcome"], mailing[f"text_{case['language']}"], mailing["due_on"])
    why = Grounds(incident=mailing["incident"])
    await reply.reply_within(case["id"], draft, by=by, rev=case["rev"], why=why)


async def _notify(line: dict[str, Any], mailing: dict[str, Any], by: StaffView) -> None:
    """A notice is no reply, so no status moves and the promise stands; but it is a message by a person."""
    case = await held_for(line["case"], "case.reply", by=by)
    if case["status"] not in (*_ANSWERABLE, "waiting_for_citizen"):
        raise Conflict(not_now({**case, "stayed": False}))
    await audit.append(
        stream(case["id"]), actor=by.actor(), act="incident_notice", data={"incident": mailing["incident"]}
    )
    await clocks.meet_first_response(case["id"], actor=by.actor())
    await contacts.tell(case, "incident_notice", key=f"notice:{mailing['id']}")


async def progress(mailing_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many lines of each of these mailings stand where. One statement."""
    counts: dict[int, dict[str, int]] = {number: {} for number in mailing_ids}
    if mailing_ids:
        places = ", ".join("{}" for _ in mailing_ids)
        counted = 'SELECT mailing, state, COUNT(*) AS n FROM "mailing_case"'
        rows = await fetch(f"{counted} WHERE mailing IN ({places}) GROUP BY mailing, state", *mailing_ids)
        for row in rows:
            counts[row["mailing"]][row["state"]] = row["n"]
    return counts
