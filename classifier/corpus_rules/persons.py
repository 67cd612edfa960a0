"""What would tell who somebody is: numbers of persons, addresses of mail, names of private people."""

import re
from collections.abc import Sequence
from itertools import pairwise

from classifier.corpus_rules.rows import Row
from classifier.stems import words
from tawasul.core.text import fold, latin_digits

PHONE = re.compile(r"(?<![\d.,])(?:(?:\+|00)?973[ -]?)?[136]\d{3}[ -]?\d{4}(?![\d,])")
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{9}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}[A-Z]{4}\d{6,}\b")
INTRODUCED = re.compile(
    r"\b(?:[Mm]y name is|I am called|[Tt]his is) [A-Z][a-z]+ [A-Z][a-z]+"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|Eng)\.? [A-Z][a-z]+ [A-Z][a-z]+"
)
NAMES = """
محمد احمد حسن حسين جاسم يوسف ابراهيم عبدالله عبدالرحمن خالد ناصر راشد حمد سلمان فاطمة مريم زينب عائشة نورة
خديجة منيرة شيخة لطيفة جعفر مهدي صادق عباس رضا ياسر فيصل طارق باسم امل دانة هدى سارة
mohammed mohamed muhammad ahmed hassan hussain jassim yousif ebrahim ibrahim abdulla abdullah khalid nasser
rashid fatima maryam zainab aisha noora raj kumar singh sharma patel joseph thomas george john maria santos
reyes cruz khan rajesh suresh anil
"""
GIVEN_NAMES = frozenset(words(fold(NAMES)))
MY_NAME_IS = frozenset(words(fold("اسمي معكم اخوكم اختكم")))
PATTERNS = {
    "a phone number": PHONE,
    "a personal number": PERSONAL_NUMBER,
    "an address of mail": MAIL,
    "an account number": ACCOUNT,
    "a person who introduces himself": INTRODUCED,
}
NAMED = "the name of a person"


def faults(rows: Sequence[Row]) -> list[str]:
    return [f"{row.place} holds {what}" for row in rows for what in tells(row.text)]


def tells(text: str) -> list[str]:
    plain = latin_digits(text)
    found = [what for what, pattern in PATTERNS.items() if pattern.search(plain)]
    return [*found, NAMED] if _named(plain) else found


def _named(text: str) -> bool:
    """Two given names in a row, or one after `my name is`. One alone may be a street or a king's causeway."""
    return any(one in GIVEN_NAMES | MY_NAME_IS and other in GIVEN_NAMES for one, other in pairwise(words(fold(text))))
