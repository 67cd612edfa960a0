import pytest

from classifier.corpus_rules import numbers


def test_a_category_needs_twelve_texts_in_each_of_three_varieties(written):
    rows = [written(f"text {n}", variety=variety) for n in range(12) for variety in ("bahraini", "msa", "gulf")]
    assert numbers.too_few(rows, ["ewa-bill"]) == []
    assert numbers.too_few(rows[1:], ["ewa-bill"]) == ["ewa-bill has 11 texts in Bahraini, not 12"]


def test_the_kinds_of_english_count_together(written):
    varieties = ["native", "gulf", "south_asian", "brief"] * 3
    found = numbers.too_few([written("bill", variety=variety) for variety in varieties], ["ewa-bill"])
    assert found == [f"ewa-bill has 0 texts in {name}, not 12" for name in ("Bahraini", "MSA")]


def test_an_empty_corpus_lacks_all_that_is_wanted_besides():
    assert numbers.too_few_besides([]) == [
        "there are 0 texts mixed, in Arabizi or misspelt, not 300",
        "there are 0 texts that must not be sorted, not 200",
        "there are 0 texts in hard pairs, not 300",
        *(f"there are 0 texts in {variety}, not 25" for variety in ("urdu", "hindi", "malayalam", "tagalog")),
    ]


def test_suggestions_and_inquiries_have_the_share_they_have_in_life(written):
    kinds = ["suggestion"] * 13 + ["inquiry"] * 12 + ["complaint"] * 75
    rows = [written("bill", kind=kind) for kind in kinds]
    assert numbers.wrong_shares([*rows, written("thanks", None)]) == []
    assert numbers.wrong_shares(rows[13:]) == [
        "0.0% of the texts are of the kind suggestion, not 11% to 15%",
    ]


def test_a_third_of_the_texts_is_short_and_some_are_long(written):
    long = [written("word " * 81)] * 60
    assert numbers.wrong_lengths([*long, *[written("too high a bill")] * 30]) == []
    assert numbers.wrong_lengths(long) == ["only 0 of 60 texts have under 12 words"]
    assert numbers.wrong_lengths([written("high bill")]) == ["only 0 texts have over 80 words"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the EWA never answers", True),
        ("I was in Newark", False),  # letters inside another word
        ("راجعت هيئة الكهرباء والماء، ولا رد", True),
        ("رحت لهيئه الكهرباء والماء", True),  # spelt as typed, with what hangs before it
        ("الكهرباء والماء غالية", False),
    ],
)
def test_an_official_name_is_known_as_people_spell_it(text, said):
    assert numbers.says_official_name(text, ["EWA", "هيئة الكهرباء والماء"]) is said


def test_at_most_a_fifth_of_a_category_says_its_official_name(written):
    rows = [written("EWA bill"), *[written("the bill of my flat")] * 4]
    assert numbers.too_official(rows, {"ewa-bill": ["EWA"]}) == []
    assert numbers.too_official(rows[:-1], {"ewa-bill": ["EWA"]}) == ["1 of 4 texts of ewa-bill say an official name"]
