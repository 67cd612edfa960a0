"""Handing over a file: always to be saved, never shown as a page of ours."""

from typing import Any
from urllib.parse import quote

from litestar import Response

from cases.attached import Given


def handed_over(file: Given) -> Response[Any]:
    """The answer that carries a file under its cleaned name."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Response(file.data, media_type=file.type, headers=headers)
