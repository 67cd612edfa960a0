"""What names or finds a person is taken out of a text before a model learns from it. Pure; in both scripts.

Rather a word too many than a name too few: a text that lost a street number still says what it is about.
"""

import re

from tawasul.core.text import CONTROL, MARKS, UNSEEN

GONE = "…"

_MARK = f"(?:{MARKS.pattern})*"


def _arabic(*words: str) -> str:
    """Arabic words in every spelling: hamza or none, ta marbuta or ha, with vowel signs or stretched."""
    alike = {"ا": "[اأإآٱ]", "ي": "[يىئی]", "ه": "[هةہ]", "و": "[وؤ]", "ك": "[كک]"}
    return "|".join(_MARK.join(alike.get(letter, letter) for letter in word) + _MARK for word in words)


_ADDRESS = _arabic(
    *("منزل", "بيت", "فيلا", "شقه", "عماره", "مبني", "بنايه", "مجمع", "طريق", "شارع", "ممر", "محل", "طابق", "بوابه")
)
_PAPER = _arabic(
    *(
        "حساب",
        "عقد",
        "عداد",
        "لوحه",
        "سياره",
        "سيارت",
        "ملف",
        "شكوي",
        "بلاغ",
        "معامله",
        "جواز",
        "طلب",
        "فاتوره",
        "مرجع",
    ),
    *("قضيه", "سجل", "رخصه", "بطاقه", "هاتف", "تلفون", "موبايل", "جوال", "رقم", "رقمي", "رقمها", "ايبان", "هويه"),
)
_ENGLISH_ADDRESS = (
    r"house|home|villa|flat|apartment|apt|building|bldg|blk|block|road|rd|street|st|way|avenue|ave|lane|shop|floor|unit"
)
_ENGLISH_PAPER = (
    r"account|acct|a/c|contract|meter|plates?|car|policy|ref|reference|case|complaint|ticket|invoice|file|cr|cpr|id"
    r"|passport|licen[cs]e|application|request|order|iban|phone|mobile|tel|number|no|card"
)
_LINK_WORDS = rf"(?:number|num|no|nr|is|{_arabic('رقم', 'رقمه', 'الرقم', 'هو', 'هي')})"
_BETWEEN = rf"(?:[\s.:#=،,()\-]*{_LINK_WORDS}\b){{0,2}}[\s.:#=،,()\-]*"
_CODE = r"[A-Za-z]{0,3}[/\-]?\d[\w/\-]*"

_TITLES = r"mr|mrs|ms|miss|mister|dr|prof|engr|sheikha?|shaikha?|abu|umm?|bu"
_LONG_TITLES = (
    r"[Dd]octor|[Pp]rofessor|[Ee]ngineer|[Cc]aptain|[Nn]urse|[Tt]eacher|[Oo]fficer|[Ss]ayed|[Hh]ajji|[Mm]adam|[Ss]ir"
    r"|[Uu]stadh?|[Ee]ng\.?|M/[Ss]"
)
_INTRODUCED = r"my\s+name\s+is|my\s+name['’]s|named"
_WITH_THE = ("سيد", "سيده", "استاذ", "استاذه", "دكتور", "دكتوره", "مهندس", "مهندسه", "شيخ", "شيخه", "حاج", "حاجه")
_ARABIC_TITLES = _arabic(
    *("السيد", "السيده", "سيد", "الاستاذ", "الاستاذه", "استاذ", "استاذه", "الدكتور", "الدكتوره", "دكتور", "دكتوره"),
    *("المهندس", "المهندسه", "مهندس", "الشيخ", "الشيخه", "شيخ", "الحاج", "الحاجه", "حجي", "الاخ", "الاخت", "المحامي"),
    *("المدعو", "المدعوه", "ابو", "ابي", "ام", "بو", "اسمي", "اسمه", "اسمها", "بن", "بنت"),
)
# With what hangs on it: of the, for the, like the, this; هام is no title.
_HUNG_TITLES = rf"[وف]?(?:[بكهف]{_arabic('ال')}|{_arabic('لل')})(?:{_arabic(*_WITH_THE)})"
_SHORT_TITLES = r"[دأام]\s?[./]"
_GIVEN = _arabic(
    *("محمد", "احمد", "علي", "حسن", "حسين", "عبدالله", "عبدالرحمن", "عبدالعزيز", "يوسف", "ابراهيم", "جاسم", "خالد"),
    *("سلمان", "عيسي", "راشد", "حمد", "خليفه", "فاطمه", "مريم", "زينب", "نوره", "عائشه", "ليلي", "جعفر", "عباس"),
    *("صالح", "ناصر", "سعيد", "فيصل", "طارق", "عادل", "باسم", "امل", "هدي", "دانه", "ناديه", "سلوي", "مني", "كاظم"),
)
_WORD = r"[^\W\d_][^\W\d_'’\-]*(?:['’\-][^\W\d_]+)*"
_PARTICLE = rf"(?:bin|bint|ibn|al|el|abu|abdul|{_arabic('بن', 'بنت', 'ابن', 'ال', 'ابو', 'عبد')})"
# A second and third name: with a capital, after a particle, a family's name, or one that many have.
_ARABIC_MORE = rf"(?:{_PARTICLE}\s+{_WORD}|{_GIVEN}(?!\w)|{_arabic('ال')}\w+[يىی](?!\w))"
_ENGLISH_GIVEN = (
    r"mohamm?[ae]d|muhamm?[ae]d|ahmed|ali|hass?an|huss?[ae]in|abdull?ah?|yous?[ei]f|ebrahim|ibrahim|jass?im|khalid|salman"
    r"|isa|rashid|hamad|khalifa|fatima|maryam|mariam|zainab|noora|aisha|jaffar|abbas|saleh|nass?er|saeed|faisal|adel"
)
_ENGLISH_MORE = rf"(?:(?i:{_ENGLISH_GIVEN})(?!\w)|(?i:{_PARTICLE})[\s\-]+{_WORD}|[A-Z]{_WORD})"
_ARABIC_NAME = rf"(?:{_PARTICLE}\s+)?{_WORD}(?:\s+{_ARABIC_MORE}){{0,3}}"
_ENGLISH_NAME = rf"(?:[A-Za-z]\.\s*){{0,3}}(?:(?i:{_PARTICLE})[\s\-]+)?{_WORD}(?:\s+{_ENGLISH_MORE}){{0,3}}"
_CAPITAL_NAME = rf"[A-Z]{_WORD}(?:\s+{_ENGLISH_MORE}){{0,3}}"

