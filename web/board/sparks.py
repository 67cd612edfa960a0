"""The last months of each agency as small lines on one axis, and in words for those who do not see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.figure_views import MonthFigures
from web.board.charts import axis, spark
from web.board.trend import month_rows
from web.board.wording import course_words


@dataclass(frozen=True, slots=True)
class Spark:
    """The months of one agency: the pieces of its line, and its course in a sentence."""

    lines: list[str]
    words: str


def sparks(found: Mapping[str, Sequence[MonthFigures]], target: int, *, mirrored: bool) -> dict[str, Spark]:
    """One for each agency with data, all on one axis, so that they may be compared."""
    rows = {code: month_rows(months) for code, months in found.items()}
    known = {code: [month for month in months if month.rate is not None] for code, months in rows.items()}
    lowest, _step = axis(
        [target, *(month.rate for months in known.values() for month in months if month.rate is not None)]
    )
    return {
        code: Spark(spark([month.rate for month in rows[code]], lowest, mirrored=mirrored), course_words(months))
        for code, months in known.items()
        if months
    }
