"""Whoever files a thing twice is told so before it is sent: from their own browser, and from no other."""

import httpx
import pytest

from tests.web.citizen import TEXT, Visitor, stored
from web.public import own_cookie

SAID = "You may have sent this already"


@pytest.fixture
async def stranger(app):
    """Another browser."""
    transport = httpx.ASGITransport(app, client=("203.0.113.8", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://tawasul.test") as client:
        yield Visitor(client)


async def test_the_same_text_from_the_same_browser_is_told_before_sending(visitor: Visitor) -> None:
    reference, _ = await visitor.files()
    await visitor.reaches_the_check()
    assert SAID in visitor.page
    assert f'name="reference" value="{reference}"' in visitor.page


async def test_the_case_opens_instead_and_the_form_stays(visitor: Visitor) -> None:
    reference, _ = await visitor.files()
    await visitor.reaches_the_check()
    answer = await visitor.sends("/file/instead", reference=reference)
    assert answer.headers["location"] == f"/track/{reference}"
    assert TEXT in (await visitor.follows()).text
    assert TEXT in (await visitor.opens("/file/check")).text
    assert len(await stored()) == 1


async def test_it_can_be_sent_all_the_same(visitor: Visitor) -> None:
    await visitor.files()
    await visitor.files()
    assert len(await stored()) == 2


async def test_another_text_is_not_spoken_of(visitor: Visitor) -> None:
    await visitor.files()
    await visitor.reaches_the_check("The garden of the school needs shade for small children")
    assert SAID not in visitor.page


async def test_another_browser_with_the_same_address_learns_nothing(visitor: Visitor, stranger: Visitor) -> None:
    reference, _ = await visitor.files(email="amal@example.org", visible_to="agency")
    await stranger.reaches_the_check(email="amal@example.org", visible_to="agency")
    assert SAID not in stranger.page
    answer = await stranger.sends("/file/instead", reference=reference)
    assert answer.headers["location"] == "/track"


async def test_a_case_that_was_opened_with_its_code_counts_as_ones_own(visitor: Visitor, stranger: Visitor) -> None:
    reference, code = await visitor.files()
    await stranger.opens("/track?lang=en")
    await stranger.sends("/track", reference=reference, code=code)
    await stranger.reaches_the_check()
    assert SAID in stranger.page


async def test_a_cookie_made_up_by_somebody_opens_nothing(visitor: Visitor) -> None:
    visitor.http.cookies.set(own_cookie.NAME, "made-up")
    await visitor.reaches_the_check()
    assert SAID not in visitor.page
