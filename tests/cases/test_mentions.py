"""A colleague who is named in a note is told, and only who may read the case can be."""

import pytest

from cases import barring, folder, mention_names, mentions, notes, transfer
from cases.mention_tables import Mention
from cases.tables import Note
from tawasul.core.errors import Invalid


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@basim, look", ["basim"]),
        ("اسأل @badr.", ["badr"]),
        ("(@Basim) و＠dana، ثم @basim", ["basim", "dana"]),
        ("write to amal@example.org or a.@b", []),
        ("@ nobody, @@twice, 5@five", []),
        ("@a-b_c.d-", ["a-b_c.d"]),
    ],
)
def test_what_names_somebody(text, names):
    assert mention_names.named(text) == names
    assert "".join(words for words, _ in mention_names.pieces(text)) == text


async def letters_of(flow, template="mentioned"):
    return [letter for letter in await flow.letters() if letter["template"] == template]


async def test_who_is_named_gets_a_letter_and_finds_the_case_until_she_opens_it(flow):
    case_id = await flow.assigned()
    await notes.add(case_id, "@badr @badr and @basim: who was there?", by=flow.basim)
    assert [row["staff"] for row in await Mention.select()] == [flow.badr.id]  # once, and not herself
    found = await mentions.of(flow.badr)
    assert [(row.excerpt[:5], row.is_new, row.by.id) for row in found.rows] == [("@badr", True, flow.basim.id)]
    assert await mentions.count_new(flow.badr) == 1
    await folder.case_page(found.rows[0].reference, flow.badr)
    assert await mentions.count_new(flow.badr) == 0
    assert not (await mentions.of(flow.badr)).rows[0].is_new


@pytest.mark.parametrize("name", ["tariq", "nobody-at-all"])
async def test_who_may_not_read_the_case_is_not_named_and_nothing_is_kept(flow, name):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await notes.add(case_id, f"@badr @{name} look", by=flow.basim)
    assert [(fault.field, fault.code, fault.params) for fault in refused.value.faults] == [
        ("note", "cannot_be_mentioned", {"name": name})
    ]
    assert await Note.count() == 0
    assert await Mention.count() == 0


async def test_who_the_case_is_about_cannot_be_named_and_is_refused_like_a_stranger(flow):
    case_id = await flow.assigned()
    await barring.bar(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    with pytest.raises(Invalid) as refused:
        await notes.add(case_id, "@badr look", by=flow.basim)
    assert refused.value.faults[0].code == "cannot_be_mentioned"
    assert flow.badr.id not in {one.id for one in await mentions.possible(await flow.case(case_id), flow.basim)}


async def test_a_case_that_went_elsewhere_is_no_longer_in_the_list(flow):
    case_id = await flow.assigned()
    await notes.add(case_id, "@badr look", by=flow.basim)
    await transfer.transfer(case_id, "MOH", "It is theirs", by=flow.nadia, rev=await flow.rev(case_id))
    assert (await mentions.of(flow.badr)).rows == []
    assert await mentions.count_new(flow.badr) == 0


async def test_too_many_at_once_are_refused(flow):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await notes.add(case_id, " ".join(f"@name{n}" for n in range(21)), by=flow.basim)
    assert refused.value.faults[0].code == "too_many_mentions"


async def test_a_long_list_is_turned_page_by_page(flow, monkeypatch):
    monkeypatch.setattr(mentions, "PAGE", 2)
    case_id = await flow.assigned()
    for number in range(3):
        await notes.add(case_id, f"@badr {number}", by=flow.basim)
    first = await mentions.of(flow.badr)
    assert [row.excerpt for row in first.rows] == ["@badr 2", "@badr 1"]
    rest = await mentions.of(flow.badr, first.before)
    assert [row.excerpt for row in rest.rows] == ["@badr 0"]
    assert rest.before is None
