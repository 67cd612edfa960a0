"""Reading plain forms: text fields, each once, and files; nothing taken on trust."""

from collections.abc import Iterable
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import ClientException

from cases.file_rules import LARGEST, MOST, Upload

# What a form with files may weigh: all of them at their largest, and what is typed.
LARGEST_FORM = MOST * LARGEST + 1024 * 1024


class FormRequest(Request[Any, Any, Any]):
    """A request whose form is a refusal, and no fault of ours, if its bytes are no text."""

    async def form(self) -> FormMultiDict:
        try:
            return await super().form()
        except (UnicodeDecodeError, LookupError) as error:  # not of its charset, or of one that nobody knows
            raise ClientException("unreadable form") from error


async def fields(request: Request[Any, Any, Any], names: Iterable[str]) -> dict[str, str]:
    """The named fields of a form as typed; a missing one, or a file in its place, is empty."""
    form = await request.form()
    given = {name: form.get(name) for name in names}
    await form.close()
    return {name: value if isinstance(value, str) else "" for name, value in given.items()}


async def fields_and_files(
    request: Request[Any, Any, Any], names: Iterable[str], files: str
) -> tuple[dict[str, str], list[Upload]]:
    """The named fields, and the files of the field `files`. A field in which no file was chosen has none."""
    form = await request.form()
    given = {name: form.get(name) for name in names}
    sent = [one for one in form.getall(files, []) if isinstance(one, UploadFile) and one.filename]
    uploads = [Upload(one.filename, await one.read()) for one in sent[: MOST + 1]]
    await form.close()
    return {name: value if isinstance(value, str) else "" for name, value in given.items()}, uploads


async def chosen(request: Request[Any, Any, Any], name: str) -> list[str]:
    """Every value of one name, as a row of boxes sends them."""
    form = await request.form()
    given = form.getall(name, [])
    return [value for value in given if isinstance(value, str)]


async def ticked(request: Request[Any, Any, Any], name: str) -> list[int]:
    """The numbers of the boxes of one name that are ticked."""
    return [int(one) for one in await chosen(request, name) if one.isdecimal() and len(one) < 10]
