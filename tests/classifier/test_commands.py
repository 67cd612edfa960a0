import io
import json

import pytest

from classifier import commands, lexicon, model_folder
from classifier.examples import BadExamples

KEYS = [
    "id", "kind", "category", "agency", "confidence", "decision", "reason", "needs", "danger", "urgent", "language",
    "candidates", "model",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(trained, tmp_path_factory):
    place = tmp_path_factory.mktemp("models") / "small"
    model_folder.write(trained.model, place, lexicon_source=lexicon.bundled())
    return place


def classified(folder, *lines):
    target = io.StringIO()
    commands.classify([line if isinstance(line, str) else json.dumps(line) for line in lines], target, folder)
    return [json.loads(line) for line in target.getvalue().splitlines()]


def test_a_line_out_for_a_line_in_with_exactly_the_promised_fields(folder):
    (answer,) = classified(folder, {"id": "a1", "text": "الكهرباء مقطوعة من أمس"})
    assert list(answer) == KEYS
    assert answer["id"] == "a1"
    assert answer["category"] == "ewa-power-outage"
    assert [set(one) for one in answer["candidates"]] == [{"category", "agency", "confidence"}] * 3


def test_answers_keep_the_order_and_the_ids_of_the_questions(folder):
    answers = classified(folder, *[{"id": n, "text": f"pothole number {n}"} for n in range(600)])
    assert [answer["id"] for answer in answers] == list(range(600))


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("not json", "not_json"),
        ("[1,2]", "not_an_object"),
        ({"id": 1}, "no_text"),
        ({"id": 1, "text": 7}, "no_text"),
        ({"id": 1, "text": "bins", "governorate": "moon"}, "unknown_governorate"),
        ({"id": 1, "text": "nul \x00"}, "control"),
        ({"id": 1, "text": "x" * 5001}, "too_long"),
        ("[" * 100_000, "not_json"),
    ],
)
def test_a_bad_line_is_answered_and_the_next_is_read(folder, line, error):
    bad, good = classified(folder, line, {"id": 2, "text": "no power"})
    assert bad == {"id": None, "error": error}
    assert good["id"] == 2


def test_bytes_that_are_no_text_are_a_fault_of_their_line(folder):
    source = io.TextIOWrapper(io.BytesIO(b'{"id": 1, "text": "\xff\xfe"}\n{"id": "\\ud800", "text": "no power"}\n'))
    target = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    commands.classify(source, target, folder)
    target.seek(0)
    bad, good = [json.loads(line) for line in target]
    assert bad == {"id": None, "error": "surrogate"}
    assert good["id"] == "\ud800"


def test_the_governorate_names_the_municipality(folder):
    text = "garbage not collected, bins overflowing"
    (answer,) = classified(folder, {"id": 1, "text": text, "governorate": "muharraq"})
    assert (answer["agency"], answer["needs"]) == ("MUN-MUH", None)


def test_no_lines_no_answers(folder):
    assert classified(folder, "", "  ") == []


@pytest.fixture
def animals(tmp_path):
    """A label set that has nothing to do with cases."""
    words = {
        "cat": "purring whiskers kitten meow",
        "dog": "barking leash puppy bone",
        "fish": "gills aquarium fins swim",
    }
    rows = [
        {"text": f"{word} seen {n} times today", "label": label, "lang": "en"}
        for label, every in words.items()
        for n, word in enumerate(every.split() * 2)
    ]
    path = tmp_path / "animals.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_any_label_set_is_trained_and_evaluated(animals, tmp_path):
    report = commands.train(animals, tmp_path / "animals-model")
    measured = commands.evaluate(tmp_path / "animals-model", animals)
    assert report["n"] == measured["n"] == 24
    assert measured["accuracy"] > 0.9
    assert set(measured["labels"]) == {"cat", "dog", "fish"}
    assert set(measured["languages"]) == {"en"}


@pytest.mark.parametrize(
    "line", ["nonsense", '{"text": "no label"}', '{"label": "no text"}', '{"text": "x", "label": []}']
)
def test_a_file_that_cannot_teach_is_refused_by_line(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "fine", "label": "a"}\n' + line, "utf-8")
    with pytest.raises(BadExamples, match=r"bad\.jsonl:2"):
        commands.train(path, tmp_path / "out")
