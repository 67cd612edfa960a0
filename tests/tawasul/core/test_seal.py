"""What is sealed is read by its own purpose alone, and nothing altered is taken for it."""

import pytest

from tawasul.core import seal


def test_a_sealed_value_comes_back() -> None:
    assert seal.unseal(seal.seal("أمل", purpose="contact"), purpose="contact") == "أمل"


def test_the_same_value_is_never_sealed_alike() -> None:
    assert seal.seal("x", purpose="contact") != seal.seal("x", purpose="contact")


@pytest.mark.parametrize("change", [lambda s: s[:-2] + "AA", lambda s: "2" + s[1:], lambda s: "", lambda s: s + "!"])
def test_an_altered_value_is_refused(change) -> None:
    sealed = seal.seal("x" * 20, purpose="contact")
    with pytest.raises(seal.Unsealable):
        seal.unseal(change(sealed), purpose="contact")


def test_another_purpose_cannot_read_it() -> None:
    with pytest.raises(seal.Unsealable):
        seal.unseal(seal.seal("x", purpose="contact"), purpose="audit")


def test_a_fingerprint_finds_the_same_value_and_differs_by_purpose() -> None:
    assert seal.fingerprint("a@b.bh", purpose="contact") == seal.fingerprint("a@b.bh", purpose="contact")
    assert seal.fingerprint("a@b.bh", purpose="contact") != seal.fingerprint("a@b.bh", purpose="throttle")
