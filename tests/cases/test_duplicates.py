"""Cases that are probably the same: which an officer is shown, and which a citizen is."""

from datetime import timedelta

import pytest

from cases import access, duplicates
from cases.filing_form import CaseDraft
from cases.likeness import alike
from tawasul.core import clock

TEXT = "The street light in front of the mosque is broken"
AGAIN = "Street light broken in front of our mosque, second time I write"
HERE = {"block": "604"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TEXT, AGAIN, True),
        (TEXT, "The bill of this month is too high", False),
        ("عمود الإنارة قدام المسجد خربان", "عمود الانارة اللي قدام المسجد خربان من يومين", True),  # spelt otherwise
        ("عمود الإنارة قدام المسجد خربان", "فاتورة الكهرباء غلط", False),
        ("", "", False),
        ("!!", TEXT, False),
        ("light", TEXT, True),
    ],
)
def test_texts_are_alike_by_their_words(one, other, same):
    assert alike(one, other) is same


async def same_as(flow, case_id, by="basim"):
    found = await duplicates.probable(await flow.case(case_id), flow.people[by])
    return [(one.reference, one.by_contact) for one in found]


async def reference(flow, case_id):
    return (await flow.case(case_id))["reference"]


async def test_same_service_same_block_same_words_within_days(flow):
    first = await flow.assigned(text=TEXT, email="", **HERE)
    second = await flow.assigned(text=AGAIN, email="", **HERE)
    assert await same_as(flow, second) == [(await reference(flow, first), False)]


@pytest.mark.parametrize("other", [{"block": "605"}, {"text": "Sparks from a pole", **HERE}, {}])
async def test_another_block_other_words_or_no_place_is_another_case(flow, other):
    await flow.assigned(**{"text": TEXT, "email": "", **other})
    second = await flow.assigned(text=AGAIN, email="", **HERE)
    assert await same_as(flow, second) == []


async def test_weeks_later_it_is_another_case(flow):
    await flow.assigned(text=TEXT, email="", **HERE)
    with clock.moved(clock.now() + timedelta(days=20)):
        second = await flow.assigned(text=AGAIN, email="", **HERE)
    assert await same_as(flow, second) == []


async def test_the_same_person_is_named_where_both_cases_let_the_agency_know(flow):
    first = await flow.assigned(text=TEXT, visible_to="agency")
    second = await flow.assigned(text=AGAIN, visible_to="agency")
    assert await same_as(flow, second) == [(await reference(flow, first), True)]


async def test_who_hides_from_the_agency_is_not_found_by_another_case(flow):
    await flow.assigned(text=TEXT, visible_to="tawasul")
    second = await flow.assigned(text=AGAIN, visible_to="agency")
    assert await same_as(flow, second) == []


async def test_another_agency_is_shown_nothing(flow):
    await flow.assigned(text=TEXT, visible_to="agency", **HERE)
    second = await flow.assigned(text=AGAIN, visible_to="agency", **HERE)
    assert await same_as(flow, second, by="tariq") == []


async def pair_of(flow, case_id):
    return await reference(flow, case_id), access.code_of(case_id, 1)


async def test_an_open_case_of_ones_own_is_shown_before_it_is_sent_again(flow):
    first = await flow.assigned(text=TEXT)
    found = await duplicates.own(CaseDraft(text=AGAIN), [await pair_of(flow, first)])
    assert [one.reference for one in found] == [await reference(flow, first)]


async def test_the_same_address_without_the_code_learns_nothing(flow):
    first = await flow.assigned(text=TEXT)
    draft = CaseDraft(text=TEXT, email="amal@example.org")
    assert await duplicates.own(draft, []) == []
    assert await duplicates.own(draft, [(await reference(flow, first), "00000000")]) == []


@pytest.mark.parametrize("other", [{"category": "mow-pothole"}, {"block": "1"}, {"text": "A bill"}])
async def test_another_service_place_or_text_is_not_the_same(flow, other):
    first = await flow.assigned(text=TEXT, **HERE)
    draft = CaseDraft(**{"text": AGAIN, **other})
    assert await duplicates.own(draft, [await pair_of(flow, first)]) == []


async def test_an_answered_case_is_not_offered(flow):
    first = await flow.assigned(text=TEXT)
    await flow.replies(first)
    assert await duplicates.own(CaseDraft(text=TEXT), [await pair_of(flow, first)]) == []
