"""Tags: an agency's own words on its cases. They move nothing, and no other agency reads them."""

import json
from collections.abc import Sequence

from cases.moves import Change, Row, alter
from cases.reach import held_for
from cases.tag_tables import Tag
from cases.tag_words import folded, named
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, require_transaction, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import CONTROL

MOST = 10


async def add(case_id: int, words: Sequence[str], *, by: StaffView, rev: int) -> None:
    """Put tags on a case, for the agency that has it. One that is there in whatever spelling stays as it is."""
    wanted = named(words)
    async with transaction():
        case = await _held(case_id, by=by, rev=rev)
        there = await Tag.select(Tag.folded).where(Tag.case == case_id, Tag.agency == case["agency"])
        new = [word for key, word in wanted.items() if key not in {row["folded"] for row in there}]
        if len(there) + len(new) > MOST:
            raise Invalid(FieldError("tags", "too_many_tags", {"most": MOST}))
        if not new:
            return
        spelled = [await _spelling(case["agency"], word) for word in new]
        await Tag.insert(*(_row(case, word, by) for word in spelled))
        await alter(case, _change("tagged", case["agency"], spelled, by))


async def remove(case_id: int, word: str, *, by: StaffView, rev: int) -> None:
    """Take a tag off a case, in whatever spelling it is named."""
    if CONTROL.search(word):
        raise Conflict("not_tagged")
    async with transaction():
        case = await _held(case_id, by=by, rev=rev)
        gone = (
            await Tag.delete()
            .where(Tag.case == case_id, Tag.agency == case["agency"], Tag.folded == folded(word))
            .returning(Tag.word)
        )
        if not gone:
            raise Conflict("not_tagged")
        await alter(case, _change("untagged", case["agency"], [gone[0]["word"]], by))


async def bequeath(case_id: int, agency: str, to: str) -> None:
    """Let the successor of an agency have its tags on a held case. One that both have stays the old agency's too."""
    require_transaction()
    await fetch(_BEQUEATHED, to, case_id, agency, case_id, to)


async def _held(case_id: int, *, by: StaffView, rev: int) -> Row:
    """The case, for somebody who may tag it. Before an agency has it, it has no words of one."""
    case = await held_for(case_id, "case.mark", by=by, rev=rev)
    if case["agency"] is None:
        raise Conflict("not_sorted")
    return case


async def _spelling(agency: str, word: str) -> str:
    """The tag as the agency spells it already, so that one tag looks the same on every case."""
    used = await Tag.select(Tag.word).where(Tag.agency == agency, Tag.folded == folded(word)).order_by(Tag.id).first()
    return str(used["word"]) if used else word


def _change(act: str, agency: str, words: Sequence[str], by: StaffView) -> Change:
    """What the history says: whose tags changed. The words themselves can be erased from it."""
    return Change(by.actor(), act, {"agency": agency}, private={"tags": json.dumps(words, ensure_ascii=False)})


def _row(case: Row, word: str, by: StaffView) -> Tag:
    return Tag(case=case["id"], agency=case["agency"], word=word, folded=folded(word), by=by.id, at=clock.now())


_BEQUEATHED = """UPDATE "case_tag" SET "agency" = {} WHERE "case" = {} AND "agency" = {}
    AND "folded" NOT IN (SELECT t."folded" FROM "case_tag" t WHERE t."case" = {} AND t."agency" = {})"""
