"""The access code of a case: made from its key and version, never stored, and forgiving to those who type it."""

import hmac
from hashlib import sha256

from tawasul.core.seal import key
from tawasul.core.text import latin_digits

LENGTH = 8
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O or U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(case_id: int, version: int) -> str:
    """The access code of one version. A lost code raises the version, and the old one opens nothing more."""
    digest = hmac.new(key("access"), f"{case_id}\n{version}".encode(), sha256).digest()
    bits = int.from_bytes(digest[:5], "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))


def normalised(typed: str) -> str:
    """A typed code as it was meant: capitals, O as zero, I and L as one, without spaces and dashes."""
    kept = (sign for sign in latin_digits(typed[:100]).upper().translate(_READ_AS) if sign in ALPHABET)
    return "".join(kept)


def matches(case_id: int, version: int, typed: str) -> bool:
    """Whether `typed` is the code, compared in constant time."""
    return hmac.compare_digest(code_of(case_id, version), normalised(typed))
