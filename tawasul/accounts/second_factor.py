"""The second factor: time-based one-time codes (RFC 6238), who has to have one, and when a code is right. Pure."""

import hmac
import re
from datetime import datetime
from typing import Literal

import pyotp

from tawasul.core.settings import settings
from tawasul.core.text import latin_digits

Due = Literal["password", "second"]
ISSUER = "Tawasul"
# Whoever sees or changes more than one agency's cases.
WIDE = frozenset({"national_supervisor", "arbiter", "minister_office", "administrator"})
_DIGITS = re.compile(r"[0-9]{6}")
# Phones and servers differ by some seconds: the code before and the one after are taken too.
_NEIGHBOURS = (0, -1, 1)


def is_on() -> bool:
    """Whether this installation has a second factor at all."""
    return settings().second_factor != "off"


def is_demanded(role: str) -> bool:
    """Whether somebody of this role goes nowhere without one."""
    demand = settings().second_factor
    return demand == "demanded_of_all" or (demand == "demanded" and role in WIDE)


def due(role: str, *, must_change: bool, since: datetime | None) -> Due | None:
    """What somebody who is logged in has to do before anything else opens."""
    if must_change:
        return "password"
    return "second" if since is None and is_demanded(role) else None


def new_secret() -> str:
    """A secret of 160 bits, in base32."""
    return pyotp.random_base32()


def uri(secret: str, username: str) -> str:
    """What the picture says to the app on the phone."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def in_groups(secret: str) -> str:
    """A secret as it is typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def tidied(code: str) -> str:
    """A code as it is compared: digits of either script, without spaces and hyphens."""
    return re.sub(r"[\s-]+", "", latin_digits(code)).lower()


def is_of_app(code: str) -> bool:
    """Whether a tidied code is one of the app's, rather than a recovery code."""
    return bool(_DIGITS.fullmatch(code))


def step_of(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """The 30 seconds that a code belongs to: now or beside it, and later than `after`, the last that was taken."""
    if not is_of_app(code):
        return None
    totp = pyotp.TOTP(secret)
    here = totp.timecode(now)
    matching = [
        here + beside
        for beside in _NEIGHBOURS
        if hmac.compare_digest(totp.generate_otp(here + beside), code) and here + beside > after
    ]
    return matching[0] if matching else None
