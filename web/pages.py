"""Answering with a page: the values every layout needs, errors of fields in words, and fragments for htmx."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Litestar, Request
from litestar.response import Redirect, Template
from litestar.response.base import ASGIResponse
from markupsafe import Markup

from tawasul.core import i18n
from tawasul.core.errors import FieldError
from web.language import chosen, other_language_url
from web.messages import sentence

# The cookie of whoever wants no single keys at the desk.
KEYS = "keys"


class Page(Template):
    """A template with the reader's language, who is logged in, and the token of its forms."""

    def to_asgi_response(self, app: Litestar | None, request: Request[Any, Any, Any], **options: Any) -> ASGIResponse:
        """Rendered in the reader's language also where no route, and so no middleware, was found."""
        with i18n.use(chosen(request)[0]):
            return super().to_asgi_response(app, request, **options)

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        context = super().create_template_context(request)
        language = i18n.current()
        return {
            "lang": language,
            "dir": "rtl" if language == "ar" else "ltr",
            "other_language": "en" if language == "ar" else "ar",
            "other_language_url": other_language_url(request),
            "path": request.url.path,
            "staff": request.scope.get("user"),
            "keys": request.cookies.get(KEYS) != "off",
            "demo": getattr(request.app.state, "demo", False),
            "errors": {},
            **context,
            "csrf_input": Markup(context["csrf_input"]),  # noqa: S704 - made by the framework, escaped there
            "csrf_token": _token(context["csrf_input"]),
        }


def _token(csrf_input: str) -> str:
    """The bare token, for the header that htmx sends."""
    return csrf_input.partition('value="')[2].partition('"')[0]


def page(name: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> Page:
    """A page by its template's name."""
    return Page(name, context=dict(context or {}), status_code=status, media_type="text/html")


def in_words(faults: Sequence[FieldError]) -> dict[str, str]:
    """The first fault of each field, as a sentence in the reader's language."""
    words: dict[str, str] = {}
    for fault in faults:
        words.setdefault(fault.field, sentence(fault.code, fault.params))
    return words


def is_fragment(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asks for a part of a page. A page restored from its history is asked for whole."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def see(location: str) -> Redirect:
    """Go on with a GET: the answer to every form that worked."""
    return Redirect(location, status_code=303)