# What is written between the digits of one number, and what is not seen between them.
_APART = r"[\s\-‐‑–—./()_،,]{0,3}"

# An address that is written so that no machine finds it.
_AT, _DOT = r"[\[(]\s?at\s?[\])]", r"[\[(]\s?dot\s?[\])]"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), GONE),
    (re.compile(r"[^\s@<>()،,;]+@[^\s@<>()،,;]+"), GONE),
    (re.compile(rf"[^\s@]+\s*{_AT}\s*[^\s@]+(?:\s*{_DOT}\s*[^\s@]+){{0,4}}", re.IGNORECASE), GONE),
    (re.compile(r"(?<!\w)@\w{2,}"), GONE),
    (re.compile(r"\b(?:[a-z0-9\-]+\.)+(?:com|net|org|gov|edu|bh|info|io|me)\b(?:/\S*)?", re.IGNORECASE), GONE),
    (
        re.compile(
            r"\b(?:[A-Z]{2}|BH )\d{2}(?:[ \-]?[A-Z]{4})?(?:[ \-]?(?=[A-Z]{0,3}\d)[A-Z0-9]{2,4}){2,8}\b", re.IGNORECASE
        ),
        GONE,
    ),
    (re.compile(rf"\+?\d(?:{_APART}\d){{5,}}"), GONE),
    (re.compile(r"[^\W_]*\d{5,}[^\W_]*"), GONE),
    (re.compile(rf"(\b(?:{_ENGLISH_ADDRESS}|{_ENGLISH_PAPER})){_BETWEEN}\b{_CODE}", re.IGNORECASE), rf"\1 {GONE}"),
    (re.compile(rf"(\b(?:{_ENGLISH_ADDRESS}))\d+\w*", re.IGNORECASE), rf"\1 {GONE}"),
    (re.compile(r"(?<!\w)([bhrf]|bl|rd|[مطشب])\s?[./:\-]\s?\d[\w/\-]*", re.IGNORECASE), rf"\1 {GONE}"),
    (re.compile(rf"((?:{_ADDRESS}|{_PAPER})(?:نا|ي|ه|هم|كم|ها)?){_BETWEEN}{_CODE}"), rf"\1 {GONE}"),
    (re.compile(rf"(?<!\w)((?i:{_TITLES})(?:\.|(?!\w)))\s*{_ENGLISH_NAME}"), rf"\1 {GONE}"),
    (re.compile(rf"(?<!\w)({_LONG_TITLES})\s+{_CAPITAL_NAME}"), rf"\1 {GONE}"),
    (re.compile(rf"(?<!\w)((?i:{_INTRODUCED}))\s+{_ENGLISH_NAME}"), rf"\1 {GONE}"),
    (re.compile(rf"(?<!\w)([وبلف]?(?:{_ARABIC_TITLES})|{_HUNG_TITLES})[\s/:.]+{_ARABIC_NAME}"), rf"\1 {GONE}"),
    (re.compile(rf"(?<!\w)({_SHORT_TITLES})\s*{_ARABIC_NAME}"), rf"\1 {GONE}"),
)


def without_personal_data(text: str) -> str:
    """The text with `…` for names after titles, numbers of people and papers, addresses, e-mail and links."""
    plain = UNSEEN.sub("", CONTROL.sub(" ", text))
    before = None
    while before != plain:  # what was taken out may bring a title and a name together
        before = plain
        for pattern, by in _RULES:
            plain = pattern.sub(by, plain)
        plain = re.sub(rf"{GONE}(?:\s*{GONE})+", GONE, plain)
    return plain.strip()
