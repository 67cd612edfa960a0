"""Secrets at rest: sealed values, keyed fingerprints and short codes, each purpose with a key of its own.

The master key is `TAWASUL_SECRET_KEY`; a purpose's key is derived from it by HKDF, so no two purposes share one.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tawasul.core.settings import settings

KEY_ID = "1"
_NONCE = 12


class Unsealable(ValueError):
    """A sealed value that this key did not make, or that was altered."""


@lru_cache(maxsize=64)
def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"tawasul/{purpose}".encode()).derive(master)


def key(purpose: str) -> bytes:
    """The 32-byte key of one purpose."""
    return _derived(settings().secret_key, purpose)


def seal(value: str, *, purpose: str) -> str:
    """`value` encrypted and authenticated (AES-256-GCM); the key's id stands in front."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key(purpose)).encrypt(nonce, value.encode(), purpose.encode())
    return f"{KEY_ID}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, purpose: str) -> str:
    """The value that `seal` was given; `Unsealable` if it was made elsewhere or altered."""
    key_id, _, body = sealed.partition(".")
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
        if key_id != KEY_ID:
            raise Unsealable("unknown key")
        return AESGCM(key(purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unsealable(purpose) from error


def fingerprint(value: str, *, purpose: str) -> str:
    """A keyed hash (HMAC-SHA256, hex) by which a secret value can be found without being stored."""
    return hmac.new(key(purpose), value.encode(), hashlib.sha256).hexdigest()


def token() -> str:
    """A random token of 256 bits, for a link or a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(value: str) -> str:
    """How a token is stored: its SHA-256, hex. A token is random, so it needs no salt."""
    return hashlib.sha256(value.encode()).hexdigest()
