"""Tags belong to the agency that has the case, move nothing, and stand once whatever their spelling."""

import json

import pytest

from cases import barring, moves, succession, tag_lists, tags, transfer
from cases.tag_tables import Tag
from tawasul import audit
from tawasul.accounts import agencies, agency_changes, history
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound


async def words(case_id: int) -> list[str]:
    rows = await Tag.select(Tag.word).where(Tag.case == case_id).order_by(Tag.id)
    return [row["word"] for row in rows]


async def told(case_id: int) -> list[str]:
    """The words that the last line of the history with any keeps so that they can be erased."""
    private = await audit.private_values(moves.stream(case_id))
    return json.loads(private[max(private)]["tags"])


async def tag(flow, case_id, *given, by=None):
    await tags.add(case_id, list(given), by=by or flow.basim, rev=await flow.rev(case_id))


async def test_a_tag_moves_neither_status_nor_clock(flow):
    case_id = await flow.assigned()
    before = (await flow.case(case_id))["status"], await flow.promise(case_id), await flow.stretches(case_id)
    await tag(flow, case_id, "  Ramadan \u200f camp ", "مدرسة")
    assert await words(case_id) == ["Ramadan \u200f camp", "مدرسة"]
    after = (await flow.case(case_id))["status"], await flow.promise(case_id), await flow.stretches(case_id)
    assert after == before
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.actor) == ("tagged", f"staff:{flow.basim.id}")
    assert last.data == {"agency": "EWA"}
    assert await told(case_id) == ["Ramadan \u200f camp", "مدرسة"]


async def test_another_spelling_is_the_same_tag(flow):
    one, other = await flow.assigned(), await flow.assigned(text="The meter is broken")
    await tag(flow, one, "مدرسة")
    rev = await flow.rev(one)
    await tag(flow, one, "مَدرســه")
    assert (await words(one), await flow.rev(one)) == (["مدرسة"], rev)
    await tag(flow, other, "مدرسه", "مدرسة", by=flow.badr)
    assert await words(other) == ["مدرسة"]
    await tags.remove(one, "مدرسه", by=flow.basim, rev=rev)
    assert await words(one) == []
    assert (await flow.history(one))[-1].data == {"agency": "EWA"}
    assert await told(one) == ["مدرسة"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "empty_field"),
        ([""], "empty_field"),
        (["fine", "\u200f \u2066".replace("\u2066", "")], "empty_field"),
        (["\u0640\u064b"], "empty_field"),  # marks alone leave nothing to compare by
        (["x" * 41], "too_long"),
        (["a\u2066b"], "bidi"),
        (["a\x00b"], "control"),
        ([f"tag {number}" for number in range(11)], "too_many_tags"),
    ],
)
async def test_what_is_no_tag(flow, given, code):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await tag(flow, case_id, *given)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("tags", code)]
    assert await words(case_id) == []
    assert "tagged" not in await flow.acts(case_id)


async def test_ten_a_case_are_the_most(flow):
    case_id = await flow.assigned()
    await tag(flow, case_id, *(f"tag {number}" for number in range(10)))
    await tag(flow, case_id, "TAG 3")  # it is there already
    with pytest.raises(Invalid, match="invalid"):
        await tag(flow, case_id, "one more")
    assert len(await words(case_id)) == 10


async def test_who_may_not_and_who_comes_second(flow):
    case_id = await flow.assigned()
    await tag(flow, case_id, "pole")
    rev = await flow.rev(case_id)
    for act in (lambda **by: tags.add(case_id, ["x"], **by), lambda **by: tags.remove(case_id, "pole", **by)):
        with pytest.raises(NotFound):
            await act(by=flow.tariq, rev=rev)
        with pytest.raises(Conflict, match="moved"):
            await act(by=flow.basim, rev=rev - 1)
    with pytest.raises(Conflict, match="not_tagged"):
        await tags.remove(case_id, "wire", by=flow.basim, rev=rev)
    waiting = await flow.waiting()
    with pytest.raises(Forbidden):
        await tag(flow, waiting, "x", by=flow.lulwa)
    with pytest.raises(Conflict, match="not_sorted"):
        await tag(flow, waiting, "x", by=flow.nadia)
    with pytest.raises(NotFound):
        await tags.add(10_000, ["x"], by=flow.basim, rev=1)


