import json

from classifier import examples


def test_the_corpus_speaks_the_two_languages_that_have_a_threshold():
    assert {example.language for example in examples.corpus()} == set(examples.HOUSE_LANGUAGES)


def test_a_text_in_urdu_counts_as_arabic_and_one_in_malayalam_as_english():
    spoken = {example.variety: example.language for example in examples.corpus()}
    assert spoken["malayalam"] == spoken["tagalog"] == "en"
    assert {one.language for one in examples.corpus() if one.variety == "urdu" and "تنخواہ" in one.text} == {"ar"}


def test_other_files_keep_the_language_they_name(tmp_path):
    path = tmp_path / "french.jsonl"
    path.write_text(json.dumps({"text": "bonjour", "label": "greeting", "lang": "fr"}), "utf-8")
    assert [example.language for example in examples.read(path)] == ["fr"]
