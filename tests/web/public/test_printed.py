"""One's own case on paper."""

from cases import parts
from cases.parts import PartDraft
from cases.passing_tables import Part
from tests.web.citizen import TEXT, Visitor


async def test_the_case_of_the_pair_is_printed_in_both_languages(visitor: Visitor) -> None:
    reference, code = await visitor.files()
    await visitor.opens("/track?lang=en")
    await visitor.sends("/track", reference=reference, code=code)
    await visitor.follows()
    assert f'href="/track/{reference}/print"' in visitor.page
    await visitor.opens(f"/track/{reference}/print")
    assert TEXT in visitor.page
    assert "We received your case" in visitor.page
    assert "<form" not in visitor.page
    assert code not in visitor.page
    await visitor.opens(f"/track/{reference}/print?lang=ar")
    assert 'dir="rtl"' in visitor.page
    assert "وصلتنا" in visitor.page


async def test_paper_says_which_agencies_were_asked_and_nothing_of_what_was_said(opened, office):
    visitor, path = opened
    await office.does(parts.add, PartDraft("MOH", "Is the clinic to blame?"), by="dana")
    await office.does(parts.add, PartDraft("MOW", "When is it dug up?"), by="dana")
    first = await Part.select(Part.id).order_by(Part.id).first()
    await parts.answer(first["id"], "The clinic is not.", by=office.people["tariq"])
    await visitor.opens(f"{path}/print?lang=en")
    for words in ("Other agencies that were asked", "Ministry of Health", "answered on", "not answered yet"):
        assert words in visitor.page
    for inside in ("clinic", "dug up", "Tariq", "Dana"):
        assert inside not in visitor.page
    await visitor.opens(f"{path}/print?lang=ar")
    assert "جهات أخرى طُلبت إفادتها" in visitor.page


async def test_without_the_pair_nothing_is_printed(visitor: Visitor) -> None:
    reference, _ = await visitor.files()
    visitor.http.cookies.clear()
    assert (await visitor.opens(f"/track/{reference}/print")).headers["location"] == "/track"
