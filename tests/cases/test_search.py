"""Cases are found by every word of theirs, in the transaction of the words, and never beyond one's reach."""

import pytest

from cases import additions, notes, questions, queues, ratings, reopening, search, search_index, transfer
from cases.queues import Wish
from cases.search_tables import SearchText
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tests.cases.conftest import Flow


async def found(staff: StaffView, typed: str) -> list[int]:
    """The cases of somebody's list that hold these words, answered ones among them."""
    page = await queues.inbox_page(staff, "any", wish=Wish(search.having(typed)))
    return sorted(row.clock.case_id for row in page.rows)


async def test_a_case_is_found_by_its_text_in_either_spelling(flow: Flow) -> None:
    arabic = await flow.assigned(text="انقطعت الكهرباء عن المدرسة منذ الأحد", language="ar")
    english = await flow.assigned(text="The street lamp is dark")
    assert await found(flow.basim, "مدرسه") == [arabic]
    assert await found(flow.basim, "كهرباء الاحد") == [arabic]
    assert await found(flow.basim, "LAMP streets") == []
    assert await found(flow.basim, "lamp Street") == [english]


async def test_a_case_is_found_by_its_number_however_it_is_typed(flow: Flow) -> None:
    case_id, _ = await flow.assigned(), await flow.assigned()
    number = (await flow.case(case_id))["reference"]
    eastern = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (number, f"{number[:3]} {number[3:6]} {number[6:]}", f" {eastern[:3]} {eastern[3:6]}-{eastern[6:]} "):
        assert await found(flow.basim, typed) == [case_id]


async def test_a_case_is_found_by_what_was_written_about_it(flow: Flow) -> None:
    case_id, _ = await flow.assigned(), await flow.assigned()
    await notes.add(case_id, "The transformer was ordered", by=flow.basim)
    await additions.add(case_id, "It smells of rubber")
    await flow.asks(case_id, text="Which floor is it?")
    await questions.answer(case_id, "The seventh")
    await flow.replies(case_id)
    await ratings.rate(case_id, "2", "Slow")
    await reopening.reopen(case_id, "Sparks again")
    for typed in ("transformer", "rubber", "floor", "seventh", "fuse", "slow", "sparks", "transformer fuse sparks"):
        assert await found(flow.basim, typed) == [case_id], typed


async def test_nobody_finds_a_case_beyond_their_reach(flow: Flow) -> None:
    case_id = await flow.assigned(text="A lamp at the gate")
    assert await found(flow.basim, "lamp") == [case_id]
    assert await found(flow.tariq, "lamp") == []
    assert await found(flow.root, "lamp") == []
    await transfer.transfer(case_id, "MOH", "It is a hospital", by=flow.nadia, rev=await flow.rev(case_id))
    assert await found(flow.basim, "lamp") == []
    assert await found(flow.tariq, "lamp hospital") == [case_id]


@pytest.mark.parametrize(
    "typed", ['"', "lamp*", 'lamp" OR "1', "lamp AND", "NEAR(lamp)", "-lamp", "lamp:*", "'lamp'", "\x00lamp", "lamp\\"]
)
async def test_signs_of_a_query_language_are_no_query(flow: Flow, typed: str) -> None:
    case_id = await flow.assigned(text="lamp or near 1 and")
    assert await found(flow.basim, typed) == [case_id]


async def test_a_note_that_was_not_kept_is_not_found(flow: Flow) -> None:
    case_id = await flow.assigned()

    async def breaks_off() -> None:
        async with transaction():
            await notes.keep(case_id, "unheard", by=flow.basim)
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        await breaks_off()
    assert await found(flow.basim, "unheard") == []


async def test_earlier_cases_come_into_the_index_and_twice_changes_nothing(flow: Flow) -> None:
    first, second = await flow.assigned(text="First lamp"), await flow.assigned(text="Second lamp")
    await notes.add(second, "old note", by=flow.basim)
    await SearchText.delete(force=True)
    assert await found(flow.basim, "lamp") == []
    assert await search_index.catch_up() == 2
    assert await search_index.catch_up() == 0
    assert await found(flow.basim, "lamp") == [first, second]
    assert await found(flow.basim, "old note") == [second]


async def test_a_place_is_shown_with_the_words_that_were_found(flow: Flow) -> None:
    case_id, other = await flow.assigned(text="A lamp is dark"), await flow.assigned()
    await notes.add(other, "as with the lamp", by=flow.basim)
    shown = await search.excerpts([case_id, other], "lamp")
    assert [shown[case_id].source, shown[other].source] == ["case", "note"]
    assert shown[case_id].parts == [("A ", False), ("lamp", True), (" is dark", False)]
