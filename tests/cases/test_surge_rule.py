"""When cases alike are a surge: what is said, how many, and what is usual."""

import pytest

from cases.surge_rule import alike, chance, group, is_surge, outside, usual, words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("No water since morning", "The water is cut off", True),
        ("الماء مقطوع من الصبح", "انقطاع الماء عن المجمع", True),  # the article and one spelling
        ("No water since morning", "My bill is too high", False),
        ("We are in block 338", "They are in block 338", False),  # only filling is shared
        ("", "", False),
    ],
)
def test_texts_are_alike_by_telling_words(one, other, expected):
    assert alike(words(one), words(other), 0.25) is expected


def test_a_group_hangs_together_through_others():
    texts = {1: "water cut", 2: "water pressure", 3: "pressure low", 4: "noise at night"}
    assert group(texts, 0.5) == {1, 2, 3}


def test_two_languages_say_the_same_without_a_word_in_common():
    english = {1: "water cut off", 2: "no water in the taps", 3: "water gone", 4: "water supply stopped"}
    arabic = {5: "الماء مقطوع", 6: "انقطع الماء عن المبنى", 7: "صوت مزعج بالليل"}
    assert group(english | arabic, 0.25) == {1, 2, 3, 4, 5, 6}


def test_one_case_in_another_language_hangs_together_with_nothing():
    assert group({1: "water cut", 2: "water gone", 3: "الماء مقطوع"}, 0.25) == {1, 2}
    assert group({1: "water cut", 2: "noise"}, 0.25) == frozenset()


@pytest.mark.parametrize(
    ("count", "mean", "expected"),
    [(0, 3.0, 1.0), (1, 1.0, 0.632121), (5, 1.0, 0.003660), (10, 3.0, 0.001102), (30, 30.0, 0.524283)],
)
def test_the_chance_is_the_upper_tail_of_poisson(count, mean, expected):
    assert chance(count, mean) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("count", "before", "expected"),
    [
        (4, 0, False),  # too few, however rare
        (5, 0, True),
        (5, 40, False),  # ten a week come anyway
        (12, 40, True),
        (20, 560, False),  # five in six hours on the mean, three times that when busy
    ],
)
def test_a_surge_is_more_than_usual(count, before, expected):
    assert is_surge(count, usual(before)) is expected


def test_cases_of_a_known_surge_are_not_counted_for_the_town_again():
    rows = [{"block": "338", "area": "adliya"}, {"block": "", "area": "adliya"}]
    assert outside(rows, [{"level": "block", "place": "338"}]) == rows[1:]