async def test_whoever_is_kept_from_a_case_does_not_tag_it(flow):
    case_id = await flow.assigned()
    await barring.bar(case_id, flow.basim.id, by=flow.dana, rev=await flow.rev(case_id))
    with pytest.raises(NotFound):
        await tag(flow, case_id, "x")


async def test_the_next_agency_has_words_of_its_own(flow):
    case_id = await flow.assigned()
    await tag(flow, case_id, "pole")
    await transfer.transfer(case_id, "MOH", "It is theirs.", by=flow.nadia, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="not_tagged"):
        await tags.remove(case_id, "pole", by=flow.tariq, rev=await flow.rev(case_id))
    await tag(flow, case_id, "Pole", by=flow.tariq)
    rows = await Tag.select(Tag.agency, Tag.word).where(Tag.case == case_id).order_by(Tag.id)
    assert [(row["agency"], row["word"]) for row in rows] == [("EWA", "pole"), ("MOH", "Pole")]


async def test_a_tag_that_fails_later_leaves_nothing(flow, monkeypatch):
    case_id = await flow.assigned()

    async def fails(*given):
        raise ZeroDivisionError

    monkeypatch.setattr(tags, "alter", fails)
    with pytest.raises(ZeroDivisionError):
        await tag(flow, case_id, "pole")
    assert await words(case_id) == []


async def test_marking_asks_for_a_transaction_and_for_the_case_that_was_seen(flow):
    case_id = await flow.assigned()
    change = moves.Change(flow.basim.actor(), "tagged")
    case = await flow.case(case_id)
    with pytest.raises(RuntimeError):
        await moves.alter(case, change)
    await tag(flow, case_id, "pole")
    with pytest.raises(Conflict, match="moved"):
        async with transaction():
            await moves.alter(case, change)


async def test_words_in_use_are_offered_the_most_used_first_and_no_other_agencys(flow):
    one, other = await flow.assigned(), await flow.assigned(text="The meter is broken")
    theirs = await flow.assigned(text="Theirs")
    await tag(flow, theirs, "pole", "clinic")
    await tag(flow, one, "wire", "school")
    await tag(flow, other, "School")
    await Tag.update({Tag.agency: "MOH"}).where(Tag.case == theirs)
    ours = await agencies.scope(flow.basim)
    assert await tag_lists.in_use(ours, flow.basim) == ["school", "wire"]
    assert await tag_lists.in_use(await agencies.scope(flow.nadia), flow.nadia) == ["school", "clinic", "pole", "wire"]
    assert await tag_lists.of_cases([one, other, theirs]) == {one: ["wire", "school"], other: ["school"]}
    assert await tag_lists.of_case(await flow.case(theirs), flow.basim) == []
    assert [each.is_present for each in await tag_lists.of_case(await flow.case(theirs), flow.nadia)] == [False, False]


async def test_a_successor_has_the_words_of_the_agency_before(flow):
    case_id = await flow.assigned()
    await tag(flow, case_id, "pole", "wire")
    await Tag.insert(Tag(case=case_id, agency="MOH", word="Pole", folded="pole", by=flow.tariq.id, at=clock.now()))
    await Staff.update({Staff.active: False}).where(Staff.agency == "EWA")
    await succession.retire("EWA", "MOH", by=flow.root, rev=await history.seen(agency_changes.stream("EWA")))
    assert await succession.move_cases("EWA") == 1
    assert sorted((await tag_lists.of_cases([case_id]))[case_id]) == ["Pole", "wire"]


async def test_a_tag_of_a_confidential_case_is_offered_to_its_readers_alone(flow):
    case_id = await flow.assigned()
    await tag(flow, case_id, "minister")
    await barring.close_off(case_id, by=flow.dana, rev=await flow.rev(case_id))
    await barring.name_reader(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    scope = await agencies.scope(flow.basim)
    assert await tag_lists.in_use(scope, flow.basim) == []
    assert await tag_lists.in_use(scope, flow.badr) == ["minister"]
    assert await tag_lists.in_use(await agencies.scope(flow.nadia), flow.nadia) == []


async def test_what_no_tag_can_be_is_not_looked_for(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="not_tagged"):
        await tags.remove(case_id, "a\x00b", by=flow.basim, rev=await flow.rev(case_id))
