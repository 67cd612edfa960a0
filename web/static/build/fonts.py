# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"
# fontTools has no types, and whoever only serves the pages has no fontTools.
"""Make the fonts of the pages: `npm pack @fontsource/ibm-plex-sans-arabic`, unpack, then
`python -m web.static.build.fonts FOLDER`.

IBM Plex Sans Arabic is cut down to the letters and shapes we use. "Plex" is a reserved font name, so the cut-down
copy is named Tawasul Sans, as the licence asks. `css/fonts.css` is written too: its addresses carry the hash of the
files, the same as `static()` gives, so that a preloaded font is not fetched twice.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from web.static.build.vendored import STATIC, note

FAMILY = "Tawasul Sans"
WEIGHTS = {400: "Regular", 600: "SemiBold"}
# Arabic with the letters of Persian and Urdu that names bring; Latin with the typography of both languages.
LETTERS = {
    "arabic": "20 A0 60C 61B 61F 621-63A 640-652 660-66C 670 67E 686 6A4 6A9 6AF 6CC 200C-200F 25CC",
    "latin": "20-7E A0 A9 AB B7 BB BD D7 E0 E9 2011-2014 2018 2019 201C 201D 2022 2026 2032 2039 203A 2212 2264 2265",
}
# The Latin part has no `locl`: under Arabic it swaps the digits for wider ones, and a page would show two kinds.
FEATURES = {
    "arabic": ["ccmp", "locl", "init", "medi", "fina", "isol", "rlig", "liga", "calt", "mark", "mkmk", "kern", "curs"],
    "latin": ["ccmp", "kern", "mark", "mkmk", "tnum", "lnum"],
}
RANGES = {
    "arabic": "U+0600-06FF, U+200C-200F, U+25CC",
    "latin": "U+0020-007E, U+00A0-00FF, U+2011-203A, U+2212, U+2264-2265",
}
# Copyright, family, style, unique name, full name, version, PostScript name, licence and its address, and the rest.
_KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]


def codes(letters: str) -> list[int]:
    """`41-43 61` as the code points it names."""
    spans = [part.partition("-") for part in letters.split()]
    return [code for first, _, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)]


def cut(font: TTFont, script: str) -> None:
    """Leave only what `script` needs."""
    options = subset.Options()
    options.layout_features = FEATURES[script]
    options.hinting = False
    options.name_IDs = _KEPT_NAMES
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes(LETTERS[script]))
    cutter.subset(font)


def rename(font: TTFont, script: str, weight: int) -> None:
    """Give the copy our name, everywhere the reserved one stood."""
    style = WEIGHTS[weight]
    names = {
        1: FAMILY if weight == 400 else f"{FAMILY} {style}",
        2: "Regular",
        3: f"{FAMILY} {style}, {script}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: FAMILY,
        17: style,
    }
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)


def face(script: str, weight: int, file: Path) -> str:
    """The rule that names a font for the pages."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
    return (
        f'@font-face {{\n  font-family: "{FAMILY}";\n  font-weight: {weight};\n  font-display: swap;\n'
        f'  src: url("../fonts/{file.name}?v={digest}") format("woff2");\n  unicode-range: {RANGES[script]};\n}}\n'
    )


def build(package: Path) -> None:
    """Make every font, its licence, its entry and the style sheet."""
    folder = STATIC / "fonts"
    licence = folder / "OFL.txt"
    shutil.copyfile(package / "LICENSE", licence)
    faces = ["/* Written by build/fonts.py. */\n"]
    for script in LETTERS:
        for weight in WEIGHTS:
            font = TTFont(
                package / "files" / f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2", recalcTimestamp=False
            )
            cut(font, script)
            rename(font, script, weight)
            font.flavor = "woff2"
            file = folder / f"tawasul-sans-{script}-{weight}.woff2"
            font.save(file)
            note(file, package, licence)
            faces.append(face(script, weight, file))
    (STATIC / "css" / "fonts.css").write_text("\n".join(faces), encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
