"""What waits to be sorted by people: each case with its three candidates, longest waiting first."""

from dataclasses import dataclass
from datetime import datetime

from cases.folder import CandidateView, candidates_of
from cases.tables import Case, Prediction

PAGE = 20


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
    urgent: bool
    received_at: datetime
    needs: str | None
    reason: str | None
    candidates: list[CandidateView]


@dataclass(frozen=True, slots=True)
class TriagePage:
    """The first cases to sort, and how many there are in all."""

    rows: list[TriageRow]
    total: int


async def page() -> TriagePage:
    """The urgent first, then those that have waited longest. Three statements."""
    waiting = Case.status == "triage"
    rows = (
        await Case.select().where(waiting).order_by(Case.urgent, ascending=False).order_by(Case.received_at).limit(PAGE)
    )
    total: int = await Case.count().where(waiting)
    if not rows:
        return TriagePage([], total)
    found = await Prediction.select().where(Prediction.case.is_in([row["id"] for row in rows]))
    predictions = {row["case"]: row for row in found}
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
                urgent=row["urgent"],
                received_at=row["received_at"],
                needs=prediction["needs"] if prediction else None,
                reason=prediction["reason"] if prediction else None,
                candidates=candidates_of(prediction),
            )
        )
    return TriagePage(listed, total)


async def case_of(reference: str) -> int | None:
    """The case of a reference that is waiting to be sorted."""
    row = await Case.select(Case.id).where(Case.reference == reference, Case.status == "triage").first()
    return row["id"] if row else None


async def count() -> int:
    """How many cases wait to be sorted."""
    return int(await Case.count().where(Case.status == "triage"))
