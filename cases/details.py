"""What a citizen answered to the questions of a category."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.filing_tables import Detail
from tawasul.core.db import fetch
from tawasul.core.i18n import current


@dataclass(frozen=True, slots=True)
class DetailView:
    """A question in the reader's language, and what was answered."""

    label: str
    value: str


async def keep(case_id: int, answers: Iterable[tuple[str, str]]) -> None:
    """Store the answers of a new case, in the caller's transaction."""
    rows = [Detail(case=case_id, question=code, value=value) for code, value in answers]
    if rows:
        await Detail.insert(*rows)


async def of(case_id: int) -> list[DetailView]:
    """The answers of a case, in the order in which they were asked."""
    rows = await fetch(_ANSWERS, case_id)
    name = "label_ar" if current() == "ar" else "label_en"
    return [DetailView(row[name], row["value"]) for row in rows]


_ANSWERS = """
    SELECT q."label_ar", q."label_en", d."value" FROM "case_detail" d
    JOIN "category_question" q ON q."code" = d."question" WHERE d."case" = {} ORDER BY q."position", d."id"
"""
