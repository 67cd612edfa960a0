"""Names of accounts in a note: `@basim`. Pure."""

import re

# An address of e-mail names nobody: before the sign stands no letter. Names of accounts are Latin and small.
_NAMED = re.compile(r"(?<![\w.@＠-])[@＠]([a-z0-9][a-z0-9._-]{0,59})", re.IGNORECASE | re.ASCII)
MOST = 20


def pieces(text: str) -> list[tuple[str, str | None]]:
    """A note in pieces: words as they stand, and for each that names an account, its name."""
    found: list[tuple[str, str | None]] = []
    at = 0
    for match in _NAMED.finditer(text):
        name = match[1].rstrip("._-")
        end = match.start(1) + len(name)
        found += [(text[at : match.start()], None), (text[match.start() : end], name.lower())]
        at = end
    return [piece for piece in [*found, (text[at:], None)] if piece[0]]


def named(text: str) -> list[str]:
    """The accounts that a note names, each once, in their order."""
    return list(dict.fromkeys(name for _, name in pieces(text) if name))
