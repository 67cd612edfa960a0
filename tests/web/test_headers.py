"""Headers and cookies of every answer."""

import re

import httpx
import pytest
from litestar import Litestar

from tawasul.core import settings as settings_module
from tests.web.citizen import Visitor

PAGES = ("/", "/file", "/track", "/help", "/privacy", "/accessibility", "/login", "/nothing", "/health/live")


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_says_what_may_run_in_it(http: httpx.AsyncClient, path: str) -> None:
    headers = (await http.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES[:-1])
async def test_no_page_has_code_or_style_in_it(http: httpx.AsyncClient, path: str) -> None:
    page = (await http.get(path)).text
    assert re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son\w+=|javascript:", page) is None
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", page) == []


@pytest.mark.parametrize("path", PAGES)
async def test_the_type_of_an_answer_is_said_once(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).headers["content-type"].count("charset") <= 1


async def test_static_files_are_kept_for_ever_by_their_hash(visitor: Visitor) -> None:
    await visitor.opens("/")
    address = re.search(r'href="(/static/css/base\.css\?v=[0-9a-f]{10})"', visitor.page)
    assert address is not None
    answer = await visitor.opens(address[1])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")
    assert {"public", "immutable"} <= set(re.split(r",\s*", answer.headers["cache-control"]))


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
async def test_nothing_outside_the_static_folder_is_served(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


def cookies(answer: httpx.Response) -> list[str]:
    return [cookie.lower() for cookie in answer.headers.get_list("set-cookie")]


async def test_every_cookie_is_out_of_reach_of_scripts_and_of_other_sites(visitor: Visitor) -> None:
    given = cookies(await visitor.opens("/file?lang=en"))
    given += cookies(await visitor.sends("/file", text="No water", kind="complaint"))
    reference, code = await visitor.files()
    await visitor.opens("/track")
    given += cookies(await visitor.sends("/track", reference=reference, code=code))
    assert {cookie.partition("=")[0].split("-")[0] for cookie in given} >= {"lang", "form", "filing", "opened"}
    assert [cookie for cookie in given if "httponly" not in cookie or "samesite=lax" not in cookie] == []


async def test_behind_tls_cookies_are_secure_and_browsers_told_to_stay_there(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not settings_module.settings().secure_cookies
    monkeypatch.setattr(settings_module.Settings, "secure_cookies", property(lambda _: True))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://tawasul.test") as http:
        answer = await http.get("/?lang=en")
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    assert [cookie for cookie in cookies(answer) if cookie.startswith("lang=") and "secure" not in cookie] == []
