"""What people taught: the texts whose category a person chose, without what names or finds anybody.

Nothing is stored twice: a lesson is read from the case as it stands, so that what retention removes is gone here too.
Citizens' own choices are no lessons, and neither are made-up cases, withdrawn ones and those that were void.
"""

from dataclasses import dataclass

from classifier.personal_data import GONE, without_personal_data
from tawasul.core.db import fetch

# The last word of a person on a case is its lesson. Duplicates have a right category, spam and foreign affairs none.
_LESSONS = """FROM "correction" l JOIN "case_" c ON c.id = l."case"
    WHERE l.id = (SELECT MAX(o.id) FROM "correction" o WHERE o."case" = l."case") AND l.id > {}
    AND NOT c.demo AND NOT c.confidential AND c.status <> 'withdrawn'
    AND (c.closed_as IS NULL OR c.closed_as NOT IN ('void_spam', 'outside_government'))"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with the category that a person chose. `number`: of the correction."""

    number: int
    case_id: int
    text: str
    category: str
    language: str
    kind: str


async def lessons() -> list[Lesson]:
    """Every lesson, the oldest first."""
    rows = await fetch(
        f"SELECT l.id AS number, c.id AS case_id, c.text, l.category, c.language, c.kind {_LESSONS} ORDER BY l.id", 0
    )
    found = [Lesson(**{**row, "text": without_personal_data(row["text"])}) for row in rows]
    return [lesson for lesson in found if lesson.text.strip(f"{GONE} ")]


async def count(after: int = 0) -> int:
    """How many lessons came after a correction."""
    rows = await fetch(f"SELECT COUNT(*) AS n {_LESSONS}", after)
    return int(rows[0]["n"])
