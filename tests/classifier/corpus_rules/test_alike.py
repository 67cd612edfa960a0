import pytest

from classifier.corpus_rules import alike

NOISE = "My neighbour parks across the gate every night"


def test_a_text_written_twice_is_found_whatever_its_category(written):
    rows = [written("The lift is broken!"), written(NOISE), written("the  lift is broken!", "rera-owners")]
    assert alike.same_texts(rows) == ["a.jsonl:1 and a.jsonl:3 are the same text"]


def test_two_texts_that_share_half_their_pieces_are_near_duplicates(written):
    rows = [
        written("وصلتني فاتورة الكهرباء مضاعفة هذا الشهر"),
        written(NOISE),
        written("وصلتني فاتورة الكهرباء مضاعفة في هذا الشهر"),
    ]
    assert alike.near_duplicates(rows) == ["a.jsonl:1 and a.jsonl:3 are near-duplicates"]


def test_likeness_across_categories_is_what_hard_pairs_are_made_of(written):
    one, other = written("The bill came twice this month"), written("The bill came twice this month.", "tra-billing")
    assert alike.near_duplicates([one, other]) == []


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("Please send a crew to Riffa because the lamp is dark", True),  # one slot
        ("Please send a crew to Hidd because the road is dark", True),  # two slots
        ("Please send a van to Hidd because the road is dark", False),  # three words differ
        ("Please send a crew to Isa Town because the lamp is dark", False),  # another length
    ],
)
def test_long_sentences_equal_but_for_two_words_share_a_template(written, other, found):
    rows = [written("Please send a crew to Muharraq because the lamp is dark"), written(NOISE), written(other, "x")]
    assert bool(alike.templates(rows)) is found


def test_in_a_short_sentence_two_other_words_make_another_sentence(written):
    rows = [written("When will my turn come"), written("When will his turn come"), written("When will my bus go")]
    assert alike.templates(rows) == ["a.jsonl:1 and a.jsonl:2 share a template"]


def test_a_template_inside_longer_texts_is_found(written):
    rows = [
        written("I am tired. I would like to know about the bill of my flat. Thank you"),
        written("Good evening! I would like to know about the meter of my flat.", "ewa-meter"),
    ]
    assert alike.templates(rows) == ["a.jsonl:1 and a.jsonl:2 share a template"]
