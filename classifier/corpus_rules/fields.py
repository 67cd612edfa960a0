"""Is each line well formed: known words in its fields, and letters that are what they seem?"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from classifier.corpus_rules.rows import KINDS, LANGUAGES, Row
from tawasul.core import text

# UTF-8 read as Latin-1 or as Windows Arabic, and the mark of a letter that was lost.
BROKEN = re.compile("\ufffd|[ÃØÙ][\u0080-\u00bf]|Ã.|ط§ظ„")
GROUP = re.compile(r"[a-z]+(?:-[a-z]+)*-\d+")
ENTRY = re.compile(r"^- `([a-z-]+)` (.*)$", re.MULTILINE)
CODE = re.compile(r"`([a-z-]+)`")
SENTENCE_END = re.compile(r"\.(?: |$)")


def faults(rows: Sequence[Row], categories: Collection[str]) -> list[str]:
    return [
        *(f"{row.place} has {what}" for row in rows for what in wrong_fields(row, categories)),
        *(f"{row.place} has {what}" for row in rows for what in wrong_letters(row)),
        *pairs(rows),
    ]


def wrong_fields(row: Row, categories: Collection[str]) -> list[str]:
    judged = {
        "an unknown category": row.category is not None and row.category not in categories,
        "an unknown kind": row.kind not in KINDS if row.category else row.kind is not None,
        "an unknown variety": row.variety not in LANGUAGES,
        "another language than its variety": row.lang not in LANGUAGES.get(row.variety, (row.lang,)),
        "no batch with a number": not GROUP.fullmatch(row.group),
    }
    return [what for what, wrong in judged.items() if wrong]


def wrong_letters(row: Row) -> list[str]:
    arabic = text.language_of(row.text) == "ar"
    judged = {
        "letters that are not composed, or blanks round them": text.clean(row.text) != row.text,
        "forbidden characters": bool(text.faults(row.text)),
        "a broken encoding": bool(BROKEN.search(row.text)),
        "another script than its variety": row.category is not None
        and ((row.variety in ("bahraini", "msa") and not arabic) or (row.lang == "en" and arabic)),
    }
    return [what for what, wrong in judged.items() if wrong]


def pairs(rows: Sequence[Row]) -> list[str]:
    """Two hard texts with one note, a whole sentence, of the border between their two categories."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.pair:
            found[row.pair].append(row)
    return [
        f"{pair} is not two texts of two categories with one border"
        for pair, members in found.items()
        if len(members) != 2
        or len({row.category for row in members}) != 2
        or len({row.border for row in members}) != 1
        or not (members[0].border or "").endswith(".")
    ]


def definitions(source: str, categories: Collection[str]) -> list[str]:
    """Two sentences for each category, and the second names a category where the rest goes."""
    entries = ENTRY.findall(source)
    named = [code for code, _ in entries]
    wrong = [f"{code} is defined {named.count(code)} times" for code in categories if named.count(code) != 1]
    for code, said in entries:
        others = set(CODE.findall(said))
        if code not in categories or not others <= set(categories):
            wrong.append(f"the definition of {code} names a category that is not there")
        if len(SENTENCE_END.findall(said)) != 2 or not others - {code}:
            wrong.append(f"the definition of {code} is not two sentences that name another category")
    return wrong
