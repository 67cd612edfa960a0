import pytest

from classifier.reasons import RARE_ENOUGH, weighed
from classifier.signature import nearest, signatures
from tawasul.core.text import fold

TEXT = "The electricity is off in our street, please help"


def test_the_words_that_weighed_are_those_of_the_text_as_written(trained):
    found = weighed(trained.model, TEXT.replace("electricity", "ELECTRICITY"), "ewa-power-outage")
    assert "ELECTRICITY" in found
    assert set(found) <= set(TEXT.replace("electricity", "ELECTRICITY").replace(",", "").split())


def test_words_that_stand_everywhere_explain_nothing(trained):
    vocabulary = trained.model.features.words
    for text, label in trained.model.examples[:40]:
        found = {fold(word) for word in weighed(trained.model, text, label) if label}
        known = [vocabulary.numbers[word] for word in found if word in vocabulary.numbers]
        assert all(vocabulary.weights[number] >= RARE_ENOUGH for number in known), found


@pytest.mark.parametrize("text", ["حتى الماء مقطوع عنا حتى الان", "It has been on and off until now, no water"])
def test_words_that_tie_others_together_are_no_reasons(trained, text):
    ties = {"حتى", "الان", "عنا", "has", "been", "on", "and", "off", "until", "now", "no", "it"} - {"عنا"}
    for label in trained.model.labels:
        assert not ties & {fold(word) for word in weighed(trained.model, text, label)}


def test_another_category_has_other_reasons(trained):
    text = "The electricity is off and the bill is wrong"
    assert "electricity" not in weighed(trained.model, text, "ewa-bill", count=1)


def test_a_text_of_unknown_words_has_no_reasons(trained):
    assert weighed(trained.model, "zzxqy !!! 。", "ewa-bill") == []
    assert weighed(trained.model, "", "ewa-bill") == []


def test_the_same_text_has_the_same_signature_and_is_nearest_to_itself(trained):
    texts = [text for text, _ in trained.model.examples[:50]]
    signed = signatures(trained.model, texts)
    assert signatures(trained.model, texts[7:8]) == signed[7:8]
    place, closeness = nearest(signed[7], signed, count=1, least=0.0)[0]
    assert texts[place] == texts[7]
    assert closeness > 0.99


def test_nothing_far_away_is_near(trained):
    signed = signatures(trained.model, ["the power is off", "استلام جواز السفر"])
    assert nearest(signed[0], signed[1:], count=3, least=0.5) == []
    assert nearest(signed[0], [], count=3, least=0.0) == []


def test_no_texts_have_no_signatures(trained):
    assert signatures(trained.model, []) == []
