"""A link is both cases' own, and tells nobody of a case that is not there for him."""

import asyncio

import pytest

from cases import barring, link_lists, links, reopening
from cases.reply import ReplyDraft
from cases.tables import Case
from cases.tag_tables import Link
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound


async def joins(flow, case_id, other, *, by=None):
    await links.link(case_id, other, by=by or flow.basim, rev=await flow.rev(case_id))


async def two(flow):
    return await flow.assigned(), await flow.assigned(text="The meter is broken")


async def test_both_histories_say_so_and_no_clock_moves(flow):
    one, other = await two(flow)
    before = [await flow.promise(case_id) for case_id in (one, other)]
    rev = await flow.rev(one)
    await joins(flow, other, one)
    assert [await flow.promise(case_id) for case_id in (one, other)] == before
    assert [(await flow.history(case_id))[-1].data for case_id in (one, other)] == [{"other": other}, {"other": one}]
    assert await flow.rev(one) == rev  # whoever has the other case open is not disturbed
    assert (await Link.select().first())["kind"] == "related"


async def test_one_link_for_both_sides_and_either_takes_it_back(flow):
    one, other = await two(flow)
    await joins(flow, one, other)
    for case_id, its_other in ((one, other), (other, one)):
        with pytest.raises(Conflict, match="linked_already"):
            await joins(flow, case_id, its_other)
    await links.unlink(other, one, by=flow.badr, rev=await flow.rev(other))
    assert await Link.count() == 0
    assert [(await flow.acts(case_id))[-1] for case_id in (one, other)] == ["unlinked", "unlinked"]
    with pytest.raises(Conflict, match="not_linked"):
        await links.unlink(one, other, by=flow.basim, rev=await flow.rev(one))


async def refusal(flow, case_id, other, *, by=None):
    with pytest.raises(Invalid) as refused:
        await joins(flow, case_id, other, by=by)
    return [(fault.field, fault.code) for fault in refused.value.faults]


async def test_a_case_out_of_reach_is_like_one_that_is_not_there(flow):
    one, other = await two(flow)
    theirs = await flow.waiting()
    hidden = await flow.assigned(text="About an officer")
    await barring.bar(hidden, flow.basim.id, by=flow.dana, rev=await flow.rev(hidden))
    secret = await flow.assigned(text="Of a witness")
    await barring.close_off(secret, by=flow.dana, rev=await flow.rev(secret))
    for number in (theirs, hidden, secret, 10_000):
        assert await refusal(flow, one, number) == [("linked", "no_such_case")]
    assert await refusal(flow, one, one) == [("linked", "links_itself")]
    assert await Link.count() == 0
    await joins(flow, secret, other, by=flow.dana)
    with pytest.raises(Invalid):
        await links.unlink(other, secret, by=flow.basim, rev=await flow.rev(other))
    assert await Link.count() == 1


async def test_who_may_not(flow):
    one, other = await two(flow)
    rev = await flow.rev(one)
    with pytest.raises(NotFound):
        await links.link(one, other, by=flow.tariq, rev=rev)
    with pytest.raises(Conflict, match="moved"):
        await links.link(one, other, by=flow.basim, rev=rev - 1)
    with pytest.raises(Forbidden):
        await joins(flow, await flow.waiting(), await flow.waiting(text="No water"), by=flow.lulwa)


async def test_a_case_has_so_many_links_and_no_more(flow, monkeypatch):
    one, other = await two(flow)
    await joins(flow, one, other)
    monkeypatch.setattr(links, "MOST", 1)
    third = await flow.assigned(text="A third one")
    assert await refusal(flow, one, third) == [("linked", "too_many_links")]
    assert await refusal(flow, third, other) == [("linked", "too_many_links")]


async def test_two_people_who_link_crosswise_end_with_one_link(flow):
    one, other = await two(flow)
    revs = [await flow.rev(one), await flow.rev(other)]
    ended = await asyncio.gather(
        links.link(one, other, by=flow.basim, rev=revs[0]),
        links.link(other, one, by=flow.badr, rev=revs[1]),
        return_exceptions=True,
    )
    assert sorted(str(each) for each in ended) == ["None", "linked_already"]
    assert await Link.count() == 1


async def shown(flow, case_id, who):
    return [(each.reference, each.relation) for each in await link_lists.of_case(await flow.case(case_id), who)]


async def test_linked_and_duplicate_cases_stand_in_one_list(flow):
    one, other = await two(flow)
    copy = await flow.assigned(text="No power here either")
    await flow.assigned(text="Belongs to none of them")
    numbers = {case_id: (await flow.case(case_id))["reference"] for case_id in (one, other, copy)}
    await joins(flow, one, other)
    await flow.replies(copy, ReplyDraft("duplicate", "See the other.", duplicate_of=numbers[one]))
    assert sorted(await shown(flow, one, flow.basim)) == sorted(
        [(numbers[other], "related"), (numbers[copy], "duplicate")]
    )
    assert await shown(flow, copy, flow.basim) == [(numbers[one], "duplicate_of")]
    assert await shown(flow, other, flow.basim) == [(numbers[one], "related")]
    await reopening.reopen(copy, "It is another house.")
    assert await shown(flow, copy, flow.basim) == []
    assert await shown(flow, one, flow.basim) == [(numbers[other], "related")]


async def test_a_case_with_many_duplicates_shows_the_newest_of_them(flow, monkeypatch):
    one, other = await two(flow)
    third = await flow.assigned(text="A third one")
    await joins(flow, one, other)
    await joins(flow, one, third)
    monkeypatch.setattr(link_lists, "SHOWN", 1)
    assert len(await shown(flow, one, flow.basim)) == 1


async def test_each_side_is_shown_to_those_alone_who_may_open_it(flow):
    one, other = await two(flow)
    number = (await flow.case(other))["reference"]
    await joins(flow, one, other)
    await Case.update({Case.agency: "MOH"}).where(Case.id == other)
    assert await shown(flow, one, flow.basim) == []
    assert await link_lists.references({one, other}, flow.basim) == {one: (await flow.case(one))["reference"]}
    assert await shown(flow, one, flow.nadia) == [(number, "related")]
    await Case.update({Case.agency: "EWA"}).where(Case.id == other)
    await barring.close_off(other, by=flow.dana, rev=await flow.rev(other))
    assert await shown(flow, one, flow.basim) == []
    assert await shown(flow, one, flow.nadia) == []
    assert await shown(flow, one, flow.dana) == [(number, "related")]
