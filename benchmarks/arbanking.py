"""The pipeline on ArBanking77 (77 intents in Arabic), beside TF-IDF and logistic regression on the same rows.

`TAWASUL_BENCH_DATA` is the folder with `arbanking77_train.jsonl.gz` and any `arbanking77_test_*.jsonl.gz`;
`TAWASUL_BENCH_ROWS=10,40` leaves out the rows that take long."""

import gzip
import json
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from benchmarks.report import FOLDER
from classifier import destinations
from classifier.encoder import use_one_thread
from classifier.evaluate import evaluate
from classifier.examples import Example
from classifier.train import Recipe, train
from tawasul.core.text import fold

VARIABLE, ROWS = "TAWASUL_BENCH_DATA", "TAWASUL_BENCH_ROWS"
TRAIN, TESTS = "arbanking77_train.jsonl.gz", "arbanking77_test_*.jsonl.gz"
SEED = 20250
HOW = (
    "ArBanking77: questions to a bank in Modern Standard Arabic and in dialects, 77 intents; shares that are right. "
    "The reference is trained in the same run on the same rows, folded the same way: TF-IDF of words (1 and 2) and of "
    "letters within words (2 to 5), then logistic regression. The pipeline is `tawasul classifier train` as it is, "
    "with no lexicon; `top 3` and the two columns after it are what `evaluate` says of calibration and threshold. "
    "`val` holds out the rows that the collection marks so: Modern Standard and Palestinian Arabic mixed, as in "
    "training."
)
# What was published of the plain reference, by rows a label, on the test set of Palestinian Arabic.
PUBLISHED = {"10": 0.623, "40": 0.750, "all": 0.849}
AFTER = (
    "`published` is the same plain reference as it was measured before, on the Palestinian test set with other draws "
    "of rows; `against it` is the pipeline less that: where it is negative, the pipeline is **worse** than what was "
    "published. The Standard (0.596, 0.787, 0.879) and Saudi (0.485, 0.645, 0.705) test sets were not at hand, and the "
    "pipeline was not measured on them. Accuracy and calibration error are of test rows that nothing was fitted on."
)
COLUMNS = ("rows a label", "test", "n", "TF-IDF", "pipeline", "difference", "top 3", "calibration error", "routed")
BESIDE = ("published", "against it")
Sets = Mapping[str, Sequence[Example]]


def run() -> None:
    """Measure what the folder holds; without a folder, say so."""
    named = os.environ.get(VARIABLE)
    if not named or not (Path(named) / TRAIN).is_file():
        print(f"ArBanking77: left out; {VARIABLE} names no folder with {TRAIN}")
        return
    use_one_thread()
    columns = (*COLUMNS, *BESIDE)
    table = [f"| {' | '.join(columns)} |", f"| ---: | --- |{' ---: |' * (len(columns) - 2)}"]
    for rows in os.environ.get(ROWS, "10,40,all").split(","):
        table += _measured(Path(named), rows)
    text = "\n".join(["# ArBanking77", "", HOW, "", *table, "", AFTER])
    (FOLDER / "arbanking.md").write_text(f"{text}\n", encoding="utf-8")


def _measured(folder: Path, rows: str) -> list[str]:
    """A line of the table for each test set."""
    known = _read(folder / TRAIN)
    tests = {path.name.split("_")[-1].split(".")[0]: _examples(_read(path)) for path in sorted(folder.glob(TESTS))}
    if rows == "all":
        lines = _both(rows, _examples(known), tests)
        taught = _examples(row for row in known if row["split"] == "train")
        held = {"val": _examples(row for row in known if row["split"] == "val")}
        return [*lines, *_both("all but val", taught, held)]
    return _both(rows, _examples(_few(known, int(rows))), tests)


def _both(rows: str, taught: Sequence[Example], tests: Sets) -> list[str]:
    reference = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LogisticRegression(C=10, max_iter=100),
    )
    reference.fit([fold(one.text) for one in taught], [one.label for one in taught])
    labels = sorted({one.label for one in taught})
    model = train(taught, Recipe(destinations.of_labels(labels))).model
    lines = []
    for name, texts in tests.items():
        theirs = float(reference.score([fold(one.text) for one in texts], [one.label for one in texts]))
        ours = evaluate(model, texts)
        figures = [theirs, ours["accuracy"], ours["accuracy"] - theirs, ours["top3"], ours["ece"], ours["coverage"]]
        told = [*(f"{figure:.3f}" for figure in figures), *_beside(rows, name, ours["accuracy"])]
        lines.append(" | ".join([f"| {rows}", name, str(len(texts)), *told]) + " |")
        print(lines[-1], flush=True)
    return lines


def _beside(rows: str, test: str, ours: float) -> tuple[str, str]:
    """What was published for as many rows, and the pipeline less that."""
    published = PUBLISHED.get(rows) if test == "pal" else None
    return ("", "") if published is None else (f"{published:.3f}", f"{ours - published:.3f}")


def _few(rows: Sequence[Mapping[str, str]], count: int) -> list[Mapping[str, str]]:
    """So many rows of each label, drawn once for all."""
    of_label: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        of_label[row["label"]].append(row)
    dice = random.Random(SEED)
    return [row for label in sorted(of_label) for row in dice.sample(of_label[label], min(count, len(of_label[label])))]


def _examples(rows: Iterable[Mapping[str, str]]) -> list[Example]:
    return [Example(row["text"], row["label"], "ar") for row in rows]


def _read(path: Path) -> list[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
