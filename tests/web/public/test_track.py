"""Finding one's case by reference and access code."""

import pytest

from cases.reference import make
from tests.web.citizen import TEXT, Visitor

WORDS = "No case has this number and access code"


async def looks(visitor: Visitor, reference: str, code: str) -> int:
    await visitor.opens("/track?lang=en")
    return (await visitor.sends("/track", reference=reference, code=code)).status_code


async def test_the_pair_of_the_receipt_opens_the_case(visitor: Visitor) -> None:
    reference, code = await visitor.files()
    assert await looks(visitor, reference, code) == 303
    await visitor.follows()
    assert visitor.answer.url.path == f"/track/{reference}"
    assert "Received" in visitor.page
    assert TEXT in visitor.page


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
async def test_a_code_may_be_typed_as_people_type(visitor: Visitor, spell: object) -> None:
    reference, code = await visitor.files()
    assert callable(spell)
    shown = f"{reference[:3]} {reference[3:6]} {reference[6:]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert await looks(visitor, shown, spell(code)) == 303


async def test_a_wrong_code_and_a_missing_case_get_the_same_answer(visitor: Visitor) -> None:
    reference, _ = await visitor.files()
    assert await looks(visitor, reference, "0000-0000") == 422
    wrong = visitor.page.replace(reference, "")
    unused = make()
    assert await looks(visitor, unused, "0000-0000") == 422
    missing = visitor.page.replace(unused, "")
    assert WORDS in wrong
    assert _without_token(wrong) == _without_token(missing)


def _without_token(page: str) -> str:
    """A page without the token of its form, which differs each time."""
    token = page.partition('name="_csrf_token" value="')[2].partition('"')[0]
    return page.replace(token, "")


async def test_a_mistyped_number_is_told_before_any_case_is_looked_for(visitor: Visitor) -> None:
    assert await looks(visitor, "123456789", "0000-0000") == 422
    assert "it has 9 digits and one of them is wrong" in visitor.page
    assert "123456789" in visitor.page


async def test_ten_wrong_tries_slow_down(visitor: Visitor) -> None:
    reference, code = await visitor.files()
    for _ in range(10):
        assert await looks(visitor, reference, "0000-0000") == 422
    assert await looks(visitor, reference, code) == 429
    assert int(visitor.answer.headers["retry-after"]) >= 1
    assert "Too many tries" in visitor.page


async def test_the_address_alone_opens_nothing(visitor: Visitor) -> None:
    reference, _ = await visitor.files()
    answer = await visitor.opens(f"/track/{reference}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/track")


async def test_the_cookie_of_one_case_opens_no_other(visitor: Visitor) -> None:
    reference, code = await visitor.files()
    other, _ = await visitor.files("Another matter")
    await looks(visitor, reference, code)
    assert (await visitor.opens(f"/track/{other}")).headers["location"] == "/track"


async def test_an_altered_cookie_opens_nothing(visitor: Visitor) -> None:
    reference, code = await visitor.files()
    await looks(visitor, reference, code)
    sealed = visitor.http.cookies["opened"]
    visitor.http.cookies.set("opened", sealed[:-4] + "AAAA", domain="tawasul.test", path="/track")
    assert (await visitor.opens(f"/track/{reference}")).headers["location"] == "/track"


async def test_proof_of_an_address_is_offered_where_one_lacks_it(visitor):
    await visitor.files(anonymous="no", email="amal@example.org", visible_to="tawasul")
    assert "Confirm by a code" in visitor.page
    await visitor.files()
    assert "Confirm by a code" not in visitor.page
