"""What went wrong, as a page for people and as problem+json for programs, in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.response import Redirect

from tawasul.core import i18n, log
from tawasul.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooMany
from tawasul.core.i18n import _
from web.csrf import config
from web.guards import LoginNeeded, StepNeeded
from web.language import chosen
from web.messages import codes, sentence
from web.pages import Page, page

AnyRequest = Request[Any, Any, Any]
_STATUS: Mapping[type[DomainError], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, TooMany: 429, Invalid: 422}
_log = log.get(__name__)


def status_of(error: DomainError) -> int:
    """The status of a refusal, by its kind."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


def for_programs(request: AnyRequest) -> bool:
    """Whether the answer is read by a program."""
    return request.url.path.startswith(("/api/", "/health/", "/metrics"))


def problem(
    status: int, title: str, errors: list[dict[str, str]], headers: Mapping[str, str] | None = None
) -> Response[Any]:
    """An answer by RFC 9457, with our list of faults."""
    body = {"type": "about:blank", "title": title, "status": status, "errors": errors}
    return Response(body, status_code=status, media_type="application/problem+json", headers=dict(headers or {}))


def error_page(status: int, title: str, advice: str, headers: Mapping[str, str] | None = None) -> Page:
    """A whole page that says what happened and what to do."""
    name = {404: "404", 403: "403", 429: "429"}.get(status, "500" if status >= 500 else "refused")
    answer = page(f"pages/errors/{name}.html", {"status": status, "title": title, "advice": advice}, status=status)
    answer.headers.update(headers or {})
    return answer


def on_domain_error(request: AnyRequest, error: DomainError) -> Response[Any]:
    """A refusal of ours."""
    with i18n.use(chosen(request)[0]):
        status, headers = status_of(error), _retry_after(error)
        if isinstance(error, Invalid):
            errors = [
                {"field": fault.field, "code": fault.code, "message": sentence(fault.code, fault.params)}
                for fault in error.faults
            ]
            advice = sentence("invalid")
        else:
            advice = sentence(error.code, error.params)
            errors = [{"field": "", "code": error.code, "message": advice}]
        if for_programs(request):
            return problem(status, advice, errors, headers)
        return error_page(status, advice, "", headers)


def _retry_after(error: DomainError) -> dict[str, str]:
    return {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}


def on_login_needed(request: AnyRequest, error: LoginNeeded) -> Response[Any]:
    """To the login page or the step that is due, also from within a fragment. A program is told so."""
    if isinstance(error, StepNeeded) and for_programs(request):
        return on_domain_error(request, Forbidden("step_due"))
    if request.headers.get("hx-request") == "true":
        return Response("", status_code=200, headers={"HX-Redirect": error.location})
    return Redirect(error.location, status_code=303)


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """A refusal of the framework: no such page, a method that is not there, a body too large, a stale form."""
    with i18n.use(chosen(request)[0]):
        code = _code_of(error)
        title = sentence(code)
        if for_programs(request):
            return problem(error.status_code, title, [{"field": "", "code": code, "message": title}])
        answer = error_page(error.status_code, title, "")
    if isinstance(error, PermissionDeniedException):
        # A cookie that does not fit is never replaced by itself: without this every form would fail.
        answer.delete_cookie(config().cookie_name)
    return answer


def _code_of(error: HTTPException) -> str:
    known = {
        HTTPStatus.NOT_FOUND: "not_found",
        HTTPStatus.METHOD_NOT_ALLOWED: "not_found",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
        HTTPStatus.FORBIDDEN: "form_expired",
    }
    code = known.get(HTTPStatus(error.status_code), "invalid")
    return code if code in codes() else "invalid"


def on_fault(request: AnyRequest, error: Exception) -> Response[Any]:
    """A fault of ours: logged with its trace, and told without one."""
    _log.exception("request failed", method=request.method, route=_route(request), exc_info=error)
    with i18n.use(chosen(request)[0]):
        title = _("Something went wrong on our side. What you wrote is kept on this device")
        if for_programs(request):
            return problem(500, title, [])
        return error_page(500, title, "")


def _route(request: AnyRequest) -> str:
    """The route's pattern: its path could hold a reference."""
    return str(request.scope.get("path_template", ""))


HANDLERS: Mapping[int | type[Exception], Any] = {
    DomainError: on_domain_error,
    LoginNeeded: on_login_needed,
    HTTPException: on_http_error,
    Exception: on_fault,
}
