"""A new promise: tried, proposed, and put in force from its first day by a second person. Open cases keep theirs."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases import two_persons
from cases.two_persons import APPLIED, POLICY, Change, needs_right, reason_faults
from cases.urgency import LEVELS, RANK
from sla import ladder, policy
from sla.deadline import WORKING_DAYS
from sla.policy import (
    AGENCY,
    FINAL_REPLY,
    FIRST_RESPONSE,
    HIGH,
    MOST_PAUSE_DAYS,
    PRIORITIES,
    URGENT,
    Policy,
)
from sla.tables import PolicyVersion
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.i18n import ZONE

CLOCKS = (FINAL_REPLY, FIRST_RESPONSE, AGENCY)
OF_KIND_ALONE = (FINAL_REPLY, FIRST_RESPONSE)  # begun when the case is filed: nobody knows its agency or service yet
_KNOWN_LATER = ("agency", "category", "priority")
MOST_DAYS = 250
LONGEST_PAUSE = 60
_LADDERS = {FINAL_REPLY: ladder.FINAL_REPLY, FIRST_RESPONSE: ladder.FIRST_RESPONSE, AGENCY: ladder.AGENCY}
_MATCHED = ("kind", "agency", "category", "priority")
_LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A promise in working days as somebody enters it; empty in agency, kind, category or priority matches anything.

    `pause_days` means nothing to a first answer, which never stands.
    """

    clock: str
    agency: str | None
    kind: str | None
    category: str | None
    target: int
    pause_days: int
    valid_from: date | None
    reason: str
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """`open_now` cases of this kind keep the promise they have; `last_year` had come in the year before today."""

    open_now: int
    last_year: int
    base: str

    def stored(self) -> dict[str, int]:
        return {"open_now": self.open_now, "last_year": self.last_year}


def faults(draft: PolicyDraft, on: date) -> list[FieldError]:
    """Every fault of a draft. Pure."""
    found = [] if draft.clock in CLOCKS else [FieldError("clock", "unknown")]
    if not 1 <= draft.target <= MOST_DAYS:
        found.append(FieldError("target", "target_not_a_day" if draft.target < 1 else "target_too_long"))
    if draft.clock != FIRST_RESPONSE and not 1 <= draft.pause_days <= LONGEST_PAUSE:
        found.append(FieldError("pause_days", "bad_pause_days"))
    if draft.valid_from is None:
        found.append(FieldError("valid_from", "needs_first_day"))
    elif draft.valid_from <= on:
        found.append(FieldError("valid_from", "not_in_future"))
    if draft.clock in OF_KIND_ALONE:
        found += [FieldError(name, "not_for_citizens") for name in _KNOWN_LATER if getattr(draft, name)]
    if draft.priority is not None and draft.priority not in PRIORITIES:
        found.append(FieldError("priority", "unknown"))
    return found + reason_faults("source", draft.reason, empty="needs_source")


async def tried(draft: PolicyDraft, *, by: StaffView) -> PolicyEffect:
    """What a promise would concern. `Invalid` with every fault; nothing is written."""
    needs_right(by, POLICY)
    if found := faults(draft, today()):
        raise Invalid(*found)
    return await _counted(draft)


async def _counted(draft: PolicyDraft) -> PolicyEffect:
    known = await policy.policies(draft.clock)
    same = [each for each in known if _identity(each) == _identity(draft) and each.valid_from == draft.valid_from]
    if same:
        raise Invalid(FieldError("valid_from", "policy_is_there"))
    least = {None: LEVELS.index("normal"), URGENT: LEVELS.index("urgent"), HIGH: LEVELS.index("high")}[draft.priority]
    values = (draft.clock, draft.kind, draft.kind, draft.agency, draft.agency, draft.category, draft.category, least)
    since = clock.now() - _LOOK_BACK
    counted = (await fetch(_CONCERNED, since, *values, since))[0]
    last_year = counted["last_year"]
    if draft.clock == FIRST_RESPONSE:  # cases that came before there was such a promise have no such clock
        last_year = (await fetch(_RECEIVED, since, draft.kind, draft.kind))[0]["n"]
    return PolicyEffect(int(counted["open_now"] or 0), int(last_year or 0), await _base(draft.clock))


