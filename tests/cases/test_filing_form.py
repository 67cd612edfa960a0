"""What may be filed, fault by fault."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.filing_form import CaseDraft, Known, check, dialled, tidied

KNOWN = Known({"capital", "northern"}, {"manama": "capital"}, {"ewa-bill"})
GOOD = CaseDraft("No power since Sunday")


def codes(draft):
    return [(fault.field, fault.code) for fault in check(tidied(draft), KNOWN)]


def test_a_sentence_is_enough():
    assert codes(GOOD) == []


def test_everything_can_be_said():
    full = CaseDraft(
        text="انقطع التيار",
        kind="complaint",
        language="ar",
        governorate="capital",
        area="manama",
        block="٣١٥",
        road="12",
        landmark="By the mosque",
        category="ewa-bill",
        name="أمل",
        email="amal@example.org",
        mobile="+973 3612 3456",
        visible_to="agency",
        channel="api",
    )
    assert codes(full) == []
    assert (tidied(full).block, tidied(full).mobile) == ("315", "36123456")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"text": ""}, ("text", "empty")),
        ({"text": " \n\u200f\ufeff "}, ("text", "empty")),
        ({"text": "x" * 5_001}, ("text", "too_long")),
        ({"text": "a\x00b"}, ("text", "control")),
        ({"text": "a\u202eb"}, ("text", "bidi")),
        ({"text": "a\ud800b"}, ("text", "surrogate")),
        ({"kind": "praise"}, ("kind", "unknown")),
        ({"governorate": "central"}, ("governorate", "unknown")),
        ({"area": "atlantis"}, ("area", "unknown")),
        ({"category": "nothing"}, ("category", "unknown")),
        ({"visible_to": "everybody"}, ("visible_to", "unknown")),
        ({"language": "fr"}, ("language", "unknown")),
        ({"channel": "fax"}, ("channel", "unknown")),
        ({"block": "1" * 21}, ("block", "field_too_long")),
        ({"road": "a\ud800"}, ("road", "surrogate")),
        ({"landmark": "a\u2066b"}, ("landmark", "bidi")),
        ({"name": "a\x07b"}, ("name", "control")),
        ({"name": "x" * 121}, ("name", "field_too_long")),
        ({"email": "amal"}, ("email", "bad_email")),
        ({"email": "amal@example"}, ("email", "bad_email")),
        ({"email": "amal@example.org, x@example.org"}, ("email", "bad_email")),
        ({"email": "amal@example.org\nBcc: x@example.org"}, ("email", "bad_email")),
        ({"email": "am\x00al@example.org"}, ("email", "bad_email")),
        ({"email": "am\ud800al@example.org"}, ("email", "bad_email")),
        ({"email": "am\u202eal@example.org"}, ("email", "bad_email")),
        ({"email": "am\u200bal@example.org"}, ("email", "bad_email")),
        ({"email": f"{'a' * 250}@b.org"}, ("email", "bad_email")),
        ({"mobile": "3612345"}, ("mobile", "short_mobile")),
        ({"mobile": "361234567"}, ("mobile", "bad_mobile")),
        ({"mobile": "+0361234567"}, ("mobile", "bad_mobile")),
        ({"mobile": "call me"}, ("mobile", "bad_mobile")),
        ({"mobile": "³⁶¹²³⁴⁵⁶"}, ("mobile", "bad_mobile")),  # digits to Python, not to a telephone
        ({"mobile": "१२३४५६७८"}, ("mobile", "bad_mobile")),
        ({"mobile": "१२३"}, ("mobile", "bad_mobile")),
        ({"mobile": "3612\ud8003456"}, ("mobile", "bad_mobile")),
    ],
)
def test_what_cannot_be_filed(said, fault):
    assert codes(replace(GOOD, **said)) == [fault]


def test_all_faults_are_told_at_once():
    faults = codes(CaseDraft("", governorate="x", email="x", mobile="1"))
    assert [field for field, _ in faults] == ["text", "governorate", "email", "mobile"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("36123456", "36123456"),
        ("3612 3456", "36123456"),
        ("٣٦١٢٣٤٥٦", "36123456"),
        ("+973 36123456", "36123456"),
        ("00973-36123456", "36123456"),
        ("+966 50 123 4567", "+966501234567"),
        ("+97336123456\n", "36123456"),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_it_is_dialled(typed, number):
    assert dialled(typed) == number


def test_how_much_too_long_and_how_short_is_told():
    faults = check(tidied(CaseDraft("x" * 5_003, mobile="361")), KNOWN)
    assert [dict(fault.params) for fault in faults] == [{"limit": 5_000, "over": 3}, {"missing": 5}]


@given(st.builds(CaseDraft, text=st.text(), email=st.text(), mobile=st.text(), name=st.text(), landmark=st.text()))
def test_whatever_passes_can_be_stored(draft):
    given_ = tidied(draft)
    if not check(given_, KNOWN):
        for value in (given_.text, given_.email, given_.mobile, given_.name, given_.landmark):
            assert "\x00" not in value
            value.encode()
