"""A member of staff keeps lists under names of their own; nobody else sees, renames or deletes them."""

import pytest

from cases import saved_views
from cases.saved_views import MOST
from cases.search_tables import SavedView
from tawasul.core.errors import Invalid, NotFound
from tests.cases.conftest import Flow

LATE = {"view": "overdue", "category": "ewa-bill", "sort": "priority"}


async def names(flow: Flow, who: str = "basim") -> list[str]:
    return [view.name for view in await saved_views.of(flow.people[who])]


async def refusal(name: str, flow: Flow, **values: str) -> str:
    """Why a name is refused."""
    with pytest.raises(Invalid) as refused:
        await saved_views.keep(name, values or LATE, by=flow.basim)
    return refused.value.faults[0].code


async def test_a_list_is_kept_with_its_tab_filters_and_order(flow: Flow) -> None:
    await saved_views.keep("  فواتير   متأخرة ", {**LATE, "after": "x", "q": "عداد & ماء"}, by=flow.basim)
    (kept,) = await saved_views.of(flow.basim)
    assert kept.name == "فواتير متأخرة"
    assert kept.values == {**LATE, "q": "عداد & ماء"}


async def test_lists_are_their_owners_alone(flow: Flow) -> None:
    number = await saved_views.keep("Late bills", LATE, by=flow.basim)
    await saved_views.keep("Late bills", LATE, by=flow.badr)
    with pytest.raises(NotFound):
        await saved_views.rename(number, "Mine now", by=flow.badr)
    with pytest.raises(NotFound):
        await saved_views.remove(number, by=flow.badr)
    assert await names(flow) == ["Late bills"]


async def test_a_list_is_renamed_and_deleted(flow: Flow) -> None:
    number = await saved_views.keep("Late bills", LATE, by=flow.basim)
    await saved_views.rename(number, "late BILLS", by=flow.basim)
    assert await names(flow) == ["late BILLS"]
    await saved_views.remove(number, by=flow.basim)
    assert await names(flow) == []
    with pytest.raises(NotFound):
        await saved_views.rename(number, "Again", by=flow.basim)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "empty_field"),
        (" \u200b\u200f ", "empty_field"),
        ("a" * 41, "too_long"),
        ("late\x00", "control"),
        ("\u202eetal", "bidi"),
        ("LATE  bills", "name_taken"),
    ],
)
async def test_a_name_that_cannot_stand_on_a_tab_is_refused(flow: Flow, name: str, code: str) -> None:
    await saved_views.keep("Late bills", LATE, by=flow.basim)
    assert await refusal(name, flow) == code
    assert await names(flow) == ["Late bills"]


async def test_names_that_differ_in_spelling_alone_are_one(flow: Flow) -> None:
    await saved_views.keep("شكاوى المدرسة", LATE, by=flow.basim)
    assert await refusal("شكاوي المدرسه", flow) == "name_taken"
    other = await saved_views.keep("Other", LATE, by=flow.basim)
    with pytest.raises(Invalid):
        await saved_views.rename(other, "شكاوي المدرسه", by=flow.basim)


async def test_nothing_chosen_needs_no_name(flow: Flow) -> None:
    assert await refusal("All", flow, view="all") == "nothing_to_keep"


async def test_nobody_keeps_more_than_the_most(flow: Flow) -> None:
    for number in range(MOST):
        await saved_views.keep(f"List {number}", LATE, by=flow.basim)
    assert await refusal("One more", flow) == "too_many_views"
    assert await SavedView.count() == MOST
    await saved_views.keep("Her first", LATE, by=flow.badr)
