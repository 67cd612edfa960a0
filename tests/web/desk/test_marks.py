"""Tags, priority and linked cases at the desk: plain forms keep what was typed, and nobody learns what is not his."""

import csv

import pytest

from cases import barring
from cases.tables import Case
from cases.tag_tables import Link, Tag
from tawasul import audit
from tawasul.accounts import views
from tawasul.audit.tables import Private
from tawasul.core import clock

CABLE = "A cable hangs low"


@pytest.fixture
async def opened(browser, amal):
    """Basim's browser at a case of his agency, and the case's path."""
    path = f"/desk/cases/{await amal.assigned()}"
    page = await browser("basim")
    await page.opens(path)
    return page, path


async def words():
    return [row["word"] for row in await Tag.select(Tag.word).order_by(Tag.id)]


async def test_tags_are_put_on_shown_and_taken_off(opened):
    page, path = opened
    assert (await page.sends(f"{path}/tags", tags="Pole 7، مدرسة, ")).headers["location"] == path
    shown = (await page.opens(path)).text
    assert "/desk?view=any&amp;tag=Pole+7" in shown
    assert '<option value="مدرسة">' in shown
    assert 'Tagged: <bdi class="tag">Pole 7</bdi> <bdi class="tag">مدرسة</bdi>' in shown
    assert (await page.sends(f"{path}/tags/remove", tag="مدرسه")).status_code == 303
    assert await words() == ["Pole 7"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Fill this in"), ("x" * 41, "x" * 41), (",".join("abcdefghijk"), "A case has at most 10 tags")],
)
async def test_what_is_no_tag_is_said_and_kept(opened, typed, said):
    page, path = opened
    answer = await page.sends(f"{path}/tags", tags=typed)
    assert answer.status_code == 422
    assert 'id="tags-error"' in answer.text
    assert said in answer.text or not typed
    assert await words() == []


async def test_the_second_writer_keeps_her_words(opened, browser):
    page, path = opened
    other = await browser("badr")
    await other.opens(path)
    await other.sends(f"{path}/tags", tags="pole")
    sent = {
        "tags": {"tags": "school"},
        "tags/remove": {"tag": "pole"},
        "priority": {"priority": "high", "priority_reason": "A school is near."},
        "links": {"linked": path.rpartition("/")[2]},
    }
    for form, typed in sent.items():
        first = page.page
        answer = await page.sends(f"{path}/{form}", **typed)
        page.page = first
        assert answer.status_code in (409, 422), form
        assert form == "tags/remove" or list(typed.values())[-1] in answer.text
    assert await words() == ["pole"]


async def test_words_that_were_erased_from_the_history_show_as_erased(opened):
    page, path = opened
    for form, typed in (
        ("tags", {"tags": "pole"}),
        ("tags/remove", {"tag": "pole"}),
        ("priority", {"priority": "high", "priority_reason": "Amal is ill."}),
    ):
        await page.opens(path)
        await page.sends(f"{path}/{form}", **typed)
    await Private.update({Private.sealed: None, Private.salt: "", Private.erased_at: clock.now()}).where(Private.id > 0)
    shown = (await page.opens(path)).text
    assert "Tagged; the words were erased" in shown
    assert "Tag taken off; its word was erased" in shown
    assert "A person set: High priority. The reason was erased." in shown
    assert "Amal is ill" not in shown
    assert await audit.verify() == []


async def test_a_priority_is_set_with_its_reason(opened):
    page, path = opened
    await page.sends(f"{path}/priority", priority="urgent", priority_reason="The <b>clinic</b> has no power.")
    shown = (await page.opens(path)).text
    assert "A person set: Urgent. Reason: <bdi>The &lt;b&gt;clinic&lt;/b&gt; has no power.</bdi>" in shown
    assert "A person set it, and no later sorting changes it." in shown
    answer = await page.sends(f"{path}/priority", priority="normal", priority_reason="")
    assert (answer.status_code, "Say why the case is less urgent" in answer.text) == (422, True)
    assert (await page.sends(f"{path}/priority", priority="٣" * 50)).status_code == 422


async def test_a_link_is_made_by_number_and_shown_on_both(opened, amal):
    page, path = opened
    other = await amal.assigned(CABLE)
    await page.opens(path)
    spaced = f" {other[:3]} {other[3:6]}-{other[6:]}"
    assert (await page.sends(f"{path}/links", linked=spaced)).headers["location"] == path
    assert CABLE in (await page.opens(path)).text
    back = (await page.opens(f"/desk/cases/{other}")).text
    assert f'href="{path}"' in back
    assert "Linked to case" in back
    assert (await page.sends(f"/desk/cases/{other}/links/remove", unlink=path.rpartition("/")[2])).status_code == 303
    assert await Link.count() == 0
    assert "was removed" in (await page.opens(path)).text


