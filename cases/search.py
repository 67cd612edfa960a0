"""Finding cases by words of the case and of all that was written about it. Reach is for the caller to ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.filters import Where
from cases.search_terms import BEGINNING, asked, marked
from cases.search_texts import texts_of
from tawasul.core.db import dialect

_ROOM = 140
_SQLITE = """c."id" IN (SELECT i."case" FROM "search_words" x JOIN "search_text" i ON i."id" = x."rowid"
    WHERE x."search_words" MATCH {})"""
_POSTGRES = """c."id" IN (SELECT i."case" FROM "search_text" i
    WHERE array_to_tsvector(string_to_array(i."words", ' ')) @@ CAST(CAST({} AS text) AS tsquery))"""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where words were found: in which text, and the stretch round them in parts, each with whether it is a hit."""

    source: str
    parts: list[tuple[str, bool]]


def having(typed: str) -> Where:
    """The cases in which every word stands, in any form. What holds no word asks for nothing."""
    wanted = asked(typed)
    if not wanted:
        return Where("")
    if dialect() == "postgres":
        # Words hold letters and digits alone, so nothing in quotes can end them.
        groups = [" | ".join(f"'{form}'{_star(form, ':*')}" for form in group) for group in wanted]
        return Where(_POSTGRES, (" & ".join(f"({group})" for group in groups),))
    groups = [" OR ".join(f'"{form}"{_star(form, "*")}' for form in group) for group in wanted]
    return Where(_SQLITE, (" AND ".join(f"({group})" for group in groups),))


def _star(form: str, sign: str) -> str:
    return sign if len(form) >= BEGINNING else ""


async def excerpts(case_ids: Sequence[int], typed: str) -> dict[int, Excerpt]:
    """Of each of these cases the first text in which something was found. One statement."""
    wanted = asked(typed)
    found: dict[int, Excerpt] = {}
    for text in await texts_of(case_ids) if wanted else []:
        if text.case_id in found or text.source == "number":
            continue
        if parts := marked(text.words, wanted, _ROOM):
            found[text.case_id] = Excerpt(text.source, parts)
    return found
