"""What waits to be sorted by people: each case with its three candidates, the urgent first."""

from dataclasses import dataclass
from datetime import datetime

from cases import alike, walls
from cases.alike import Reasons
from cases.folder import CandidateView, candidates_of
from cases.tables import Case, Prediction
from cases.urgency import RANK, Level, level_of
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch

PAGE = 20
_WAITING = "FROM \"case_\" c WHERE c.status = 'triage'"


@dataclass(frozen=True, slots=True)
class TriageRow:
    """One case to sort. `category` is what is known already; `needs` says what is missing."""

    reference: str
    rev: int
    text: str
    language: str
    kind: str
    category: str | None
    chosen: str | None
    governorate: str | None
    area: str | None
    level: Level
    received_at: datetime
    needs: str | None
    reason: str | None
    candidates: list[CandidateView]
    why: Reasons


@dataclass(frozen=True, slots=True)
class TriagePage:
    """The first cases to sort, and how many there are in all."""

    rows: list[TriageRow]
    total: int


async def page(staff: StaffView) -> TriagePage:
    """The urgent first, then those that have waited longest; none that is kept from the reader. Five statements."""
    readable = walls.open_to(staff)
    found_ids = await fetch(
        f"SELECT c.id {_WAITING} AND {readable.sql} ORDER BY {RANK}, c.received_at, c.id LIMIT {PAGE}",
        *readable.values,
    )
    total = await count(staff)
    if not found_ids:
        return TriagePage([], total)
    places = {row["id"]: place for place, row in enumerate(found_ids)}
    rows = sorted(await Case.select().where(Case.id.is_in(list(places))), key=lambda row: places[row["id"]])
    found = await Prediction.select().where(Prediction.case.is_in([row["id"] for row in rows]))
    predictions = {row["case"]: row for row in found}
    reasons = await alike.reasons(list(predictions))
    listed = []
    for row in rows:
        prediction = predictions.get(row["id"])
        listed.append(
            TriageRow(
                reference=row["reference"],
                rev=row["rev"],
                text=row["text"],
                language=row["language"],
                kind=row["kind"],
                category=row["category"],
                chosen=row["chosen"],
                governorate=row["governorate"],
                area=row["area"],
                level=level_of(row),
                received_at=row["received_at"],
                needs=prediction["needs"] if prediction else None,
                reason=prediction["reason"] if prediction else None,
                candidates=candidates_of(prediction),
                why=reasons.get(row["id"], alike.NOTHING),
            )
        )
    return TriagePage(listed, total)


async def case_of(reference: str) -> int | None:
    """The case of a reference that is waiting to be sorted."""
    row = await Case.select(Case.id).where(Case.reference == reference, Case.status == "triage").first()
    return row["id"] if row else None


async def count(staff: StaffView) -> int:
    """How many cases wait to be sorted by this reader."""
    readable = walls.open_to(staff)
    return int((await fetch(f"SELECT COUNT(*) AS n {_WAITING} AND {readable.sql}", *readable.values))[0]["n"])
