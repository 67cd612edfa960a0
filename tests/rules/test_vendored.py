"""What others made: each file is listed with version and licence, and is what the list says."""

import hashlib
import tomllib
from pathlib import Path

from tests.rules.sources import STATIC, name

LIST = STATIC / "VENDORED.toml"
FOLDERS = ("fonts", "icons", "vendor")
OURS = {"icons/mark.svg"}  # the mark of the house


def listed() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["vendored"]
    return entries


def vendored_files() -> set[str]:
    """Every file in the folders of others' things that is no licence."""
    found = (path for folder in FOLDERS for path in (STATIC / folder).rglob("*") if path.is_file())
    return {path.relative_to(STATIC).as_posix() for path in found if not is_licence(path)} - OURS


def is_licence(path: Path) -> bool:
    return path.suffix == ".txt"


def test_every_vendored_file_is_listed_and_no_other() -> None:
    assert {entry["file"] for entry in listed()} == vendored_files()


def test_every_vendored_file_is_what_the_list_says() -> None:
    changed = [
        entry["file"]
        for entry in listed()
        if hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert changed == []


def test_every_vendored_file_comes_with_its_version_and_licence() -> None:
    for entry in listed():
        assert entry["package"], entry
        assert entry["version"][0].isdigit(), entry
        assert entry["licence"] in {"0BSD", "ISC", "MIT", "OFL-1.1", "Apache-2.0"}, entry
        assert (STATIC / entry["licence_file"]).is_file(), entry


def test_no_licence_is_kept_for_nothing() -> None:
    kept = {name(path) for folder in FOLDERS for path in (STATIC / folder).glob("*.txt")}
    assert kept == {name(STATIC / entry["licence_file"]) for entry in listed()}
