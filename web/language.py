"""Which language an answer is in: `?lang`, else the cookie, else what the browser asks for, else Arabic."""

import re
from urllib.parse import urlencode

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from tawasul.core import i18n
from tawasul.core.i18n import LANGUAGES, Language
from tawasul.core.settings import settings

COOKIE = "lang"
_WEIGHT = re.compile(r"|0(\.[0-9]{0,3})?|1(\.0{0,3})?")  # RFC 9110, section 12.4.2; without one it is 1
_YEAR = 365 * 24 * 3600


def wanted(header: str) -> Language | None:
    """The first of our languages in an `Accept-Language` header, by its weights."""
    weighted = []
    for position, part in enumerate(header.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        if _WEIGHT.fullmatch(weight):  # the other parts hold where one is none
            weighted.append((-float(weight or 1), position, tag.split("-")[0].lower()))
    return next((known for _, _, tag in sorted(weighted) for known in LANGUAGES if tag == known), None)


def chosen(connection: ASGIConnection) -> tuple[Language, bool]:  # type: ignore[type-arg]  # any user, any state
    """The language of this request, and whether the reader has just chosen it by `?lang`."""
    asked = connection.query_params.get("lang")
    kept = connection.cookies.get(COOKIE)
    for language in LANGUAGES:
        if asked == language:
            return language, True
    for language in LANGUAGES:
        if kept == language:
            return language, False
    return wanted(connection.headers.get("accept-language", "")) or "ar", False


def language_middleware(app: ASGIApp) -> ASGIApp:
    """Set the language for everything inside this request, and keep a choice in a cookie."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        language, is_new = chosen(ASGIConnection(scope))

        async def send_with_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.setdefault("content-language", language)
                headers.add("vary", "Accept-Language, Cookie")
                if is_new:
                    headers.add("set-cookie", _cookie(language).to_header(header=""))
            await send(message)

        with i18n.use(language):
            await app(scope, receive, send_with_language)

    return middleware


def _cookie(language: Language) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=language,
        max_age=_YEAR,
        path="/",
        httponly=True,
        secure=settings().secure_cookies,
        samesite="lax",
    )


def other_language_url(request: Request) -> str:  # type: ignore[type-arg]  # any user, any state
    """This page in the other language. A page that was the answer to a form is asked for anew."""
    other = "en" if i18n.current() == "ar" else "ar"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"{request.url.path}?{urlencode([*kept, ('lang', other)])}"
