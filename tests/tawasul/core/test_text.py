import pytest

from tawasul.core.text import clean, faults, fold, language_of, latin_digits


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  no water \r\n since Sunday\r", "no water \n since Sunday"),  # one kind of line end, trimmed outside only
        ("e\u0301", "é"),  # composed
        ("\u200b \ufeff\n", ""),  # nothing that can be seen is nothing
        ("\u200fانقطع الماء", "انقطع الماء"),  # a mark left by the keyboard
    ],
)
def test_clean_keeps_what_was_said_and_drops_what_cannot_be_seen(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("plain\ttext\nwith lines", set()),
        ("نص عربي\u200f سليم", set()),  # direction marks are ordinary in Arabic
        ("nul\x00", {"control"}),
        ("c1\x85", {"control"}),
        ("escape \x1b[31m", {"control"}),
        ("over\u202eride", {"bidi"}),
        ("iso\u2066late\x07", {"bidi", "control"}),
        ("lone \ud800", {"surrogate"}),
    ],
)
def test_forbidden_characters_are_named(text, codes):
    assert faults(text) == codes


def test_digits_become_latin():
    assert latin_digits("مجمع ٩٢٥ طريق ۱۲") == "مجمع 925 طريق 12"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("الكهرباء مقطوعة", "ar"),
        ("no power", "en"),
        ("التطبيق ما يفتح app", "ar"),
        ("my eKey is not working من امس", "en"),
        ("", "ar"),
        ("123 !!", "ar"),
        ("बिजली नहीं है", "en"),
    ],
)
def test_the_language_is_that_of_most_letters(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الإنارةُ مُطفأةٌ", "الاناره مطفاه"),  # hamza, harakat, ta marbuta
        ("مســـتشفى", "مستشفي"),  # tatweel, alif maqsura
        ("مسؤول بيئة", "مسوول بييه"),
        ("وااااايد", "واايد"),  # a long shout
        ("مجمع ٩٢٥", "مجمع 925"),
        ("کهرباي", "كهرباي"),  # Persian kaf
        ("NO  Water\n!!", "no water !!"),
        ("mag6oo3a", "مقطوعه"),
        ("3indi", "عندي"),
    ],
)
def test_many_spellings_fold_into_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "word", ["2nd", "5pm", "block3", "covid19", "4g", "3 days", "3days", "b2b", "h2o", "925", "mp3", "room2"]
)
def test_english_words_with_digits_stay_as_they_are(word):
    assert fold(word) == word


def test_folding_twice_changes_nothing():
    text = "الإنـــارة 7afra fel share3 وااااايد ٣ أيام"
    assert fold(fold(text)) == fold(text)


def test_long_text_folds_quickly():
    assert len(fold("7a9a " * 20_000)) > 0
