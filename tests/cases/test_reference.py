"""The number of a case, as it is made, shown, typed and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import reference

numbers = st.integers(10_000_000, 99_999_999).map(lambda n: f"{n}{reference.check_digit(str(n))}")


def test_the_check_digit_is_that_of_iso_7064():
    # The worked example of MOD 11,10: 0794 is completed by 5.
    assert reference.check_digit("0794") == "5"


def test_a_new_number_is_nine_digits_and_valid():
    made = [reference.make() for _ in range(500)]
    assert all(len(number) == 9 and number[0] != "0" and reference.is_valid(number) for number in made)
    assert len(set(made)) > 495  # random, so that one says nothing of the next


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number, place, shift):
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not reference.is_valid(wrong)


@given(numbers)
def test_a_number_is_read_however_it_is_typed(number):
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    typed = (
        reference.shown(number),
        f"  {number}\n",
        "-".join(number),
        arabic,
        reference.shown(arabic),
        f"\u200e{number}",
    )
    assert [reference.parse(text) for text in typed] == [number] * len(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345678",  # too short
        "1234567890",  # too long
        "012345678",  # no number begins with zero
        "²³¹²³¹²³¹",  # digits to Python, not to people
        "1 OR 1=1",
        "1" * 100_000,
    ],
)
def test_what_is_no_number_is_refused(typed):
    assert reference.parse(typed) is None


def test_a_number_is_shown_in_threes():
    assert reference.shown("264819037") == "264 819 037"
