"""Exactly the cases behind a number about sorting, the latest first."""

from dataclasses import dataclass

from cases import queues, sorted_figures
from cases.filters import Where, every
from cases.queues import QueuePage, Turn
from cases.sorted_figures import CONDITIONS, SortedFigure, Span
from tawasul.accounts.views import StaffView

_FIRST = Turn()


@dataclass(frozen=True, slots=True)
class Under:
    """What a number was counted under: the days, and perhaps a language and an agency."""

    span: Span
    language: str | None = None
    agency: str | None = None


async def listed(staff: StaffView, figure: SortedFigure, under: Under, turn: Turn = _FIRST) -> QueuePage:
    """The cases that a number counts. One that another agency has now stays in the list without its text."""
    where = every(
        Where("s.day >= {} AND s.day <= {}", (under.span.first, under.span.last)),
        Where(CONDITIONS[figure]),
        Where("") if under.language is None else Where("s.language = {}", (under.language,)),
        await sorted_figures.reach(staff, under.agency, "s.agency"),
    )
    known = await sorted_figures.number(staff, figure, under.span, under.language, under.agency)
    return await queues.sorted_page(staff, where, turn, known)
