"""An access code as it is read out on the telephone: each sign with a word that cannot be misheard."""

from tawasul.core.i18n import pgettext


def spelt(code: str) -> list[tuple[str, str]]:
    """Each sign of a code and the word for it."""
    words = _words()
    return [(sign, words[sign]) for sign in code]


def _words() -> dict[str, str]:
    """The signs of Crockford's base 32."""
    return _digits() | {
        "A": pgettext("spelling", "Alfa"),
        "B": pgettext("spelling", "Bravo"),
        "C": pgettext("spelling", "Charlie"),
        "D": pgettext("spelling", "Delta"),
        "E": pgettext("spelling", "Echo"),
        "F": pgettext("spelling", "Foxtrot"),
        "G": pgettext("spelling", "Golf"),
        "H": pgettext("spelling", "Hotel"),
        "J": pgettext("spelling", "Juliett"),
        "K": pgettext("spelling", "Kilo"),
        "M": pgettext("spelling", "Mike"),
        "N": pgettext("spelling", "November"),
        "P": pgettext("spelling", "Papa"),
        "Q": pgettext("spelling", "Quebec"),
        "R": pgettext("spelling", "Romeo"),
        "S": pgettext("spelling", "Sierra"),
        "T": pgettext("spelling", "Tango"),
        "V": pgettext("spelling", "Victor"),
        "W": pgettext("spelling", "William"),
        "X": pgettext("spelling", "X-ray"),
        "Y": pgettext("spelling", "Yankee"),
        "Z": pgettext("spelling", "Zulu"),
    }


def _digits() -> dict[str, str]:
    return {
        "0": pgettext("spelling", "zero"),
        "1": pgettext("spelling", "one"),
        "2": pgettext("spelling", "two"),
        "3": pgettext("spelling", "three"),
        "4": pgettext("spelling", "four"),
        "5": pgettext("spelling", "five"),
        "6": pgettext("spelling", "six"),
        "7": pgettext("spelling", "seven"),
        "8": pgettext("spelling", "eight"),
        "9": pgettext("spelling", "nine"),
    }
