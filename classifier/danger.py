"""Words of danger raise the priority of a case, whatever it is about and whatever the model makes of it."""

import re
from functools import lru_cache
from importlib import resources

from tawasul.core.text import fold

# Before an Arabic word: and, so, with, for, this, the.
_PREFIX = r"[وف]?(?:[بكه]?ال|لل|[بل])?"
_GAP = r"[\s,،]+(?:\w+[\s,،]+){0,4}?"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is dangerous, and what only sounds so: `collapse` of a website, `choking` of traffic."""
    parts: dict[str, list[str]] = {}
    part: list[str] = []
    for line in resources.files("classifier").joinpath("data/danger.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(line.replace(" … ", _GAP))
    arabic, english, harmless = ("|".join(parts[name]) for name in ("arabic", "english", "harmless"))
    return re.compile(rf"(?<!\w){_PREFIX}(?:{arabic})(?!\w)|\b(?:{english})\b"), re.compile(harmless)


def words_of_danger(text: str) -> list[str]:
    """The words that frighten, in the order of the text; empty when there are none."""
    dangerous, harmless = _patterns()
    return [found.group() for found in dangerous.finditer(harmless.sub(" ", fold(text)))]


def is_dangerous(text: str) -> bool:
    return bool(words_of_danger(text))
