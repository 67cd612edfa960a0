from classifier import destinations, lexicon
from classifier.stems import stems, words
from tawasul.core.text import fold

SOURCE = """
# a comment: not a meaning
water: water | ماء | الماي
@leak: burst pipe | ماسورة ; =water
"""


def met(text, source=SOURCE):
    return lexicon.parse(source).found(stems(words(fold(text))))


def test_words_of_one_meaning_meet_in_both_languages():
    assert met("Water everywhere") == met("المَاء في الشارع") == met("والماي مقطوع") == ["water"]


def test_a_form_of_two_words_needs_both():
    assert met("the pipes burst") == []
    assert met("burst pipes") == ["leak.0"]


def test_every_category_of_the_country_has_words_in_both_languages():
    known = lexicon.parse(lexicon.bundled())
    assert set(known.speaks_for) == set(destinations.of_the_country())
    for groups in known.speaks_for.values():
        forms = " ".join(form for group in groups for form in group)
        assert any("a" <= letter <= "z" for letter in forms)
        assert any("\u0621" <= letter <= "\u064a" for letter in forms)
