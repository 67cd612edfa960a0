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


def refusal(result) -> str:
    """The one line in which a command says what is wrong."""
    assert result.exit_code == 1, result.output
    (line,) = [one for one in result.output.splitlines() if one.strip()]
    return line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no text to measure on"),
        (b"text,label\nwater,a\n", "texts.jsonl:1: not JSON"),
        (b'{"text":"water"}\n', "texts.jsonl:1: a line needs text and label"),
        (b'{"text":"water","label":"a"}\n{"text":"\xff","label":"a"}\n', "texts.jsonl:2: not UTF-8"),
        (b"\x00\xff\xfe", "texts.jsonl:1: not JSON"),
    ],
)
def test_a_file_that_holds_no_texts_is_refused_in_one_line(run, tmp_path, content: bytes, said: str) -> None:
    (tmp_path / "texts.jsonl").write_bytes(content)
    assert said in refusal(run("classifier", "evaluate", "--data", str(tmp_path / "texts.jsonl")))


def test_a_folder_without_a_model_is_refused_in_one_line(run, tmp_path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"text":"water","label":"a"}\n')
    texts = ("--data", str(tmp_path / "texts.jsonl"))
    for words in (
        ("classify", "--model", str(tmp_path)),
        ("classifier", "evaluate", "--model", str(tmp_path), *texts),
        ("classifier", "promote", "--candidate", str(tmp_path), *texts),
        ("classifier", "roll-back", "--running", str(tmp_path / "none")),
    ):
        assert "no whole model" in refusal(run(*words))


def test_too_few_texts_to_learn_from_are_refused_in_one_line(run, tmp_path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"text":"water","label":"a"}\n')
    said = run("classifier", "train", "--data", str(tmp_path / "texts.jsonl"), "--out", str(tmp_path / "out"))
    assert "two labels with two texts each" in refusal(said)
    assert not (tmp_path / "out").exists()
