import numpy as np
import pytest

from classifier import destinations, model_folder
from classifier.examples import Example
from classifier.train import Recipe, TooFew, train
from tests.classifier.conftest import PLAN


def test_a_slice_of_the_corpus_is_learnt(trained):
    assert trained.report["accuracy"] > 0.6
    assert trained.report["top3"] > 0.8


def test_the_report_carries_every_figure_for_all_and_by_language(trained):
    wanted = {"n", "accuracy", "macro_f1", "top3", "ece", "threshold", "coverage", "precision", "labels"}
    assert wanted <= set(trained.report)
    assert all(wanted <= set(figures) for figures in trained.report["languages"].values())
    assert set(trained.report["languages"]) == {"ar", "en"}
    assert set(trained.report["labels"]["mow-pothole"]) == {"n", "precision", "recall", "f1"}


def test_all_figures_lie_between_nothing_and_one(trained):
    for name in ("accuracy", "macro_f1", "top3", "ece", "coverage", "precision"):
        assert 0.0 <= trained.report[name] <= 1.0


def test_the_same_texts_teach_the_same(texts, recipe, trained, tmp_path):
    """To the last byte of the folder, which its name is a hash of; and so the probabilities are the same."""
    again = train(texts, recipe)
    names = [
        model_folder.write(model, tmp_path / number, lexicon_source=recipe.lexicon_source)
        for number, model in (("first", trained.model), ("second", again.model))
    ]
    assert names[0] == names[1]
    read = [model_folder.read(tmp_path / number).judge([one.text for one in texts]) for number in ("first", "second")]
    assert np.abs(read[0].labels - read[1].labels).max() <= 1e-5
    assert np.abs(read[0].sure - read[1].sure).max() <= 1e-5


def test_any_label_set_is_learnt():
    colours = {"red": "crimson scarlet ruby cherry", "blue": "navy azure sky ocean"}
    texts = [
        Example(f"{word} paint number {n}", label, "en")
        for label, words in colours.items()
        for n, word in enumerate(words.split() * 3)
    ]
    model = train(texts, Recipe(destinations.of_labels(["blue", "red"]), plan=PLAN)).model
    said = model.predict(["scarlet paint", "azure paint"])
    assert [one.category for one in said] == ["red", "blue"]
    assert [one.agency for one in said] == ["red", "blue"]
    assert said[0].kind == "complaint"


def test_one_label_teaches_nothing():
    with pytest.raises(TooFew):
        train([Example("one", "a", "en"), Example("two", "a", "en")], Recipe(destinations.of_labels(["a"]), plan=PLAN))
