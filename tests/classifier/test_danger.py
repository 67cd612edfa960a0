import pytest

from classifier.danger import is_dangerous


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
        "",
    ],
)
def test_ordinary_complaints_are_not_dangerous(text):
    assert not is_dangerous(text)
