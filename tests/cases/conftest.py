"""The cast: Amal files, Basim answers, Dana is above him, Nadia sorts, Tariq belongs to another agency."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cases import intake, questions, reply, sorting, waits, watch
from cases.filing_form import CaseDraft
from cases.moves import stream
from cases.reply import ReplyDraft
from cases.tables import Case
from classifier.prediction import Candidate, Prediction
from sla import sweep
from sla.views import ClockView, clocks_of, final_replies
from tawasul import audit
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.audit import HistoryLine
from tawasul.core import clock
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage

SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)  # nine in the morning in Bahrain, a working day
CAST = {
    "basim": ("officer", "EWA"),
    "badr": ("officer", "EWA"),
    "dana": ("supervisor", "EWA"),
    "huda": ("head", "EWA"),
    "tariq": ("officer", "MOH"),
    "mona": ("officer", "MOW"),
    "samir": ("supervisor", "MMA"),
    "nadia": ("national_supervisor", None),
    "adel": ("arbiter", None),
    "lulwa": ("call_centre", None),
    "root": ("administrator", None),
}
SURE = Prediction(
    kind="complaint",
    category="ewa-power-outage",
    agency="EWA",
    confidence=0.99,
    decision="route",
    reason="sure",
    needs=None,
    danger=False,
    urgent=False,
    language="en",
    candidates=(Candidate("ewa-power-outage", "EWA", 0.97), Candidate("ewa-bill", "EWA", 0.02)),
    model="of-tests",
    threshold=0.9,
)
DONE = ReplyDraft("done", "The fuse was replaced at noon.")
UNSURE = replace(SURE, confidence=0.4, decision="triage", reason="unsure")


@dataclass
class Flow:
    """One story of a case, and who takes part in it."""

    people: dict[str, StaffView]

    def __getattr__(self, name: str) -> StaffView:
        if name not in self.people:
            raise AttributeError(name)
        return self.people[name]

    async def files(self, text: str = "No power since Sunday", **said: Any) -> int:
        """Amal files a case; gives its id."""
        draft = CaseDraft(**{"text": text, "language": "en", "email": "amal@example.org", **said})
        return (await intake.file_case(draft)).case_id

    async def sorts(self, case_id: int, prediction: Prediction = SURE) -> None:
        await sorting.sort_case(case_id, lambda text, governorate: prediction)

    async def assigned(self, **said: Any) -> int:
        """A case that the program gave to the Electricity and Water Authority."""
        case_id = await self.files(**said)
        await self.sorts(case_id)
        return case_id

    async def waiting(self, **said: Any) -> int:
        """A case that waits to be sorted by people."""
        case_id = await self.files(**said)
        await self.sorts(case_id, UNSURE)
        return case_id

    async def case(self, case_id: int) -> dict[str, Any]:
        found = await Case.select().where(Case.id == case_id).first()
        assert found is not None
        return found

    async def rev(self, case_id: int) -> int:
        rev: int = (await self.case(case_id))["rev"]
        return rev

    async def promise(self, case_id: int) -> ClockView:
        return (await final_replies([case_id]))[case_id]

    async def stretches(self, case_id: int) -> list[tuple[str | None, str]]:
        """Which agency had the case, and how each of its stretches stands."""
        return [(stretch.agency, stretch.state) for stretch in await clocks_of([case_id], "agency")]

    async def asks(self, case_id: int, *, by: StaffView | None = None, text: str = "Which house is it?") -> None:
        """Somebody of the agency asks Amal; Basim unless it is said."""
        await questions.ask(case_id, "place_unclear", text, by=by or self.basim, rev=await self.rev(case_id))

    async def replies(self, case_id: int, draft: ReplyDraft = DONE) -> None:
        await reply.send_reply(case_id, draft, by=self.basim, rev=await self.rev(case_id))

    async def time_passes(self, instant: datetime) -> None:
        """What ticker and worker do at an instant, as far as pauses end."""
        with clock.moved(instant):
            await sweep.run(watch.apply)
            for row in await OutboxMessage.select().where(OutboxMessage.job == watch.TIME_IS_UP):
                await waits.time_is_up(*json.loads(row["args"]))

    async def letters(self, template: str) -> list[int | None]:
        """Whom letters of a kind go to; None is the citizen."""
        rows = await Letter.select().where(Letter.template == template).order_by(Letter.id)
        return [row["staff_id"] for row in rows]

    async def history(self, case_id: int) -> list[HistoryLine]:
        return await audit.history(stream(case_id))

    async def acts(self, case_id: int) -> list[str]:
        return [line.act for line in await self.history(case_id)]


@pytest.fixture
def sunday() -> Iterator[datetime]:
    """Time stands still on a working morning."""
    with clock.moved(SUNDAY):
        yield SUNDAY


@pytest.fixture
async def flow(database: str, sunday: datetime) -> Flow:
    """The cast on a fresh database."""
    rows = [
        Staff(
            username=name,
            name_en=name.title(),
            name_ar=name,
            email=f"{name}@example.org",
            role=role,
            agency=agency,
            password_hash="none",
            created_at=clock.now(),
        )
        for name, (role, agency) in CAST.items()
    ]
    await Staff.insert(*rows)
    found = await Staff.select(*views.COLUMNS)
    return Flow({row["username"]: views.view(row) for row in found})


@pytest.fixture
def sure() -> Prediction:
    return SURE


@pytest.fixture
def unsure() -> Prediction:
    return UNSURE
