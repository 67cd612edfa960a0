"""What no file of the project may hold: someone's machine, a registry's host, notes to oneself, secrets."""

import re
from pathlib import Path

import pytest

from tests.rules.sources import ROOT, name, tracked

# Put together from halves, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?<![\w.])/(" + "|".join(["wo" + "rk", "fa" + "rm", "ho" + "me/\\w+"]) + r")/"
    ),
    "a host of a registry": re.compile(
        "pypi" + r"\.org|pythonhosted" + r"\.org|npmjs" + r"\.(org|com)|pytorch" + r"\.org"
    ),
    "a note to oneself": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b"),
    "who or what wrote it": re.compile(
        r"\b(chat" + r"gpt|co" + r"pilot|clau" + r"de|gem" + r"ini|large language mo" + r"del|AI[- ]assis" + r"t\w+"
        r"|AI[- ]gener" + r"ated|co-authored" + r"-by)\b",
        re.IGNORECASE,
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----"),
}
PICTURES = {".png", ".woff2", ".npz", ".npy", ".ico", ".sqlite", ".bin", ".safetensors"}
# Made elsewhere, and kept word for word.
OTHERS = ("web/static/vendor/", "web/static/fonts/OFL.txt", "classifier/model/", "LICENSE")


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix not in PICTURES and not name(path).startswith(OTHERS)]


@pytest.mark.parametrize("subject", FORBIDDEN)
def test_no_file_holds(subject: str) -> None:
    pattern = FORBIDDEN[subject]
    found = [
        f"{name(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_text_is_utf8_and_ends_with_a_line_end() -> None:
    assert [name(path) for path in texts() if (raw := path.read_bytes()) and not raw.endswith(b"\n")] == []


def test_what_is_made_at_run_time_is_not_kept() -> None:
    kept = [name(path) for path in tracked() if set(path.relative_to(ROOT).parts[:1]) & {"var", ".venv", "build"}]
    assert kept == []
