"""The README names every setting that is read, with the default that holds."""

import re

from tests.rules.sources import ROOMS, ROOT, calls, constants, files, name

SETTING = re.compile(r"TAWASUL_[A-Z_]+")
# The end of the pipe by which `serve` stops its processes: handed down, never set by hand.
INTERNAL = {"TAWASUL_LIFELINE"}
READ_HERE = "tawasul/core/settings.py"


def read() -> set[str]:
    return set(SETTING.findall((ROOT / READ_HERE).read_text(encoding="utf-8")))


def told() -> set[str]:
    """What stands in the README's table of settings."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {found for line in readme.splitlines() if line.startswith("| `TAWASUL_") for found in SETTING.findall(line)}


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    assert told() == read()


def test_settings_are_read_in_one_place() -> None:
    elsewhere = [
        name(path)
        for path in files(".py", *ROOMS)
        for called, call in calls(path)
        if called in ("os.environ.get", "os.getenv") and name(path) != READ_HERE
        if not set(constants(call.args)) <= INTERNAL
        if any(SETTING.fullmatch(text) for text in constants(call.args))
    ]
    assert elsewhere == []
