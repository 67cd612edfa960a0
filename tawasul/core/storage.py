"""Where files are kept that do not belong into the database: a port, and a folder behind it."""

import math
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from tawasul.core.settings import settings

_KEY = re.compile(r"[a-z]+/[0-9a-f]{32}")
_BROKEN = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{8}")


class Missing(LookupError):
    """Nothing is kept under this key."""


class Storage(Protocol):
    """Keeps bytes under a key `folder/32 hexadecimal digits`. All of it blocks, and is called in a thread."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes: ...

    def delete(self, key: str) -> None: ...

    def aged(self, folder: str, age: timedelta) -> Iterator[str]: ...

    def drop_broken(self, folder: str, age: timedelta) -> None: ...


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

    def aged(self, folder: str, age: timedelta) -> Iterator[str]:
        """The keys in a folder of what was put there longer ago than that."""
        for path in self._older(folder, age):
            if _KEY.fullmatch(key := f"{folder}/{path.name}"):
                yield key

    def drop_broken(self, folder: str, age: timedelta) -> None:
        """Remove what is left of writings that broke off longer ago than that."""
        for path in self._older(folder, age):
            if _BROKEN.fullmatch(path.name):
                path.unlink(missing_ok=True)

    def _older(self, folder: str, age: timedelta) -> Iterator[Path]:
        """Files by the clock of the disk that holds them: the time of the program may be moved."""
        place = self.root / folder
        if not place.is_dir():
            return
        with tempfile.TemporaryFile(dir=place) as fresh:
            latest = os.fstat(fresh.fileno()).st_mtime - age.total_seconds()
        with os.scandir(place) as entries:
            for entry in entries:
                if _modified(entry) < latest:
                    yield Path(entry.path)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"bad key {key!r}")
        return self.root / key


def _modified(entry: os.DirEntry[str]) -> float:
    """When a file was written; never, if it went meanwhile."""
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def new_key(folder: str) -> str:
    """A key that nobody can guess."""
    return f"{folder}/{secrets.token_hex(16)}"


def storage() -> Storage:
    """The store that the settings name."""
    return Folder(settings().data / "files")
