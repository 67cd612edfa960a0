"""A list of cases as a file: what the list says of each, but no word of a citizen and no contact."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import datetime

from cases import shares, tag_lists
from cases.queues import QueueRow
from cases.shares import Shares
from tawasul.core.csv_text import Cell
from tawasul.core.i18n import ZONE, _
from web.board.sheet import percent
from web.mark_words import level_words
from web.names import Names
from web.words import kind_words, one_digit, status_words, verdict_words


def header() -> list[Cell]:
    """The columns."""
    return [
        _("Number"),
        _("Kind"),
        _("Service"),
        _("Agency"),
        _("Governorate"),
        _("Area"),
        _("Status"),
        _("Received"),
        _("Reply due"),
        _("Answered"),
        _("Result"),
        _("Priority"),
        _("Tags"),
        _("Shares of the time"),
        _("Routing time, in working days"),
    ]


async def lines(portions: AsyncIterable[list[QueueRow]], known: Names) -> AsyncIterator[list[list[Cell]]]:
    """The rows in the reader's language. Instants are those of Bahrain, as spreadsheets read them."""
    async for rows in portions:
        # The words of a case that is out of reach stay where it is, like its text.
        tags = await tag_lists.of_cases([row.clock.case_id for row in rows if row.excerpt])
        parts = await shares.of_clocks([row.clock for row in rows if not row.is_shut])
        yield [
            [*_line(row, known, tags.get(row.clock.case_id, [])), *_shares(parts.get(row.clock.id), known)]
            for row in rows
        ]


def _shares(found: Shares | None, known: Names) -> list[Cell]:
    """Whose time it was, and what it took to find the right agency."""
    if found is None:
        return ["", None]
    had = [(known.agency(one.agency), one.hundredths) for one in found.agencies if one.hundredths is not None]
    return ["; ".join(f"{name} {percent(part)}" for name, part in had), one_digit(found.routing)]


def _line(row: QueueRow, known: Names, tags: Sequence[str]) -> list[Cell]:
    on_time = row.clock.on_time
    return [
        _("A confidential case") if row.is_shut else row.reference,
        kind_words(row.kind),
        "" if row.is_shut else known.category(row.category) or _("Not sorted yet"),
        known.agency(row.agency) or _("Not given to an agency yet"),
        known.governorate(row.governorate),
        known.area(row.area),
        status_words(row.status).words,
        _instant(row.received_at),
        _instant(row.clock.due_at),
        _instant(row.clock.met_at),
        None if on_time is None else verdict_words(on_time),
        level_words(row.level),
        "; ".join(tags),
    ]


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
