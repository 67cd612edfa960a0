"""A citizen's browser without script: it keeps cookies, and sends the forms that pages gave it."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx

from tawasul.core.db import fetch

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
TEXT = "No water in our building since Sunday"


@dataclass
class Visitor:
    """Follows nothing by itself, and sends forms with the token that the page gave."""

    http: httpx.AsyncClient
    answer: httpx.Response = field(default_factory=lambda: httpx.Response(200))

    @property
    def page(self) -> str:
        """The page as read: without the marks that keep it safe."""
        return unescape(self.answer.text)

    def hidden(self, name: str) -> str:
        """What a hidden field of the page holds; of the first form that has one."""
        found = re.search(rf'name="{name}" value="([^"]+)"', self.page)
        assert found is not None, f"no form has {name}"
        return found[1]

    async def opens(self, path: str, **headers: str) -> httpx.Response:
        self.answer = await self.http.get(path, headers=headers)
        return self.answer

    async def sends(self, path: str, **typed: str) -> httpx.Response:
        """Send a form of the page that was opened last."""
        found = TOKEN.search(self.answer.text)
        assert found is not None, "the page has no form"
        return await self.sends_bare(path, _csrf_token=found[1], **typed)

    async def sends_bare(self, path: str, **typed: str) -> httpx.Response:
        """Send a form that came from no page."""
        self.answer = await self.http.post(path, data=typed)
        return self.answer

    async def follows(self) -> httpx.Response:
        """Go where the last answer says."""
        return await self.opens(self.answer.headers["location"])

    async def reaches_the_check(self, text: str = TEXT, **about: str) -> None:
        """Fill in all steps in English up to the last."""
        await self.opens("/file?lang=en")
        await self.sends("/file", text=text, kind="complaint")
        await self.follows()
        await self.sends("/file/where", governorate="capital")
        await self.follows()
        await self.sends("/file/about", **(about or {"anonymous": "yes"}))
        await self.follows()

    async def files(self, text: str = TEXT, **about: str) -> tuple[str, str]:
        """File a case through all steps; gives reference and access code."""
        await self.reaches_the_check(text, **about)
        await self.sends("/file/check")
        await self.follows()
        return self.on_receipt()

    def on_receipt(self) -> tuple[str, str]:
        """The reference and the access code of the receipt that is shown."""
        shown = re.search(r"\b(\d{3})\s(\d{3})\s(\d{3})\b", self.page)
        code = re.search(r"\b([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\b", self.page)
        assert shown is not None
        assert code is not None
        return "".join(shown.groups()), code[1]


async def stored() -> list[dict[str, Any]]:
    """Every case there is."""
    rows: list[dict[str, Any]] = await fetch('SELECT * FROM "case_" ORDER BY "id"')
    return rows
