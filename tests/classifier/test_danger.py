from pathlib import Path

import pytest

from classifier.danger import is_dangerous

TEXTS = Path(__file__).with_name("danger_texts.txt")


def texts_of(part):
    """The lines of a part of the file."""
    blocks = TEXTS.read_text("utf-8").split("[")
    return next(block.split("]\n")[1].splitlines() for block in blocks if block.startswith(f"{part}]"))


def share(part):
    found = [is_dangerous(text) for text in texts_of(part)]
    return sum(found) / len(found)


@pytest.mark.parametrize(
    ("danger", "calm", "heard", "false"),
    [("danger", "calm", 80 / 83, 6 / 85), ("unseen danger", "unseen calm", 55 / 70, 2 / 72)],
)
def test_danger_is_heard_and_false_alarms_are_few_as_the_docs_tell(danger, calm, heard, false):
    assert min(len(texts_of(danger)), len(texts_of(calm))) >= 60
    assert share(danger) >= heard
    assert share(calm) <= false


@pytest.mark.parametrize("start", ["", "و", "ف", "ال", "بال", "وال", "لل", "هال"])
@pytest.mark.parametrize("word", ["حريق", "حريقة", "حريقه", "انفجار", "إنفجار"])
def test_what_hangs_on_an_arabic_word_hides_no_danger(start, word):
    assert is_dangerous(f"صار عندنا {start}{word} اليوم")


@pytest.mark.parametrize("between", [" ", " on our street are ", " اليوم "])
def test_a_few_words_may_stand_within_an_expression_and_no_end_of_a_sentence(between):
    assert is_dangerous(f"the wires{between}hanging bare")
    assert not is_dangerous(f"the phone wires came. {between} the walls are bare")


@pytest.mark.parametrize(
    "text",
    [
        "There is a fire in the shop next door, flames everywhere: the building caught fire",
        "strong smell of gas in the stairs",
        "exposed electric cable beside the swing",
        "my neighbour beats his wife every night",
        "I want to die, nobody helps",
        "في حريقة في المخزن",
        "واير مكشوف جدام باب المدرسة",
        "ريحة غاز قوية في العمارة",
        "زوجي يضربني كل يوم",
        "ولدي انكهرب من عمود الإنارة",
        "البيت آيل للسقوط",
    ],
)
def test_words_of_danger_are_heard_in_both_languages(text):
    assert is_dangerous(text)


@pytest.mark.parametrize(
    "text",
    [
        "they fired me without notice",
        "fire certificate delayed for three weeks",
        "the website collapsed again",
        "price explosion in the market",
        "الاختناقات المرورية كل صباح",
        "سلاح ذو حدين",
        "فاتورة الكهرباء مرتفعة",
        "there is no danger and no fire",
        "what is the fire station's number",
        "there is a fire station near the park",
        "there was a fire in the warehouse years ago and the licence was lost",
        "لا يوجد خطر",
        "لا يشكل خطرا على الأطفال",
        "ما فيه حريق والحمد لله",
        "",
    ],
)
def test_ordinary_complaints_are_not_dangerous(text):
    assert not is_dangerous(text)
