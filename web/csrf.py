"""A form is taken only from a page of ours (double submit, signed)."""

import hashlib
from typing import Any

from litestar.config.csrf import CSRFConfig
from litestar.datastructures import UploadFile
from litestar.middleware import DefineMiddleware
from litestar.middleware.csrf import CSRFMiddleware

from tawasul.core.seal import key
from tawasul.core.settings import settings

# What talks JSON with keys of its own, and what is only read.
_EXCLUDED = ["^/api/", "^/health/", "^/metrics$", "^/static/", "^/schema"]


class Csrf(CSRFMiddleware):
    """Takes a token that is no text, as from a file field, for a wrong one."""

    def _csrf_tokens_match(self, request_csrf_token: Any, cookie_csrf_token: str) -> bool:
        if isinstance(request_csrf_token, UploadFile):
            request_csrf_token.file.close()
        # The comparison that tells nothing by its time knows ASCII alone.
        if not isinstance(request_csrf_token, str) or not (request_csrf_token + cookie_csrf_token).isascii():
            return False
        return super()._csrf_tokens_match(request_csrf_token, cookie_csrf_token)


def config() -> CSRFConfig:
    """The key's mark is in the cookie's name: after a change of key old cookies are passed over."""
    secret = key("csrf").hex()
    return CSRFConfig(
        secret=secret,
        cookie_name=f"form-{hashlib.sha256(secret.encode()).hexdigest()[:6]}",
        cookie_httponly=True,
        cookie_secure=settings().secure_cookies,
        cookie_samesite="lax",
        exclude=_EXCLUDED,
    )


def middleware() -> DefineMiddleware:
    return DefineMiddleware(Csrf, config=config())
