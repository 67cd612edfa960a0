"""One case on a stage where time is moved: what happens to its clocks, and what the ticker tells."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sla import clocks, pauses, sweep
from sla.policy import Subject
from sla.sweep import StepReached
from sla.tables import PolicyVersion
from sla.views import ClockView, final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor
from tawasul.core.db import transaction

BASIM = Actor("staff", 7, "officer", "EWA")
TICK = timedelta(microseconds=1)


def at(text: str) -> datetime:
    """An instant by the clock on the wall in Bahrain."""
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


RECEIVED, DUE = at("2026-10-04T09:00"), at("2026-10-22T14:00")  # a Sunday; the 14th working day is a Thursday


class Told:
    """Gathers the steps that the ticker tells."""

    def __init__(self) -> None:
        self.steps: list[StepReached] = []

    async def __call__(self, steps: Sequence[StepReached]) -> None:
        self.steps += steps

    @property
    def names(self) -> list[str]:
        """What is told of the citizen's clocks, without what a later step of the same catch-up made needless."""
        return [step.step for step in self.steps if step.kind == "final_reply" and not step.suppressed]


async def do(when: datetime, act: Any, *args: Any, **options: Any) -> Any:
    with clock.moved(when):
        async with transaction():
            return await act(*args, **options)


async def start(case_id: int = 1, when: datetime = RECEIVED, kind: str = "final_reply") -> ClockView:
    return await do(when, clocks.start, case_id, kind, case_kind="complaint", at=when, actor=CITIZEN)


async def assign(when: datetime = RECEIVED, agency: str = "EWA") -> ClockView:
    return await do(when, clocks.open_segment, 1, Subject("complaint", agency), at=when, actor=BASIM)


async def hand_over(when: datetime, *, met: bool = False) -> None:
    await do(when, clocks.close_segment, 1, at=when, actor=BASIM, met=met)


async def ask(when: datetime) -> ClockView:
    return await do(when, pauses.pause, 1, reason="waiting_for_citizen", actor=BASIM)


async def answer(when: datetime) -> ClockView:
    return await do(when, pauses.resume, 1, actor=CITIZEN)


async def reply(when: datetime, case_id: int = 1, kind: str = "final_reply") -> ClockView:
    return await do(when, clocks.stop, case_id, kind, actor=BASIM)


async def void(when: datetime, reason: str = "duplicate") -> None:
    await do(when, clocks.void, 1, reason=reason, actor=BASIM)


async def tick(when: datetime, told: sweep.Apply) -> int:
    with clock.moved(when):
        return await sweep.run(told)


async def promise(case_id: int = 1) -> ClockView:
    return (await final_replies([case_id]))[case_id]


async def promised(clock_kind: str, target: int, category: str | None = None) -> None:
    """A policy besides those that are there."""
    row = {"clock": clock_kind, "target": target, "category": category, "kind": "complaint"}
    await PolicyVersion.insert(
        PolicyVersion(**row, unit="working_days", valid_from=date(2026, 1, 2), ladder='["t1", "breach"]')
    )
