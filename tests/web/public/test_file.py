"""Filing a case by plain forms, and what happens to what cannot be taken."""

import pytest

from tests.web.citizen import TEXT, Visitor, stored

STEPS = ("/file/where", "/file/about", "/file/check")


async def test_a_case_goes_through_all_steps_and_gets_a_receipt(visitor: Visitor) -> None:
    reference, code = await visitor.files()
    assert [(row["reference"], row["text"], row["governorate"]) for row in await stored()] == [
        (reference, TEXT, "capital")
    ]
    assert len(code) == 9
    assert "<time datetime=" in visitor.answer.text


async def test_each_step_leads_to_the_next(visitor: Visitor) -> None:
    await visitor.opens("/file?lang=en")
    for path, typed in (("/file", {"text": TEXT}), ("/file/where", {}), ("/file/about", {"anonymous": "yes"})):
        answer = await visitor.sends(path, **typed)
        assert answer.status_code == 303
        await visitor.follows()
    assert str(visitor.answer.url.path) == "/file/check"
    assert TEXT in visitor.page


async def test_sending_twice_files_once_and_shows_the_same_receipt(visitor: Visitor) -> None:
    await visitor.reaches_the_check()
    form = visitor.answer
    await visitor.sends("/file/check")
    await visitor.follows()
    first = visitor.on_receipt()
    visitor.answer = form
    await visitor.sends("/file/check")
    await visitor.follows()
    assert visitor.on_receipt() == first
    assert len(await stored()) == 1


async def test_a_reload_of_the_receipt_shows_it_again(visitor: Visitor) -> None:
    receipt = await visitor.files()
    await visitor.opens("/file/receipt")
    assert visitor.on_receipt() == receipt


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write what happened, even one sentence"),
        ("   \n ", "Write what happened, even one sentence"),
        ("x" * 5012, "The text is 12 characters too long: shorten it to 5,000."),
        ("water\x07gone", "has a character that cannot be shown"),
        ("water \u202egone", "has a hidden character that turns its direction"),
    ],
)
async def test_a_text_that_cannot_be_taken_is_told_at_the_field_and_kept(
    visitor: Visitor, text: str, words: str
) -> None:
    await visitor.opens("/file?lang=en")
    answer = await visitor.sends("/file", text=text, kind="suggestion")
    assert answer.status_code == 422
    assert words in visitor.page
    assert 'aria-invalid="true"' in visitor.page
    assert 'aria-describedby="' in visitor.page
    assert 'href="#text"' in visitor.page
    assert text.strip() in visitor.page
    assert await stored() == []


async def test_faults_are_told_in_arabic_to_who_reads_arabic(visitor: Visitor) -> None:
    await visitor.opens("/file")
    await visitor.sends("/file", text="")
    assert "اكتب ما حدث" in visitor.page


async def test_html_and_script_are_shown_as_they_were_typed(visitor: Visitor) -> None:
    await visitor.reaches_the_check('<script>alert(1)</script> & "<b>water</b>"')
    assert "<script>alert(1)</script>" not in visitor.answer.text
    assert '<script>alert(1)</script> & "<b>water</b>"' in visitor.page


@pytest.mark.parametrize("typed", [{"governorate": "central"}, {"area": "atlantis"}])
async def test_an_unknown_place_is_told_and_not_kept_as_one(visitor: Visitor, typed: dict[str, str]) -> None:
    await visitor.opens("/file?lang=en")
    await visitor.sends("/file", text=TEXT)
    await visitor.follows()
    assert (await visitor.sends("/file/where", **typed)).status_code == 422
    assert "Choose one from the list" in visitor.page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "amal"}, "Write the e-mail address in full"),
        ({"mobile": "391234"}, "The number is 2 digits short"),
        ({"name": "\u202eAmal"}, "hidden character"),
    ],
)
async def test_a_contact_that_cannot_be_used_is_told_and_kept(
    visitor: Visitor, typed: dict[str, str], words: str
) -> None:
    await visitor.opens("/file?lang=en")
    await visitor.sends("/file", text=TEXT)
    await visitor.follows()
    await visitor.sends("/file/where")
    await visitor.follows()
    assert (await visitor.sends("/file/about", anonymous="no", **typed)).status_code == 422
    assert words in visitor.page
    assert next(iter(typed.values())) in visitor.page


async def test_what_was_typed_survives_a_change_of_language(visitor: Visitor) -> None:
    await visitor.opens("/file?lang=en")
    await visitor.sends("/file", text=TEXT, kind="suggestion")
    await visitor.opens("/file?lang=ar")
    assert TEXT in visitor.page


@pytest.mark.parametrize("path", STEPS)
async def test_a_later_step_without_a_form_begins_at_the_first(visitor: Visitor, path: str) -> None:
    answer = await visitor.opens(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/file")


async def test_the_receipt_of_nobody_is_the_first_step(visitor: Visitor) -> None:
    answer = await visitor.opens("/file/receipt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/file")


async def test_a_made_up_form_cookie_opens_nothing(visitor: Visitor) -> None:
    visitor.http.cookies.set("filing", "x" * 43, domain="tawasul.test", path="/")
    assert (await visitor.opens("/file/check")).status_code == 303
    assert (await visitor.opens("/file/receipt")).status_code == 303


async def test_after_a_receipt_the_next_form_is_empty(visitor: Visitor) -> None:
    await visitor.files()
    await visitor.opens("/file")
    assert TEXT not in visitor.page
    await visitor.files("The street lamp is broken")
    assert len(await stored()) == 2


async def test_who_stays_anonymous_leaves_no_contact(visitor: Visitor) -> None:
    await visitor.files(anonymous="yes", name="Amal", email="amal@example.com")
    assert "amal@example.com" not in str(await stored())


async def test_a_megabyte_in_a_form_without_files_is_too_much(visitor: Visitor) -> None:
    await visitor.reaches_the_check()
    await visitor.opens("/file/where?lang=en")
    assert (await visitor.sends("/file/where", landmark="x" * 1_000_000)).status_code == 413
    assert "larger than what can be taken" in visitor.page


async def test_a_megabyte_of_text_is_too_long(visitor: Visitor) -> None:
    await visitor.opens("/file?lang=en")
    assert (await visitor.sends("/file", text="x" * 1_000_000)).status_code == 422
    assert "characters too long" in visitor.page
