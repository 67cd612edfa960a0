"""Note where a vendored file comes from and what it is: `VENDORED.toml` is the list that a test compares."""

import hashlib
import json
import tomllib
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent
LIST = STATIC / "VENDORED.toml"
_HEAD = "# Files that are made from packages of others. Written by build/*.py; the hash is of the file as served.\n"


def note(file: Path, package: Path, licence: Path) -> None:
    """Enter `file`, made from the unpacked npm `package`, whose licence is kept in `licence`."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    entry = {
        "file": file.relative_to(STATIC).as_posix(),
        "package": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "licence_file": licence.relative_to(STATIC).as_posix(),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    others = [known for known in listed() if known["file"] != entry["file"]]
    entries = sorted([*others, entry], key=lambda known: known["file"])
    LIST.write_text(_HEAD + "".join(map(_as_toml, entries)), encoding="utf-8")


def listed() -> list[dict[str, str]]:
    """What is entered so far."""
    if not LIST.exists():
        return []
    entries: list[dict[str, str]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["vendored"]
    return entries


def _as_toml(entry: dict[str, str]) -> str:
    lines = (f"{name} = {json.dumps(value)}" for name, value in entry.items())
    return "\n[[vendored]]\n" + "\n".join(lines) + "\n"
