"""What may be attached: how many files, how large, and of which type by their content. Pure."""

import io
import re
import struct
import unicodedata
from dataclasses import dataclass

import puremagic
from PIL import Image, ImageOps

from tawasul.core.errors import FieldError

MOST = 5
LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 100
LARGEST_SIDE = 4_000
MOST_PIXELS = 60_000_000
# By what the bytes are, never by what the name says: the ending that a file is kept with.
TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
}
_IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# What browsers and telephones call the same things.
_SAME = {
    "video/webm": "audio/webm",
    "video/mp4": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "application/ogg": "audio/ogg",
    "audio/mp3": "audio/mpeg",
}
_HEAD = 4096
# What the library raises at bytes that do not keep to their format, also inside what cameras add to a picture.
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, struct.error)


class Unreadable(ValueError):
    """The bytes are not the picture that they begin like."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    data: bytes


def faults(uploads: list[Upload], had: int) -> list[FieldError]:
    """What is wrong with files that are added to `had` others, each named."""
    found = [fault for upload in uploads if (fault := _fault(upload))]
    return found + [fault for fault in [too_many(len(uploads), had)] if fault]


def too_many(count: int, had: int) -> FieldError | None:
    """Whether so many more files are too many."""
    return FieldError("files", "too_many_files", {"most": MOST}) if had + count > MOST else None


def _fault(upload: Upload) -> FieldError | None:
    name = clean_name(upload.name, "")
    if not upload.data:
        return FieldError("files", "empty_file", {"name": name})
    if len(upload.data) > LARGEST:
        return FieldError("files", "large_file", {"name": name})
    if type_of(upload.data) is None:
        return FieldError("files", "file_type", {"name": name})
    return None


def type_of(data: bytes) -> str | None:
    """The type of a file by its content, if it is one that may be attached."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        guesses = puremagic.magic_string(data[:_HEAD])
    except (puremagic.PureError, ValueError):
        return None
    known = (_SAME.get(guess.mime_type, guess.mime_type) for guess in guesses if guess.mime_type)
    return next((mime for mime in known if mime in TYPES), None)


def clean_name(name: str, mime: str) -> str:
    """A name without folders, hidden signs and false endings, at most `LONGEST_NAME` long, with the true ending."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        sign if unicodedata.category(sign)[0] in "LMNPSZ" else "" for sign in unicodedata.normalize("NFC", last)
    )
    stem = re.sub(r"[<>:\"|?*;%\s]+", " ", re.sub(r"\.[^.]{0,8}$", "", seen)).strip(" .") or "file"
    ending = f".{TYPES[mime]}" if mime in TYPES else ""
    return f"{stem[: LONGEST_NAME - len(ending)].strip()}{ending}"


def redrawn(data: bytes, mime: str) -> bytes:
    """A picture drawn anew, upright and no larger than need be: nothing that was hidden in the file is left, nor where
    it was taken. Other types are returned as they are. `Unreadable` if it is no such picture."""
    if mime not in _IMAGES:
        return data
    try:
        with Image.open(io.BytesIO(data), formats=[_IMAGES[mime]]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable("too many pixels")
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            mode = "RGB" if mime == "image/jpeg" or picture.mode not in ("RGBA", "LA", "P") else "RGBA"
            bare = Image.new(mode, picture.size)
            bare.paste(picture.convert(mode))
            drawn = io.BytesIO()
            bare.save(drawn, _IMAGES[mime], **({"quality": 88} if mime != "image/png" else {}))
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise Unreadable(type(error).__name__) from error
    return drawn.getvalue()
