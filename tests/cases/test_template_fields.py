"""The places of a template: known names alone, and no brace in a letter."""

import pytest

from cases import template_fields

VALUES = {name: f"<{name}>" for name in template_fields.FIELDS}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Your case {reference} is due {due_date}.", []),
        ("{ reference }", []),  # spaces inside harm nobody
        ("No place at all", []),
        ("{refrence} and {name}", ["unknown_place"]),
        ("{}", ["unknown_place"]),
        ("A lone { stays open", ["lone_brace"]),
        ("{{reference}}", ["lone_brace"]),
    ],
)
def test_what_is_wrong_with_the_places_of_a_template(text, codes):
    assert [fault.code for fault in template_fields.faults("text", text)] == codes


def test_unknown_names_are_told_once_each_and_not_at_length():
    [fault] = template_fields.faults("text", "{one} {two} {one} {" + "x" * 500 + "}")
    assert fault.params["names"].startswith("{one} {two} {xxx")
    assert len(fault.params["names"]) < 100


def test_every_field_is_filled():
    text = " ".join(f"{{{name}}}" for name in template_fields.FIELDS)
    assert template_fields.fill(text, VALUES) == " ".join(VALUES.values())


@pytest.mark.parametrize("text", ["{nobody}", "{", "}{reference}{", "{{reference}}", "{agency"])
def test_no_brace_is_left_whatever_the_template_says(text):
    filled = template_fields.fill(text, {**VALUES, "reference": "a {value} with braces"})
    assert not set("{}") & set(filled)


def test_a_reply_with_a_place_in_it_is_told_so():
    assert [fault.code for fault in template_fields.unfilled("reply", "Dear {citizen_name}")] == ["place_left"]
    assert template_fields.unfilled("reply", "The set {1, 2} is meant") == []
