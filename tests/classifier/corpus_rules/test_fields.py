from dataclasses import replace

import pytest

from classifier.corpus_rules import fields

CODES = ["ewa-bill", "ewa-meter"]


def test_a_good_line_has_no_fault(written):
    row = written("فاتورتي مضاعفة هذا الشهر", variety="msa", lang="ar")
    assert fields.faults([row, written("hello", None)], CODES) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"category": "ewa-moon"}, "an unknown category"),
        ({"kind": "praise"}, "an unknown kind"),
        ({"category": None}, "an unknown kind"),  # what is nothing to sort has no kind
        ({"variety": "posh"}, "an unknown variety"),
        ({"lang": "ar"}, "another language than its variety"),
        ({"group": "ewa"}, "no batch with a number"),
    ],
)
def test_a_field_with_another_word_is_a_fault(written, change, fault):
    assert fields.wrong_fields(replace(written("too high a bill"), **change), CODES) == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" a blank before", "letters that are not composed, or blanks round them"),
        ("cafe\u0301 bill", "letters that are not composed, or blanks round them"),
        ("turned \u202e round", "forbidden characters"),
        ("a lost \ufffd letter", "a broken encoding"),
        ("the bill of caf\u00c3\u00a9", "a broken encoding"),
        ("الفاتورة غالية", "another script than its variety"),
    ],
)
def test_letters_that_are_not_what_they_seem_are_a_fault(written, text, fault):
    assert fields.wrong_letters(written(text)) == [fault]


def test_a_pair_has_two_categories_and_one_border(written):
    one = written("the bill", pair="pair-1", border="Who reads the meter.")
    good = written("the meter", "ewa-meter", pair="pair-1", border="Who reads the meter.")
    assert fields.pairs([one, good]) == []
    for bad in (replace(good, category="ewa-bill"), replace(good, border="Else."), replace(good, pair="pair-2")):
        assert "pair-1 is not two texts of two categories with one border" in fields.pairs([one, bad])


def test_a_border_is_told_in_a_sentence_not_in_catchwords(written):
    pair = [written(code, code, pair="pair-1", border="Meter, bill") for code in CODES]
    assert fields.pairs(pair) == ["pair-1 is not two texts of two categories with one border"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("- `ewa-bill` Amounts. Else `ewa-meter`.\n", "ewa-meter is defined 0 times"),
        ("- `ewa-bill` Amounts.\n", "the definition of ewa-bill is not two sentences that name another category"),
        ("- `ewa-bill` Amounts. Else `x`.\n", "the definition of ewa-bill names a category that is not there"),
    ],
)
def test_a_definition_has_two_sentences_and_names_where_the_rest_goes(source, fault):
    assert fault in fields.definitions(source, CODES)
