import pytest

from classifier.corpus_rules import persons


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call me on 3912 3456 after five", ["a phone number"]),
        ("رقمي ٣٦١٢٣٤٥٦ كلموني", ["a phone number"]),
        ("+973 17123456 is the number of the office", ["a phone number"]),
        ("my CPR is 850312345", ["a personal number"]),
        ("write to someone@example.com", ["an address of mail"]),
        ("refund it to BH67BMAG00001299123456", ["an account number"]),
        ("Good morning, my name is Peter Brown", ["a person who introduces himself"]),
        ("Dr Alan Brown refused to see me", ["a person who introduces himself"]),
        ("اسمي فاطمة وعندي سؤال", ["the name of a person"]),
        ("the officer was Ahmed Hassan", ["the name of a person"]),
    ],
)
def test_what_tells_who_somebody_is(text, found):
    assert persons.tells(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Block 736, road 3624, three dinars and 250 fils since 2019",
        "طابور ساعتين على جسر الملك فهد",  # one name, of a place
        "The clinic in Hamad Town opens at 07:30",
        "اسمي غير موجود في القائمة",  # nobody is named
        "they charged 1,250,000 fils for 12 months",
    ],
)
def test_numbers_and_places_of_everyday_life_are_not_persons(text):
    assert persons.tells(text) == []


def test_the_line_is_named(written):
    assert persons.faults([written("all well"), written("mail a@b.com")]) == ["a.jsonl:2 holds an address of mail"]
