"""Which promise applies: policies with their dates of effect. A policy is never changed, only followed by another."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sla import ladder
from sla.deadline import BUSINESS_SECONDS, WORKING_DAYS, Unit
from sla.tables import PolicyVersion
from tawasul.core.errors import DomainError

FINAL_REPLY = "final_reply"
FIRST_RESPONSE = "first_response"
AGENCY = "agency"
PART = "part"  # of a case that needs another agency too; it is promised what that agency is held to
OF_AGENCIES = (AGENCY, PART)  # inside the citizen's promise; they stand and run with it
MOST_PAUSE_DAYS = 10  # where a policy says nothing else
URGENT, HIGH = "urgent", "high"
PRIORITIES = (URGENT, HIGH)  # what a promise may be for; for the high is for the urgent too


@dataclass(frozen=True, slots=True)
class Subject:
    """What a case is, as far as policies look at it. `priority`: urgent, high, or None where it is neither."""

    kind: str
    agency: str | None = None
    category: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A promise with its dates of effect. None in agency, kind, category or priority matches anything."""

    clock: str
    agency: str | None
    kind: str | None
    category: str | None
    target: int
    unit: Unit
    ladder: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    id: int = 0
    priority: str | None = None

    @property
    def is_special(self) -> bool:
        """Whether it names an agency, a category or a priority. Only such a row shortens the citizen's promise."""
        return self.agency is not None or self.category is not None or self.priority is not None


def checked(policy: Policy) -> Policy:
    """The policy, if it can be kept; a promise of no days, or one that ends before it begins, is refused."""
    if policy.target <= 0:
        raise DomainError("target_not_positive")
    if policy.unit not in (WORKING_DAYS, BUSINESS_SECONDS):
        raise DomainError("unknown_unit")
    if policy.priority is not None and policy.priority not in PRIORITIES:
        raise DomainError("unknown_priority", priority=policy.priority)
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        raise DomainError("end_before_start")
    ladder.check_unit(ladder.checked(policy.ladder), policy.unit)
    return policy


def pick(policies: Iterable[Policy], clock: str, subject: Subject, on: date) -> Policy | None:
    """The policy of a clock on a date. Category weighs more than agency, agency more than kind; the newest wins.

    What is urgent is promised by a row of its priority, unless the one for any priority promises no more.
    """
    fitting = [policy for policy in policies if policy.clock == clock and _fits(policy, subject, on)]
    usual = max((each for each in fitting if each.priority is None), key=_weight, default=None)
    pressing = max((each for each in fitting if each.priority is not None), key=_weight, default=None)
    if usual is None or pressing is None:
        return usual or pressing
    is_less = pressing.unit != usual.unit or pressing.target < usual.target
    return pressing if is_less else usual


def _fits(policy: Policy, subject: Subject, on: date) -> bool:
    return (
        policy.agency in (None, subject.agency)
        and policy.kind in (None, subject.kind)
        and policy.category in (None, subject.category)
        and (policy.priority in (None, subject.priority) or (policy.priority, subject.priority) == (HIGH, URGENT))
        and policy.valid_from <= on
        and (policy.valid_to is None or on <= policy.valid_to)
    )


def _weight(policy: Policy) -> tuple[bool, bool, bool, bool, date, int]:
    return (
        policy.priority == URGENT,
        policy.category is not None,
        policy.agency is not None,
        policy.kind is not None,
        policy.valid_from,
        policy.id,
    )


async def chosen(clock: str, subject: Subject, on: date) -> Policy:
    """The policy in force; that there is one is part of the reference data, so none is an incident."""
    policy = pick(await policies(clock), clock, subject, on)
    if policy is None:
        raise DomainError("no_policy", clock=clock, kind=subject.kind)
    return policy


async def policies(clock: str) -> list[Policy]:
    """All policies of one clock, past and future ones too."""
    return [_policy(row) for row in await PolicyVersion.select().where(PolicyVersion.clock == clock)]


async def ladders(versions: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The ladders of these policies."""
    wanted = sorted(set(versions))
    if not wanted:
        return {}
    rows = await PolicyVersion.select(PolicyVersion.id, PolicyVersion.ladder).where(PolicyVersion.id.is_in(wanted))
    return {row["id"]: tuple(json.loads(row["ladder"])) for row in rows}


async def most_pause_days(version: int) -> int:
    """How many working days a question may let the clock stand, by the policy of a clock."""
    row = await PolicyVersion.select(PolicyVersion.pause_rules).where(PolicyVersion.id == version).first()
    rules: dict[str, int] = json.loads(row["pause_rules"]) if row else {}
    return rules.get("most_days", MOST_PAUSE_DAYS)


def _policy(row: Mapping[str, Any]) -> Policy:
    kept = {name: row[name] for name in Policy.__dataclass_fields__ if name != "ladder"}
    return Policy(**kept, ladder=tuple(json.loads(row["ladder"])))
