"""Many cases at once: copies of one that was really filed, each with its promise and perhaps its reply."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases import counting
from cases.tables import Case, Reply
from sla.tables import Clock
from tawasul.core.db import insert_many, transaction
from tests.cases.conftest import Flow


@dataclass
class Crowd:
    """Copies of one case."""

    flow: Flow
    case: dict[str, Any]
    clock: dict[str, Any]
    stretch: dict[str, Any]
    made: int = 0

    @classmethod
    async def of(cls, flow: Flow) -> "Crowd":
        """The case that is copied stays out of the way: it is void."""
        case_id = await flow.assigned()
        await Clock.update({Clock.state: "void"}).where(Clock.case_id == case_id)
        await counted_anew([case_id])
        case = await flow.case(case_id)
        rows = await Clock.select().where(Clock.case_id == case_id, Clock.kind.is_in(["final_reply", "agency"]))
        found = {row["kind"]: row for row in rows}
        return cls(flow, case, found["final_reply"], found["agency"])

    async def add(
        self, count: int, due_at: datetime, *, agency: str | None = "EWA", replied_at: datetime | None = None
    ) -> list[int]:
        """So many cases of an agency that fall due together, open or answered; gives their ids."""
        first = self.case["id"] + 1 + self.made
        ids = list(range(first, first + count))
        self.made += count
        await insert_many(Case, [self._case(case_id, agency, replied_at) for case_id in ids])
        await insert_many(Clock, [self._clock(case_id, due_at, replied_at) for case_id in ids])
        if agency is not None:
            await insert_many(Clock, [self._stretch(case_id, agency, due_at, replied_at) for case_id in ids])
        if replied_at is not None:
            await insert_many(Reply, [self._reply(case_id, replied_at) for case_id in ids])
        await counted_anew(ids)
        return ids

    def _case(self, case_id: int, agency: str | None, replied_at: datetime | None) -> Case:
        status = "assigned" if replied_at is None else "answered"
        own = {"id": case_id, "reference": f"{case_id:09d}", "agency": agency, "status": status}
        return Case(**{**self.case, **own})

    def _clock(self, case_id: int, due_at: datetime, replied_at: datetime | None) -> Clock:
        kept = replied_at is not None and replied_at <= due_at
        state = "running" if replied_at is None else "met" if kept else "missed"
        copied = {name: value for name, value in self.clock.items() if name != "id"}
        own = {"state": state, "due_at": due_at, "met_at": replied_at, "started_at": due_at - timedelta(days=20)}
        verdict = None if replied_at is None else kept
        return Clock(**{**copied, **own, "case_id": case_id, "on_time": verdict, "gross_due_at": due_at})

    def _stretch(self, case_id: int, agency: str, due_at: datetime, replied_at: datetime | None) -> Clock:
        """The time that the agency had it: from the beginning to the reply."""
        copied = {name: value for name, value in self.stretch.items() if name != "id"}
        state = "running" if replied_at is None else "met"
        own = {"state": state, "due_at": due_at, "met_at": replied_at, "started_at": due_at - timedelta(days=20)}
        return Clock(**{**copied, **own, "case_id": case_id, "agency": agency})

    def _reply(self, case_id: int, sent_at: datetime) -> Reply:
        return Reply(case=case_id, cycle=1, outcome="done", text="Done.", by=self.flow.basim.id, sent_at=sent_at)


async def counted_anew(case_ids: list[int]) -> None:
    """Count these cases as an act at their end would have."""
    async with transaction():
        await counting.recount(case_ids)
