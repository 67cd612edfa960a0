"""The cast: Amal files, Basim answers, Dana is above him, Nadia sorts, Tariq belongs to another agency."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cases import intake, sorting
from cases.filing_form import CaseDraft
from cases.moves import stream
from cases.tables import Case
from classifier.prediction import Candidate, Prediction
from sla.views import ClockView, clocks_of, final_replies
from tawasul import audit
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.audit import HistoryLine
from tawasul.core import clock

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
UNSURE = replace(SURE, confidence=0.4, decision="triage", reason="unsure")


@dataclass
class Flow:
    """One story of a case, and who takes part in it."""

    people: dict[str, StaffView]

    def __getattr__(self, name: str) -> StaffView:
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
