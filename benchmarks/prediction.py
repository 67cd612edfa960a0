"""How many texts a second the bundled model sorts on one core, beside scikit-learn's own TF-IDF and one product."""

import time
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union

from benchmarks.report import Report
from classifier import examples, predict
from classifier.features import MOST_PIECES, MOST_TERMS
from tawasul.core.text import fold

WORDS, TEXTS, BATCH, ROUNDS = 30, 2_048, 256, 5


def run() -> None:
    report = Report(
        "Prediction",
        f"{TEXTS} different texts of {WORDS} words made of the corpus, in batches of {BATCH}, one thread; the best of "
        f"{ROUNDS} rounds, because a machine shared with others only takes away. A prediction holds kind, category, "
        "agency, danger, three candidates and calibrated probabilities. The reference is TF-IDF of scikit-learn with "
        "vocabularies of the same size, and one product with as many weights: no probabilities, no answers.",
    )
    model = predict.load()
    texts = _texts()
    vectors = make_union(
        TfidfVectorizer(ngram_range=(1, 2), max_features=MOST_TERMS, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), max_features=MOST_PIECES, sublinear_tf=True),
    )
    vectors.fit([fold(text) for text in texts])
    size = sum(len(part.vocabulary_) for _, part in vectors.transformer_list)
    weights = np.ones((size, len(model.labels)), dtype=np.float32)
    bare = report.add(
        "TF-IDF and one product",
        _fastest(texts, lambda batch: vectors.transform([fold(text) for text in batch]) @ weights),
        "texts/s",
    )
    report.add("predictions in batches", _fastest(texts, model.predict), "texts/s", bare)
    alone = [_fastest([text], model.predict) for text in texts[:200]]
    report.add("one text alone, median", 1000 / float(np.median(alone)), "ms")
    report.write("prediction")


def _fastest(texts: Sequence[str], work: Callable[[Sequence[str]], object]) -> float:
    """Texts a second in the best round."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for first in range(0, len(texts), BATCH):
            work(texts[first : first + BATCH])
        spent.append(time.perf_counter() - began)
    return len(texts) / min(spent)


def _texts() -> list[str]:
    """Neighbouring words of the corpus, cut into equal lengths."""
    flow = [word for example in examples.corpus() for word in example.text.split()]
    return [" ".join(flow[first : first + WORDS]) for first in range(0, TEXTS * WORDS, WORDS)]
