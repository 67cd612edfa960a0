"""The number of a case: eight random digits and a check digit that finds every single slip of the fingers.

The check digit is ISO 7064 MOD 11,10: it catches each wrong digit and most swaps of neighbours. Numbers are random,
so that one says nothing of the next.
"""

import re
import secrets

from tawasul.core.text import INVISIBLE, latin_digits

LENGTH = 9
_SEPARATORS = re.compile(rf"[\s{INVISIBLE}.\-–/]+")


def check_digit(digits: str) -> str:
    """The digit that completes `digits`."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def make() -> str:
    """A new number. Whether it is taken, the database says."""
    first = str(1 + secrets.randbelow(9))
    digits = first + "".join(str(secrets.randbelow(10)) for _ in range(LENGTH - 2))
    return digits + check_digit(digits)


def is_valid(reference: str) -> bool:
    """Whether it has the shape of a number and the right check digit."""
    is_shaped = len(reference) == LENGTH and reference.isascii() and reference.isdigit() and reference[0] != "0"
    return is_shaped and check_digit(reference[:-1]) == reference[-1]


def parse(typed: str) -> str | None:
    """The number that somebody typed: with spaces or without, in any digits. None if it can be no case's number."""
    if len(typed) > 10 * LENGTH:
        return None
    digits = _SEPARATORS.sub("", latin_digits(typed))
    return digits if is_valid(digits) else None


def shown(reference: str) -> str:
    """The number in threes, as it is read aloud."""
    return f"{reference[:3]} {reference[3:6]} {reference[6:]}"