async def test_a_case_that_is_probably_the_same_is_linked_by_one_click(opened, amal):
    page, _ = opened
    same = {"governorate": "capital", "block": "338"}
    first, second = await amal.assigned(**same), await amal.assigned(**same)
    button = f'name="linked" value="{first}"'
    address = f"/desk/cases/{second}"
    assert button in (await page.opens(address)).text
    await page.sends(f"{address}/links", linked=first)
    assert button not in (await page.opens(address)).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the number of the other case"),
        ("9" * 400, "Check the case number"),
        ("12345678٩", "Check the case number"),
        ("own", "This is the number of this case"),
    ],
)
async def test_what_is_no_other_case_is_said(opened, typed, said):
    page, path = opened
    answer = await page.sends(f"{path}/links", linked=path.rpartition("/")[2] if typed == "own" else typed)
    assert (answer.status_code, said in answer.text) == (422, True)


async def test_a_case_of_others_is_neither_linked_nor_told_of(opened, amal):
    page, path = opened
    theirs = await amal.assigned(CABLE)
    await Case.update({Case.agency: "MOH"}).where(Case.reference == theirs)
    for form in ({"linked": theirs}, {"linked": "100000000"}):
        assert (await page.sends(f"{path}/links", **form)).status_code == 422
    assert (await page.sends(f"{path}/links/remove", unlink=theirs)).status_code == 422
    assert await Link.count() == 0


async def test_a_link_to_a_case_that_is_kept_from_a_reader_is_not_there(opened, amal, staff):
    page, path = opened
    other = await amal.assigned(CABLE)
    await page.opens(path)
    await page.sends(f"{path}/links", linked=other)
    row = await Case.select(Case.id, Case.rev).where(Case.reference == other).first()
    dana = (await views.by_ids([staff["dana"]]))[staff["dana"]]
    await barring.bar(row["id"], staff["basim"], by=dana, rev=row["rev"])
    shown = (await page.opens(path)).text
    assert CABLE not in shown
    assert other not in shown
    assert f"{other[:3]} {other[3:6]}" not in shown
    assert "Linked to another case" in shown  # the history has its line, and no number
    assert other not in (await page.opens(f"{path}/print")).text


async def test_the_words_of_an_agency_stay_with_it(opened, browser):
    page, path = opened
    await page.sends(f"{path}/tags", tags="pole")
    reference = path.rpartition("/")[2]
    await Case.update({Case.agency: "MOH"}).where(Case.reference == reference)
    tariq, nadia = await browser("tariq"), await browser("nadia")
    theirs = (await tariq.opens(path)).text
    assert "pole" not in theirs
    assert "Another agency changed its tags" in theirs
    assert reference not in (await tariq.opens("/desk?view=any&tag=pole")).text
    assert "pole" not in (await tariq.opens("/desk/sheet?view=any")).text
    assert "pole" in (await nadia.opens(path)).text
    assert (await tariq.opens(path)).status_code == 200
    assert (await tariq.sends(f"{path}/tags/remove", tag="pole")).status_code == 422


async def test_the_queue_is_narrowed_to_a_tag_in_any_spelling_and_kept_so(opened, amal):
    page, path = opened
    other = await amal.assigned(CABLE)
    await page.opens(path)
    await page.sends(f"{path}/tags", tags="مدرسة")
    listed = (await page.opens("/desk?tag=مَدرسه&sort=priority")).text
    assert path in listed
    assert other not in listed
    answer = await page.sends("/desk/views", name="Schools", query="tag=مدرسة&priority=high")
    assert "priority=high" in answer.headers["location"]
    assert "tag=" in answer.headers["location"]
    for bad in ("x" * 41, "\u200f\u0640"):
        assert other in (await page.opens(f"/desk?tag={bad}")).text  # told, and nothing is left out


async def test_the_queue_and_its_file_say_priority_and_tags(opened, amal):
    page, path = opened
    await amal.assigned(CABLE)
    await page.sends(f"{path}/tags", tags="pole, school")
    await page.opens(path)
    await page.sends(f"{path}/priority", priority="high", priority_reason="One house only.")
    listed = (await page.opens("/desk?sort=priority")).text
    assert listed.index(CABLE) < listed.index("High priority") < listed.index("No power since Sunday")
    assert 'tag=school"' in listed
    assert path not in (await page.opens("/desk?priority=urgent")).text
    assert path in (await page.opens("/desk?priority=high")).text
    rows = csv.DictReader((await page.opens("/desk/sheet")).text.removeprefix("\ufeff").splitlines())
    assert {(row["Priority"], row["Tags"]) for row in rows} == {("High priority", "pole; school"), ("Urgent", "")}


async def test_the_citizen_learns_of_none_of_it(browser, visitor):
    number, code = await visitor.files()
    path = f"/desk/cases/{number}"
    await Case.update({Case.agency: "EWA"}).where(Case.reference == number)
    page = await browser("basim")
    await page.opens(path)
    await page.sends(f"{path}/tags", tags="troublesome")
    await page.opens(path)
    await page.sends(f"{path}/priority", priority="urgent", priority_reason="A judge")
    assert "A judge" in (await page.opens(path)).text
    await visitor.opens("/track?lang=en")
    await visitor.sends("/track", reference=number, code=code)
    await visitor.follows()
    assert "We received your case" in visitor.page
    for word in ("troublesome", "A judge", "priority"):
        assert word not in visitor.page