_CONCERNED = """
    SELECT SUM(CASE WHEN k.state IN ('running', 'paused') THEN 1 ELSE 0 END) AS open_now,
        SUM(CASE WHEN k.started_at >= {} THEN 1 ELSE 0 END) AS last_year
    FROM clock k JOIN "case_" c ON c.id = k.case_id
    WHERE k.kind = {} AND (CAST({} AS varchar) IS NULL OR c.kind = {})
        AND (CAST({} AS varchar) IS NULL OR COALESCE(k.agency, c.agency) = {})
        AND (CAST({} AS varchar) IS NULL OR c.category = {})
        AND (RANK) <= {}
        AND (k.state IN ('running', 'paused') OR k.started_at >= {})
""".replace("RANK", RANK)
_RECEIVED = """
    SELECT COUNT(*) AS n FROM "case_" c WHERE c.received_at >= {} AND (CAST({} AS varchar) IS NULL OR c.kind = {})
"""


def _identity(one: Policy | PolicyDraft) -> tuple[Any, ...]:
    return one.clock, one.agency, one.kind, one.category, one.priority


async def _base(clock_name: str) -> str:
    """The promises that there are: a proposal is counted beside them."""
    rows = sorted((each.id, each.target, str(each.valid_from)) for each in await policy.policies(clock_name))
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


async def propose(draft: PolicyDraft, *, by: StaffView, base: str) -> int:
    """Send a promise for approval, as it was tried. `Conflict` if there are others meanwhile."""
    effect = await tried(draft, by=by)
    if effect.base != base:
        raise Conflict("stale_count")
    change = {name: getattr(draft, name) for name in ("clock", *_MATCHED, "target", "pause_days")}
    change["valid_from"] = str(draft.valid_from)
    async with transaction():
        new = Change(POLICY, draft.clock, change, draft.reason, effect.base, effect.stored())
        return await two_persons.propose(new, by=by)


async def count_again(proposal_id: int, *, by: StaffView, rev: int) -> None:
    """Count a waiting proposal once more, beside the promises that there are now."""
    needs_right(by, POLICY, to_approve=True)
    async with transaction():
        row = await two_persons.waiting(proposal_id, rev=rev)
        if row["subject"] != POLICY:
            raise NotFound("no_such_change")
        change = {**row["change"], "valid_from": date.fromisoformat(row["change"]["valid_from"])}
        effect = await _counted(PolicyDraft(**change, reason=row["reason"]))
        await two_persons.recount(row, effect.stored(), effect.base)


async def approve(proposal_id: int, *, by: StaffView, rev: int, remark: str = "") -> None:
    """A second person agrees: whatever comes from the first day on is promised so."""
    needs_right(by, POLICY, to_approve=True)
    async with transaction():
        row = await two_persons.waiting(proposal_id, rev=rev)
        if row["subject"] != POLICY:
            raise NotFound("no_such_change")
        two_persons.refuse_own(row, by)
        change = row["change"]
        begins = date.fromisoformat(change["valid_from"])
        if begins <= today():
            raise Conflict("first_day_passed")
        if row["base"] != await _base(change["clock"]):
            raise Conflict("stale_count")
        await PolicyVersion.insert(_version(change, begins))
        await two_persons.decide(row, APPLIED, by=by, remark=remark)


def _version(change: dict[str, Any], begins: date) -> PolicyVersion:
    made = policy.checked(
        Policy(
            clock=change["clock"],
            agency=change["agency"],
            kind=change["kind"],
            category=change["category"],
            target=change["target"],
            unit=WORKING_DAYS,
            ladder=_LADDERS[change["clock"]],
            valid_from=begins,
            priority=change.get("priority"),
        )
    )
    kept = {name: getattr(made, name) for name in ("clock", *_MATCHED, "target", "unit", "valid_from")}
    stands = change["clock"] != FIRST_RESPONSE
    rules = {"most_days": change.get("pause_days", MOST_PAUSE_DAYS)} if stands else {}
    return PolicyVersion(**kept, ladder=json.dumps(made.ladder), pause_rules=json.dumps(rules))


def today() -> date:
    """The present date in Bahrain."""
    return clock.now().astimezone(ZONE).date()


async def all_versions() -> list[dict[str, Any]]:
    """Every promise that is, was or will be in force, by clock and what it matches, the newest first.

    `pause_days` is None where the clock never stands.
    """
    rows = await PolicyVersion.select().order_by(PolicyVersion.valid_from, PolicyVersion.id, ascending=False)
    return sorted(
        ({**row, "ladder": json.loads(row["ladder"]), "pause_days": _pause_days(row)} for row in rows),
        key=lambda row: (CLOCKS.index(row["clock"]), *(row[name] or "" for name in _MATCHED)),
    )


def _pause_days(row: dict[str, Any]) -> int | None:
    if row["clock"] == FIRST_RESPONSE:
        return None
    return int(json.loads(row["pause_rules"]).get("most_days", MOST_PAUSE_DAYS))
