"""Who is given cases, or has to decide on them, gets one letter for one act, with the numbers of the cases alone."""

import json

import pytest

from cases import assignment, barring, bulk
from cases.bulk_choice import Wanted
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tests.cases.test_bulk import TO_MMA, previews
from tests.cases.test_walls import close_off


@pytest.fixture
async def three(flow):
    """Three cases of the Electricity and Water Authority."""
    return [await flow.assigned(text=f"No power in street {each}") for each in (1, 2, 3)]


async def told(template):
    """Whom letters of a kind went to, and the numbers of cases in each."""
    rows = await Letter.select().where(Letter.template == template).order_by(Letter.id)
    return [
        (row["staff_id"], [each["reference"] for each in json.loads(row["params"]).get("cases", [])]) for row in rows
    ]


async def references(flow, *case_ids):
    return [(await flow.case(each))["reference"] for each in case_ids]


async def test_a_case_that_is_given_is_told_to_its_officer_once(flow, three):
    await assignment.give(three[0], flow.badr.id, by=flow.dana, rev=await flow.rev(three[0]))
    await assignment.take(three[1], by=flow.badr, rev=await flow.rev(three[1]))
    assert await told("given") == [(flow.badr.id, [])]
    letter = await Letter.select().where(Letter.template == "given").first()
    assert set(json.loads(letter["params"])) == {"reference", "agency"}


async def test_many_that_are_given_at_once_are_one_letter_without_those_that_were_left(flow, three):
    number = await previews(flow, Wanted("give", to=flow.badr.id), *three, by=flow.dana)
    await assignment.take(three[1], by=flow.basim, rev=await flow.rev(three[1]))
    for _ in range(2):
        await bulk.confirm(number, "3", by=flow.dana)
    assert await told("cases_given") == [(flow.badr.id, await references(flow, three[0], three[2]))]
    assert await told("given") == []


async def test_one_that_is_given_by_a_list_is_told_as_one(flow, three):
    number = await previews(flow, Wanted("give", to=flow.badr.id), three[0], by=flow.dana)
    await bulk.confirm(number, "1", by=flow.dana)
    assert (await told("given"), await told("cases_given")) == ([(flow.badr.id, [])], [])


async def test_many_proposals_at_once_are_one_letter(flow, three):
    number = await previews(flow, TO_MMA, *three)
    await bulk.confirm(number, "3", by=flow.basim)
    assert await told("cases_proposed") == [(flow.samir.id, await references(flow, *three))]
    assert await told("transfer_proposed") == []


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_of_a_confidential_case_the_letter_has_the_number_alone(flow, three, language):
    case_id = three[0]
    await close_off(flow, case_id)
    await barring.name_reader(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    await assignment.give(case_id, flow.badr.id, by=flow.dana, rev=await flow.rev(case_id))
    letter = await Letter.select().where(Letter.template == "given").first()
    said = render("given", language, json.loads(letter["params"])).text
    (number,) = await references(flow, case_id)
    assert f"{number[:3]} {number[3:6]} {number[6:]}" in said
    assert not any(word in said for word in ("Electricity", "الكهرباء", "street"))


async def test_what_breaks_off_is_told_as_far_as_it_came(flow, three, monkeypatch):
    number = await previews(flow, Wanted("give", to=flow.badr.id), *three, by=flow.dana)
    give, last = bulk.assignment.give, three[2]

    async def breaks(case_id, *given, **named):
        if case_id == last:
            raise ZeroDivisionError
        await give(case_id, *given, **named)

    monkeypatch.setattr(bulk.assignment, "give", breaks)
    with pytest.raises(ZeroDivisionError):
        await bulk.confirm(number, "3", by=flow.dana)
    assert await told("cases_given") == [(flow.badr.id, await references(flow, *three[:2]))]
