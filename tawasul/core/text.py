"""What search, the forms and the sorter agree on about Arabic and Latin text."""

import re
import unicodedata

INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2800\u3164\ufeff"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
SURROGATE = re.compile("[\ud800-\udfff]")
UNSEEN = re.compile(f"[{INVISIBLE}\u202a-\u202e\u2066-\u2069]")
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+")
MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
ARABIC_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
OTHER_LETTER = re.compile("[\u0900-\u0dff]")
LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Persian and Urdu keyboards write kaf, yeh and heh with other code points than Arabic ones.
LETTERS = str.maketrans("أإآٱىئیةؤہھکڪ", "اااايييهوههكك")

ARABIZI = re.compile(r"(?<![\w'])[a-z235679']{2,}(?![\w'])")
ARABIZI_INSIDE = re.compile(r"[a-z]([235679])\1?[a-z]")
ARABIZI_FIRST = re.compile(r"([235679])[a-z]*[aeiou][a-z]*")
ARABIZI_LAST = re.compile(r"[a-z]{2,}[3679]")
ENGLISH_WITH_DIGITS = re.compile(
    r"(?:\d+(?:st|nd|rd|th|am|pm|[gkm]b?|k[gm]|days?|weeks?|months?|years?|hours?|hrs?|min(?:ute)?s?|times?|persons?"
    r"|people|bhd|bd|dinars?|fils|x|star|phase|ways?|inch|meters?|metres?|ton|bed(?:room)?s?|rooms?|cars?|units?))"
    r"|(?:(?:block|road|flat|room|house|villa|gate|unit|phase|level|form|step|line|bus|car|day|no|covid|mp|type|class"
    r"|grade|part|page|item|zone|area|sector|floor|version|bldg|building|apt|shop|way|rd|blk)\d)"
    r"|(?:[a-z]2[a-z]|h2o|co2)"
)
# Longest first: two Latin letters that stand for one Arabic letter go before the single ones.
ARABIZI_LETTERS = (
    ("kh", "خ"), ("sh", "ش"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("ch", "چ"),
    ("oo", "و"), ("ou", "و"), ("ee", "ي"), ("aa", "ا"), ("ai", "ي"), ("ay", "ي"), ("ei", "ي"), ("aw", "و"),
    ("7", "ح"), ("3", "ع"), ("5", "خ"), ("6", "ط"), ("9", "ص"), ("2", "ء"),
    ("b", "ب"), ("t", "ت"), ("j", "ج"), ("d", "د"), ("r", "ر"), ("z", "ز"), ("s", "س"), ("f", "ف"), ("v", "ف"),
    ("q", "ق"), ("g", "ق"), ("k", "ك"), ("c", "ك"), ("x", "كس"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("h", "ه"),
    ("w", "و"), ("u", "و"), ("y", "ي"), ("p", "ب"), ("a", ""), ("e", ""), ("i", ""), ("o", ""),
)  # fmt: skip


def clean(text: str) -> str:
    """The text as it is stored: composed letters, one kind of line end, nothing unseen round it."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    before = ""
    while before != composed:
        before, composed = composed, composed.strip().strip(INVISIBLE)
    return composed


def faults(text: str) -> set[str]:
    """Codes of what a text must not carry; empty when it may be stored."""
    patterns = {"control": CONTROL, "bidi": BIDI, "surrogate": SURROGATE}
    return {code for code, pattern in patterns.items() if pattern.search(text)}


def is_email(text: str) -> bool:
    """Whether a cleaned text can be the address of a letter box."""
    is_address = len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None
    return is_address and not faults(text) and not UNSEEN.search(text)


def latin_digits(text: str) -> str:
    return text.translate(DIGITS)


def language_of(text: str) -> str:
    """The script that carries more letters; a text without letters is Arabic, the first language of the house."""
    arabic = len(ARABIC_LETTER.findall(text))
    other = len(LATIN_LETTER.findall(text)) + len(OTHER_LETTER.findall(text))
    return "ar" if arabic >= other else "en"


def looks_like_arabizi(word: str) -> bool:
    """A Latin word in which digits stand for Arabic letters, not `2nd`, `5pm` or `block3`."""
    if ENGLISH_WITH_DIGITS.fullmatch(word) or not re.search(r"[a-z]", word):
        return False
    if ARABIZI_INSIDE.search(word):
        return True
    return bool(ARABIZI_FIRST.fullmatch(word) or ARABIZI_LAST.fullmatch(word))


def arabizi_to_arabic(word: str) -> str:
    """`mag6oo3a` becomes مقطوعه: short vowels are written only at the end, where `a` is the feminine one."""
    ending = "ه" if word.endswith(("a", "ah", "eh")) and len(word) > 2 else ""
    first = "ا" if word[0] in "aeio" else ""
    rest = word.removesuffix("h").removesuffix("a") if ending else re.sub("i$", "y", re.sub("o$", "w", word))
    for latin, arabic in ARABIZI_LETTERS:
        rest = rest.replace(latin, arabic)
    return first + rest + ending


def fold(text: str) -> str:
    """One spelling for what people type in many, so that search and the sorter compare like with like."""
    plain = MARKS.sub("", UNSEEN.sub("", unicodedata.normalize("NFKC", text))).lower()
    plain = MARKS.sub("", latin_digits(plain).translate(LETTERS))
    plain = ARABIZI.sub(_arabic_if_arabizi, LONG_RUN.sub(r"\1\1", plain))
    return " ".join(plain.split())


def _arabic_if_arabizi(found: re.Match[str]) -> str:
    word = found.group()
    return arabizi_to_arabic(word) if looks_like_arabizi(word) else word
