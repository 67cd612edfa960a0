import pytest

from classifier.stems import stem, words


@pytest.mark.parametrize(
    "forms",
    [
        ("pipe", "pipes", "piping"),
        ("block", "blocks", "blocked", "blocking"),
        ("stop", "stopped", "stopping"),
        ("box", "boxes"),
        ("company", "companies"),
        ("شارع", "الشارع", "بالشارع", "شارعنا", "والشارع"),
        ("فاتوره", "الفاتوره", "فاتورتها"),
        ("مدرس", "مدرسين", "المدرسين"),
    ],
)
def test_forms_of_a_word_meet(forms):
    assert len({stem(form) for form in forms[:2]} | {stem(form) for form in forms[2:]}) <= 2
    assert stem(forms[0]) == stem(forms[1])


@pytest.mark.parametrize("word", ["gas", "bus", "هيه", "ال", "x", "grass"])
def test_short_words_keep_their_letters(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the bill, twice!", ["the", "bill", "twice"]),
        ("बिजली का बिल।", ["बिजली", "का", "बिल"]),
        ("കറന്റ് ബിൽ", ["കറന്റ്", "ബിൽ"]),
        ("تنخواہ نہیں ملی", ["تنخواہ", "نہیں", "ملی"]),
    ],
)
def test_words_of_every_script_stay_whole(text, found):
    assert words(text) == found
