"""What the sweep found due, handed on. Runs inside the sweep's transaction, which holds clocks and so no case.

Acts hold the case first and its clocks after: what time does to a case itself is therefore left to a job.
"""

from collections.abc import Collection, Sequence

from cases.tables import Case
from sla import calendars, ladder
from sla.policy import FINAL_REPLY, FIRST_RESPONSE, PART
from sla.sweep import PAUSE_ENDED, StepReached
from tawasul import outbox
from tawasul.core import clock
from tawasul.core.db import fetch, instant, require_transaction

ESCALATE, TIME_IS_UP = "cases.jobs.escalate", "cases.jobs.time_is_up"
# So many steps are told by one job: enough to gather a person's letters, few enough to hold their cases.
TOGETHER = 100


async def apply(steps: Sequence[StepReached]) -> None:
    """Have steps told to whom they concern, in working hours. Those passed over in a catch-up are not told.

    Where a pause came to its end, the case goes on at once.
    """
    require_transaction()
    for step in steps:
        if step.kind == FINAL_REPLY and step.step == PAUSE_ENDED:
            await outbox.append(TIME_IS_UP, step.case_id)
    told = [step for step in steps if _is_told(step)]
    if not told:
        return
    opening = (await calendars.national()).next_open(clock.now())
    agencies = await _agencies({step.case_id for step in told if step.kind != PART})
    for job in together([(step.agency or agencies.get(step.case_id), step.step_id) for step in told]):
        await outbox.append(ESCALATE, *job, at=opening)


async def _agencies(case_ids: Collection[int]) -> dict[int, str | None]:
    """The agencies that have these cases; read without holding them, as only the grouping hangs on it."""
    rows = await Case.select(Case.id, Case.agency).where(Case.id.is_in(list(case_ids))) if case_ids else []
    return {row["id"]: row["agency"] for row in rows}


def together(steps: Sequence[tuple[str | None, int]]) -> list[list[int]]:
    """Steps, each with its agency, cut into jobs: whoever is told many of one agency is told them by one job. Pure.

    Small agencies share a job, for those who hear of all; only one with more than a job's steps has several.
    """
    groups: dict[str, list[int]] = {}
    for agency, step in steps:
        groups.setdefault(agency or "", []).append(step)
    jobs: list[list[int]] = [[]]
    for group in groups.values():
        pieces = -(-len(group) // TOGETHER)
        size = -(-len(group) // pieces)
        for first in range(0, len(group), size):
            piece = group[first : first + size]
            if len(jobs[-1]) + len(piece) > TOGETHER:
                jobs.append([])
            jobs[-1] += piece
    return [job for job in jobs if job]


async def others_with(step_ids: Sequence[int]) -> list[int]:
    """Steps of the same agencies that were found after these, as far as they may be told now, agency by agency.

    Where the ticker has much to catch up with, its later batches are so told along with the first. Some may have been
    told already, which the caller sees.
    """
    room = TOGETHER - len(step_ids)
    if room <= 0 or not step_ids:
        return []
    places = ", ".join("{}" for _ in step_ids)
    found = await fetch(_OTHERS.format("{}", places, "{}"), max(step_ids), *step_ids, room)
    now, calendar = clock.now(), await calendars.national()
    return [
        row["id"]
        for row in found
        if _concerns(row["kind"], row["step"]) and calendar.next_open(instant(row["detected_at"])) <= now
    ]


_OTHERS = """
    SELECT s.id, s.step, s.detected_at, k.kind, COALESCE(k.agency, c.agency, '') AS agency
    FROM clock_step s JOIN clock k ON k.id = s.clock JOIN "case_" c ON c.id = k.case_id
    WHERE s.id > {} AND NOT s.suppressed AND k.kind IN ('final_reply', 'part', 'first_response')
    AND COALESCE(k.agency, c.agency, '') IN (SELECT COALESCE(k.agency, c.agency, '')
        FROM clock_step s JOIN clock k ON k.id = s.clock JOIN "case_" c ON c.id = k.case_id WHERE s.id IN ({}))
    ORDER BY agency, s.id LIMIT {}
"""


def _is_told(step: StepReached) -> bool:
    return not step.suppressed and _concerns(step.kind, step.step)


def _concerns(kind: str, step: str) -> bool:
    """Whether anybody is told of such a step, which may be numbered."""
    if kind == FIRST_RESPONSE:  # what comes after its breach tells nobody anything new
        return step in ladder.BEFORE or step == "breach"
    return kind in (FINAL_REPLY, PART) and step.partition(":")[0] != PAUSE_ENDED
