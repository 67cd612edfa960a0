"""What each part of the sorter adds: each is left out in turn, and judged on texts of batches that were held out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

from benchmarks.report import FOLDER
from classifier import commands, encoder, examples, features, lexicon, static_encoder, train
from classifier.examples import Example

PARTS = ("words", "letters", "lexicon", "dense vectors")
SORTS = ("ordinary", "indirect", "hard")
FIGURES = {"accuracy": "right", "top3": "among three", "agency_accuracy": "agency right", "coverage": "routed alone"}
READERS = (encoder, features, lexicon, static_encoder, train)
HOW = (
    "Each part of the sorter was left out in turn, the model trained again and judged as in [sorting.md](sorting.md): "
    "each text by a model that had seen no text of its batch. Routed alone is the share that the threshold lets "
    "through, which is set anew each time so that the agency is right 97 times in 100."
)


def run() -> None:
    """Write docs/measurements/ablation.md. Takes as long as training eight times."""
    encoder.use_one_thread()
    texts = examples.corpus()
    lines = [f"| without | {' | '.join(_columns())} |", f"| --- |{' ---: |' * len(_columns())}"]
    for name, trained in _variations(texts):
        lines.append(f"| {name} | {' | '.join(_row(trained))} |")
        print(lines[-1], flush=True)
    text = "\n".join(["# What each part adds", "", HOW, "", f"{len(texts)} texts.", "", *lines])
    (FOLDER / "ablation.md").write_text(text + "\n", encoding="utf-8")


def _variations(texts: list[Example]) -> Iterator[tuple[str, dict[str, Any]]]:
    recipe = commands.recipe_of(texts, None)
    yield "nothing", train.train(texts, recipe).report
    for place, name in enumerate(PARTS):
        weights = tuple(0.0 if place == number else weight for number, weight in enumerate(features.WITH_OUR_ENCODER))
        yield name, train.train(texts, replace(recipe, weights=weights)).report
    yield "lexicon and its word lists", train.train(texts, replace(recipe, lexicon_source="")).report
    with _instead("stems", list, READERS):
        yield "stems", train.train(texts, recipe).report
    with _instead("fold", str.lower, READERS):
        yield "one spelling for all", train.train(texts, recipe).report


@contextmanager
def _instead(name: str, other: Callable[..., Any], modules: tuple[ModuleType, ...]) -> Iterator[None]:
    """Whoever calls `name` calls another function for a while."""
    before = {module: getattr(module, name) for module in modules if hasattr(module, name)}
    for module in before:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, function in before.items():
            setattr(module, name, function)


def _columns() -> list[str]:
    return [*FIGURES.values(), *(f"{sort}: {what}" for sort in SORTS for what in ("right", "agency right"))]


def _row(report: dict[str, Any]) -> list[str]:
    whole = [report[figure] for figure in FIGURES]
    parts = [report["batches"][sort][figure] for sort in SORTS for figure in ("accuracy", "agency_accuracy")]
    return [f"{value:.3f}" for value in [*whole, *parts]]
