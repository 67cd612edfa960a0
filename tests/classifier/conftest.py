"""One small model for all tests: learnt from a slice of the corpus, in seconds."""

import pytest

from classifier import destinations, examples, lexicon
from classifier.static_encoder import StaticPlan
from classifier.train import Recipe, Trained, train

SLICE = ("ewa-power-outage", "ewa-bill", "mow-pothole", "mun-waste", "mol-unpaid-wages", "gh-appointment", "")
PLAN = StaticPlan(vocabulary=600, dimensions=32, steps=30, labels_a_step=7)


@pytest.fixture(scope="session")
def texts() -> list[examples.Example]:
    return [example for example in examples.corpus() if example.label in SLICE]


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    table = {code: place for code, place in destinations.of_the_country().items() if code in SLICE}
    return Recipe(table, lexicon.bundled(), plan=PLAN, name="small")


@pytest.fixture(scope="session")
def trained(texts, recipe) -> Trained:
    return train(texts, recipe)
