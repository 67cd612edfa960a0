"""Which language a reader gets."""

import httpx
import pytest

from tests.web.citizen import Visitor
from web.language import wanted


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("ar", "ar"),
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.5, ar;q=0.8", "ar"),
        ("en;q=0.1, ar-BH;q=0.2", "ar"),
        ("de,fr", None),
        ("en;q=much, ar", "ar"),
        (";;;,,,", None),
    ],
)
def test_a_browser_asks_by_weight(header: str, language: str | None) -> None:
    assert wanted(header) == language


async def test_who_asks_for_nothing_reads_arabic_from_right_to_left(visitor: Visitor) -> None:
    answer = await visitor.opens("/")
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert answer.headers["content-language"] == "ar"


async def test_a_browser_that_asks_for_english_gets_it(visitor: Visitor) -> None:
    assert '<html lang="en" dir="ltr">' in (await visitor.opens("/", **{"accept-language": "en-GB"})).text


async def test_a_choice_by_address_wins_and_is_kept(visitor: Visitor) -> None:
    assert 'lang="en"' in (await visitor.opens("/?lang=en", **{"accept-language": "ar"})).text
    assert 'lang="en"' in (await visitor.opens("/help", **{"accept-language": "ar"})).text


async def test_an_unknown_choice_is_passed_over(visitor: Visitor) -> None:
    answer = await visitor.opens("/?lang=fr")
    assert 'lang="ar"' in answer.text
    assert "set-cookie" not in answer.headers or "lang=fr" not in answer.headers["set-cookie"]


async def test_a_cookie_that_is_no_language_is_passed_over(http: httpx.AsyncClient) -> None:
    answer = await http.get("/", headers={"cookie": "lang=../../etc"})
    assert 'lang="ar"' in answer.text


async def test_every_page_leads_to_itself_in_the_other_language(visitor: Visitor) -> None:
    await visitor.opens("/track?reference=123&lang=ar")
    assert 'href="/track?reference=123&lang=en"' in visitor.page


async def test_answers_differ_by_language_for_caches(visitor: Visitor) -> None:
    vary = (await visitor.opens("/")).headers["vary"].lower()
    assert "accept-language" in vary
    assert "cookie" in vary


async def test_errors_are_in_the_language_that_was_asked_for(visitor: Visitor) -> None:
    assert 'lang="en"' in (await visitor.opens("/nothing?lang=en")).text
