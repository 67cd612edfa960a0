"""Make the sprite of icons: `npm pack lucide-static`, unpack, then `python -m web.static.build.icons FOLDER`.

An icon is shown by `<svg class="icon"><use href="…/sprite.svg#name"/></svg>`: one file for all pages.
"""

import re
import shutil
import sys
from pathlib import Path

from web.static.build.vendored import STATIC, note

# Every icon that a page of ours shows.
NAMES = (
    "accessibility alarm-clock arrow-right arrow-up-down audio-lines bookmark building-2 calendar-days car check "
    "chevron-down circle-check circle-check-big circle-dot circle-minus circle-pause circle-question-mark "
    "circle-x clock construction copy download droplets ellipsis eye eye-off file-pen-line file-text flag forward "
    "gavel hand-helping heart-pulse history hourglass house id-card image inbox info languages layers lightbulb "
    "list-filter lock log-in log-out mail map map-pin message-circle-question-mark message-square-text mic "
    "octagon-alert paperclip phone play plus printer recycle route scale school search send settings shield-check "
    "siren smartphone split star sticky-note tag trash-2 trending-up triangle-alert undo-2 user user-round-x "
    "users waves wifi-off x zap "
)


def symbol(name: str, drawing: str) -> str:
    """One icon of the package as a part of the sprite."""
    found = re.search(r"<svg[^>]*>(?P<strokes>.*)</svg>", drawing, re.DOTALL)
    if found is None:
        raise ValueError(f"no drawing in {name}")
    strokes = re.sub(r"\s*\n\s*", "", found["strokes"])
    return f'<symbol id="{name}" viewBox="0 0 24 24">{strokes}</symbol>'


def build(package: Path) -> None:
    """Write the sprite, its licence and its entry."""
    sprite, licence = STATIC / "icons" / "sprite.svg", STATIC / "icons" / "LICENSE.txt"
    symbols = [symbol(name, (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")) for name in NAMES.split()]
    body = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])
    sprite.write_text(body, encoding="utf-8")
    shutil.copyfile(package / "LICENSE", licence)
    note(sprite, package, licence)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
