"""What a text that is being filed seems to be about, told to the one who writes it. Nobody has to wait for it."""

import json
from dataclasses import dataclass
from datetime import timedelta

from cases.filing_tables import Suggestion
from tawasul import outbox
from tawasul.core import clock
from tawasul.core.db import fetch, swap, transaction
from tawasul.core.seal import seal, token, token_hash, unseal
from tawasul.core.text import clean

LIFETIME = timedelta(minutes=15)
SUGGEST = "cases.jobs.suggest"
_PURPOSE = "suggestion"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Categories, the likeliest first. Where `is_sure`, the program would sort alone."""

    categories: tuple[str, ...]
    is_sure: bool


async def ask(text: str) -> str:
    """Have the worker read a text; returns the token under which the answer will be found."""
    fresh = token()
    row = Suggestion(
        token_hash=token_hash(fresh), text=seal(clean(text), purpose=_PURPOSE), expires_at=clock.now() + LIFETIME
    )
    async with transaction():
        made = await Suggestion.insert(row).returning(Suggestion.id)
        await outbox.append(SUGGEST, made[0]["id"])
    return fresh


async def suggested(token_: str) -> Suggested | None:
    """The answer; None while there is none, or if nothing is known of the token."""
    row = (
        await Suggestion.select(Suggestion.decision, Suggestion.candidates)
        .where(Suggestion.token_hash == token_hash(token_), Suggestion.expires_at > clock.now())
        .first()
    )
    if row is None or row["candidates"] is None:
        return None
    return Suggested(tuple(json.loads(row["candidates"])), row["decision"] == "route")


async def text_of(suggestion_id: int) -> str | None:
    """The text that still has to be read; None if it was, or is not wanted any more."""
    row = (
        await Suggestion.select(Suggestion.text)
        .where(Suggestion.id == suggestion_id, Suggestion.expires_at > clock.now())
        .first()
    )
    return unseal(row["text"], purpose=_PURPOSE) if row and row["text"] else None


async def keep(suggestion_id: int, found: Suggested) -> None:
    """Keep what the sorter said, and forget the text."""
    new = {
        "text": None,
        "decision": "route" if found.is_sure else "triage",
        "candidates": json.dumps(found.categories),
    }
    await swap(Suggestion, suggestion_id, old={"candidates": None}, new=new)


async def forget(token_: str) -> None:
    """Remove what was asked for somebody who has gone."""
    await fetch('DELETE FROM "suggestion" WHERE "token_hash" = {} RETURNING "id"', token_hash(token_))


async def forget_expired() -> int:
    """Remove what nobody asks for any more; returns how many."""
    return len(await fetch('DELETE FROM "suggestion" WHERE "expires_at" < {} RETURNING "id"', clock.now()))
