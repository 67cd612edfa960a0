"""Are there enough texts of each kind, and is the mix that of real life?"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from classifier.corpus_rules.rows import DIALECT, ENGLISH, OTHERS, STANDARD, TWISTED, Row, words_in
from tawasul.core.text import fold

AT_LEAST = 12
FEWEST_TWISTED, FEWEST_OTHER, FEWEST_NOTHING, FEWEST_HARD = 300, 25, 200, 300
SHARE_OF_SUGGESTIONS, SHARE_OF_INQUIRIES = (0.11, 0.15), (0.10, 0.14)
SHORT, LONG = 12, 80
LEAST_SHORT, FEWEST_LONG = 1 / 3, 60
MOST_OFFICIAL = 1 / 5
HUNG_BEFORE = ("و", "ب", "ل", "ف")
NAMES_BEGIN = tuple(fold("هيئة وزارة جهاز بلدية صندوق مصرف مجلس إدارة مؤسسة").split())


def faults(rows: Sequence[Row], categories: Collection[str], official: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        *too_few(rows, categories),
        *too_few_besides(rows),
        *wrong_shares(rows),
        *wrong_lengths(rows),
        *too_official(rows, official),
    ]


def too_few(rows: Sequence[Row], categories: Collection[str]) -> list[str]:
    wanted = {"Bahraini": DIALECT, "MSA": STANDARD, "English": ENGLISH}
    counts = Counter((row.category, row.variety) for row in rows)
    return [
        f"{code} has {found} texts in {name}, not {AT_LEAST}"
        for code in sorted(categories)
        for name, varieties in wanted.items()
        if (found := sum(counts[code, variety] for variety in varieties)) < AT_LEAST
    ]


def too_few_besides(rows: Sequence[Row]) -> list[str]:
    """What is counted over all categories together."""
    wanted: list[tuple[str, int, Callable[[Row], bool]]] = [
        ("mixed, in Arabizi or misspelt", FEWEST_TWISTED, lambda row: row.variety in TWISTED),
        ("that must not be sorted", FEWEST_NOTHING, lambda row: row.category is None),
        ("in hard pairs", FEWEST_HARD, lambda row: row.pair is not None),
    ]
    spoken = Counter(row.variety for row in rows)
    return [
        *(
            f"there are {found} texts {what}, not {least}"
            for what, least, belongs in wanted
            if (found := sum(map(belongs, rows))) < least
        ),
        *(
            f"there are {spoken[variety]} texts in {variety}, not {FEWEST_OTHER}"
            for variety in OTHERS
            if spoken[variety] < FEWEST_OTHER
        ),
    ]


def wrong_shares(rows: Sequence[Row]) -> list[str]:
    kinds = Counter(row.kind for row in rows if row.category)
    wanted = {"suggestion": SHARE_OF_SUGGESTIONS, "inquiry": SHARE_OF_INQUIRIES}
    return [
        f"{kinds[kind] / kinds.total():.1%} of the texts are of the kind {kind}, not {least:.0%} to {most:.0%}"
        for kind, (least, most) in wanted.items()
        if not least <= kinds[kind] / max(1, kinds.total()) <= most
    ]


def wrong_lengths(rows: Sequence[Row]) -> list[str]:
    lengths = [words_in(row.text) for row in rows if row.category]
    short, long = sum(length < SHORT for length in lengths), sum(length > LONG for length in lengths)
    found = []
    if short < LEAST_SHORT * len(lengths):
        found.append(f"only {short} of {len(lengths)} texts have under {SHORT} words")
    if long < FEWEST_LONG:
        found.append(f"only {long} texts have over {LONG} words")
    return found


def too_official(rows: Sequence[Row], official: Mapping[str, Sequence[str]]) -> list[str]:
    """People seldom know what their category or its agency is called."""
    texts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for row in rows:
        if row.category:
            texts[row.category] += 1
            named[row.category] += says_official_name(row.text, official.get(row.category, ()))
    return [
        f"{named[code]} of {texts[code]} texts of {code} say an official name"
        for code in sorted(texts)
        if named[code] > MOST_OFFICIAL * texts[code]
    ]


def says_official_name(text: str, names: Sequence[str]) -> bool:
    padded = f" {' '.join(_bare(word) for word in fold(text).split())} "
    return any(f" {' '.join(_bare(word) for word in fold(name).split())} " in padded for name in names)


def _bare(word: str) -> str:
    """Without the stops at its ends, and without what Arabic hangs before a name: لهيئة and هيئة are one."""
    word = word.strip(".,،؛:;!?؟()«»\"'")
    return word[1:] if word.startswith(HUNG_BEFORE) and word[1:].startswith(NAMES_BEGIN) else word
