"""`classify` with the bundled model: the contract that other programs rely on."""

import json

import pytest

from classifier import model_store

FIELDS = {
    "id",
    "kind",
    "category",
    "agency",
    "confidence",
    "decision",
    "reason",
    "needs",
    "danger",
    "urgent",
    "language",
    "candidates",
    "model",
}
TEXTS = (
    "الكهرباء مقطوعة عن بيتنا من أمس والحر شديد",
    "The rubbish in our street has not been collected for nine days",
    "شكراً جزيلاً لكم",
    "asdkjh qwe zzz",
)


@pytest.fixture(autouse=True)
def _model() -> None:
    assert model_store.is_there(model_store.BUNDLED), "the bundled model is part of the project"


def answers(result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_each_text_has_one_answer_of_the_agreed_form(run) -> None:
    asked = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(TEXTS))
    found = answers(run("classify", stdin=asked))
    assert [one["id"] for one in found] == list(range(len(TEXTS)))
    for one in found:
        assert set(one) == FIELDS
        assert len(one["candidates"]) == 3
        assert (one["decision"] == "route") == (one["reason"] == "sure")
    assert [one["language"] for one in found[:2]] == ["ar", "en"]


def test_a_municipal_text_without_a_place_needs_its_governorate(run) -> None:
    text = "The rubbish in our street has not been collected for nine days and it smells"
    lines = [{"id": "without", "text": text}, {"id": "with", "text": text, "governorate": "muharraq"}]
    without, placed = answers(run("classify", stdin="".join(json.dumps(line) + "\n" for line in lines)))
    assert (without["agency"], without["needs"]) == ("MUN", "governorate")
    assert (placed["agency"], placed["needs"]) != ("MUN", "governorate")


@pytest.mark.parametrize(
    "bad",
    [
        b"no json",
        b"[]",
        b'{"id": 1}',
        b'{"id": 1, "text": 7}',
        b'{"id": 1, "text": "x", "governorate": "mars"}',
        b'{"id": 1, "text": "a\\u0000b"}',
        b'{"id": 1, "text": "\xff\xfe"}',
        b'{"id": 1, "text": "\\ud800"}',
        json.dumps({"id": 1, "text": "x" * 5001}).encode(),
    ],
    ids=["words", "list", "no text", "number", "place", "control", "bytes", "half a pair", "too long"],
)
def test_a_bad_line_is_answered_as_one_and_the_next_is_read(run, bad: bytes) -> None:
    refused, after = answers(run("classify", stdin=bad + b'\n{"id": 2, "text": "No water in our house"}\n'))
    assert refused["id"] is None
    assert refused["error"]
    assert after["id"] == 2
