"""Where files are kept that do not belong into the database: a port, and a folder behind it."""

import os
import re
import secrets
from pathlib import Path
from typing import Protocol

from tawasul.core.settings import settings

_KEY = re.compile(r"[a-z]+/[0-9a-f]{32}")


class Missing(LookupError):
    """Nothing is kept under this key."""


class Storage(Protocol):
    """Keeps bytes under a key `folder/32 hexadecimal digits`. All of it blocks, and is called in a thread."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes: ...

    def delete(self, key: str) -> None: ...


class Folder:
    """Files in a folder. What is put there is whole or absent, whenever the machine stops."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise Missing(key) from error

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"bad key {key!r}")
        return self.root / key


def new_key(folder: str) -> str:
    """A key that nobody can guess."""
    return f"{folder}/{secrets.token_hex(16)}"


def storage() -> Storage:
    """The store that the settings name."""
    return Folder(settings().data / "files")
