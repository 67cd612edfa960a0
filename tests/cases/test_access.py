"""The access code of a case, as it is made and typed."""

import pytest

from cases import access


def test_a_code_is_eight_signs_that_are_not_mistaken_for_each_other():
    codes = [access.code_of(case_id, 1) for case_id in range(300)]
    assert all(len(code) == 8 and set(code) <= set(access.ALPHABET) for code in codes)
    assert not set("".join(codes)) & set("ILOU")


def test_the_same_case_and_version_give_the_same_code():
    assert access.code_of(7, 1) == access.code_of(7, 1)


def test_a_raised_version_closes_the_old_code():
    old = access.code_of(7, 1)
    assert access.matches(7, 1, old)
    assert not access.matches(7, 2, old)


def test_case_and_version_are_not_run_together():
    # Case 1 in version 11 and case 11 in version 1 are two cases.
    assert access.code_of(1, 11) != access.code_of(11, 1)


def test_a_code_is_read_however_it_is_typed():
    with_both = next(n for n in range(10_000) if {"0", "1"} <= set(access.code_of(n, 1)))
    code = access.code_of(with_both, 1)
    for typed in (
        code.lower(),
        f" {code[:4]} {code[4:]} ",
        f"{code[:4]}-{code[4:]}",
        code.replace("0", "o").replace("1", "l"),
        code.replace("0", "O").replace("1", "i"),
    ):
        assert access.matches(with_both, 1, typed)


@pytest.mark.parametrize("typed", ["", " ", "00000000", "é", "\ud800", "A" * 100_000])
def test_a_wrong_code_opens_nothing(typed):
    assert not access.matches(7, 1, typed)
