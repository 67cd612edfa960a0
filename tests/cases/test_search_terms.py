"""Words are found in every spelling that people use for them, in both languages, and nothing else is."""

import pytest

from cases.search_terms import asked, is_hit, marked, stored


def finds(typed: str, text: str) -> bool:
    """Whether every word that is looked for stands in the text, in the way of the index."""
    words = stored([text]).split()
    return all(
        any(word.startswith(form) if len(form) >= 3 else word == form for form in group for word in words)
        for group in asked(typed)
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("مدرسه", "شكوى على المدرسة"),  # ة and ه, and the article
        ("المدرسة", "قرب مدرسه خاصة"),  # the other way round
        ("شكوي", "لدي شكوى"),  # ى and ي
        ("شكوى", "لدي شكوي"),
        ("احمد", "شارع أحمد"),  # hamza
        ("كهرباء", "انقطعت الكَهْرَبَاء"),  # vowel signs
        ("بلدية", "والبلدية لا ترد"),
        ("البلدية", "راجعت بلدية المحرق"),
        ("حديقة", "بالحديقة حفرة"),
        ("الحديقة", "للحديقة باب"),
        ("حديقة", "وللحديقة باب"),
        ("لمدرسة", "في المدرسة"),
        ("وماء", "لا ماء ولا كهرباء"),
        ("ماء", "ولماء البحر"),
        ("طريق ٢٣٤٥", "طريق 2345"),
        ("POWER", "No power since Sunday"),
        ("Café", "a cafe by the sea"),
        ("cafe", "a Café by the sea"),
        ("stre", "three streets away"),  # the beginning of a word
        ("duplicate 123 456 782", "a duplicate of 123456782"),
        ("123456782", "ref. 123-456-782 again"),
        ("١٢٣٤٥٦٧٨٢", "123 456 782"),
    ],
)
def test_a_word_is_found_in_another_spelling(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ماء", "هواء"),
        ("ولد", "الدار"),  # three letters are a word, and what stands before them is part of it
        ("power water", "no power"),  # all words are wanted
        ("12", "123"),  # two signs are no beginning
        ("street", "tree"),
    ],
)
def test_another_word_is_not_found(typed: str, text: str) -> None:
    assert not finds(typed, text)


@pytest.mark.parametrize("typed", ["", "   ", '"', "***", "()^:-", "\x00", "\u200f", "\u0651", "💧"])
def test_what_holds_no_word_asks_for_nothing(typed: str) -> None:
    assert asked(typed) == []


def test_a_hit_is_marked_with_what_stands_round_it() -> None:
    text = "انقطعت الكهرباء عن منزلنا منذ يوم الأحد"
    parts = marked(text, asked("كهرباء منزلنا"), 140)
    assert [part for part, is_one in parts if is_one] == ["الكهرباء", "منزلنا"]
    assert "".join(part for part, _ in parts) == text


def test_a_long_text_is_cut_round_the_first_hit() -> None:
    parts = marked("before " * 60 + "the lamp" + " after" * 60, asked("lamp"), 60)
    assert ("lamp", True) in parts
    assert parts[0] == ("…", False)
    assert parts[-1] == ("…", False)
    assert len("".join(part for part, _ in parts)) < 80


def test_a_number_in_threes_is_marked_whole() -> None:
    assert ("123 456 782", True) in marked("see 123 456 782.", asked("123456782"), 60)


def test_a_text_without_a_hit_has_no_parts() -> None:
    assert marked("nothing here", asked("lamp"), 60) == []
    assert not is_hit("here", asked("lamp"))
