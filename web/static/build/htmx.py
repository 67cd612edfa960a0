"""Take htmx as it is: `npm pack htmx.org@2.0.11`, unpack, then `python -m web.static.build.htmx FOLDER`."""

import shutil
import sys
from pathlib import Path

from web.static.build.vendored import STATIC, note


def build(package: Path) -> None:
    """Copy the file and its licence, and enter it."""
    script, licence = STATIC / "vendor" / "htmx.min.js", STATIC / "vendor" / "htmx.LICENSE.txt"
    shutil.copyfile(package / "dist" / "htmx.min.js", script)
    shutil.copyfile(package / "LICENSE", licence)
    note(script, package, licence)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
