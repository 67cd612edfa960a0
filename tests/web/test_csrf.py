"""A form is taken only from a page of ours."""

import httpx
import pytest

from tests.web.citizen import TEXT, Visitor, stored

FORMS = ("/file", "/file/where", "/file/about", "/file/check", "/track", "/login", "/logout")


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_without_a_token_is_refused_in_words(visitor: Visitor, path: str) -> None:
    await visitor.opens("/?lang=en")
    answer = await visitor.sends_bare(path, text=TEXT)
    assert answer.status_code == 403
    assert "This form was open too long" in visitor.page
    assert await stored() == []


async def test_a_wrong_token_is_refused(visitor: Visitor) -> None:
    await visitor.opens("/file?lang=en")
    assert (await visitor.sends_bare("/file", text=TEXT, _csrf_token="0" * 128)).status_code == 403


async def test_a_stale_cookie_is_dropped_so_that_the_next_form_works(visitor: Visitor) -> None:
    await visitor.opens("/file?lang=en")
    name = next(cookie for cookie in visitor.http.cookies if cookie.startswith("form-"))
    visitor.http.cookies.set(name, "stale", domain="tawasul.test", path="/")
    assert (await visitor.sends("/file", text=TEXT, kind="complaint")).status_code == 403
    assert name not in visitor.http.cookies
    await visitor.opens("/file")
    assert (await visitor.sends("/file", text=TEXT, kind="complaint")).status_code == 303


async def test_a_file_as_token_is_refused_like_any_wrong_one(http: httpx.AsyncClient) -> None:
    await http.get("/file")
    answer = await http.post("/file", data={"text": TEXT}, files={"_csrf_token": ("token.txt", b"x" * 64)})
    assert answer.status_code == 403


async def test_a_file_as_text_is_an_empty_text(visitor: Visitor) -> None:
    await visitor.opens("/file?lang=en")
    token = visitor.page.partition('name="_csrf_token" value="')[2].partition('"')[0]
    answer = await visitor.http.post("/file", headers={"x-csrftoken": token}, files={"text": ("a.txt", b"water")})
    assert answer.status_code == 422
