"""What the commands `classify` and `classifier train|evaluate|promote` do, free of the command line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from classifier import destinations, examples, lexicon, model_folder, model_store, predict
from classifier.evaluate import evaluate as evaluate_model
from classifier.examples import NOTHING, Example
from classifier.prediction import Prediction
from classifier.train import Recipe
from classifier.train import train as train_model
from tawasul.core.text import clean, faults

BATCH = 256
LONGEST = 5000
LEARNT = "learnt"
FEW_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of `classify`: either a text to sort, or the code of what is wrong with the line."""

    id: Any = None
    text: str = ""
    governorate: str | None = None
    error: str | None = None


def classify(source: Iterable[str], target: TextIO, model: Path | None = None) -> None:
    """A line out for every line in, in order. A bad line is answered as one, and the next is read."""
    loaded = predict.load(model)
    if isinstance(source, TextIOWrapper):
        source.reconfigure(encoding="utf-8", errors="surrogateescape")  # a byte that is no text is a fault of its line
    for batch in _batches(line for line in source if line.strip()):
        asked = [_asked(line) for line in batch]
        good = [question for question in asked if question.error is None]
        answers = iter(loaded.predict([one.text for one in good], [one.governorate for one in good]))
        for question in asked:
            answer = _refusal(question) if question.error else _answer(question, next(answers))
            target.write(json.dumps(answer) + "\n")
        target.flush()


def train(
    data: Path | None, out: Path | None, encoder: str | None = None, lessons: Sequence[Example] = ()
) -> dict[str, Any]:
    """A model of the package's texts, or of a file with any label set; answers the report on held-out folds.

    `lessons` teach besides. The report is on the other texts alone, so that it compares with that of another model.
    """
    texts = examples.read(data) if data else examples.corpus()
    recipe = recipe_of(texts, encoder)
    if lessons:
        known = tuple(lesson for lesson in lessons if lesson.label in recipe.destinations)
        recipe = replace(recipe, name=LEARNT, lessons=known)
    trained = train_model(texts, recipe)
    folder = out or model_store.BUNDLED
    name = model_folder.write(trained.model, folder, lexicon_source=recipe.lexicon_source)
    report = {"model": name, **trained.report}
    (folder / model_store.REPORT).write_text(json.dumps(_brief(report), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return _brief(report)


def evaluate(model: Path | None, data: Path) -> dict[str, Any]:
    loaded = predict.load(model)
    return _brief({"model": loaded.name, **evaluate_model(loaded, examples.read(data))})


def recipe_of(texts: list[Example], encoder: str | None) -> Recipe:
    """The country's agencies and the lexicon serve where its categories are the labels; no other set is touched."""
    country = destinations.of_the_country()
    labels = sorted({example.label for example in texts if example.label != NOTHING})
    if set(labels) <= set(country):
        return Recipe(country, lexicon.bundled(), encoder)
    return Recipe(destinations.of_labels(labels), "", encoder)


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    endless = iter(lines)
    while batch := list(islice(endless, BATCH)):
        yield batch


def _asked(line: str) -> Asked:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Asked(error="not_json")
    if not isinstance(row, dict):
        return Asked(error="not_an_object")
    text, governorate = row.get("text"), row.get("governorate")
    if not isinstance(text, str):
        return Asked(error="no_text")
    if governorate is not None and governorate not in destinations.MUNICIPALITIES:
        return Asked(error="unknown_governorate")
    return _readable(row.get("id"), text, governorate)


def _readable(id_: Any, text: str, governorate: str | None) -> Asked:
    tidy = clean(text)
    if found := sorted(faults(tidy)):
        return Asked(error=found[0])
    if len(tidy) > LONGEST:
        return Asked(error="too_long")
    return Asked(id=id_, text=tidy, governorate=governorate)


def _refusal(question: Asked) -> dict[str, Any]:
    return {"id": None, "error": question.error}


def _answer(question: Asked, said: Prediction) -> dict[str, Any]:
    fields = asdict(said)
    fields.pop("threshold")
    fields["candidates"] = list(fields["candidates"])
    return _brief({"id": question.id, **fields})


def _brief(values: dict[str, Any]) -> dict[str, Any]:
    """The same with numbers of six digits: more than that no measurement holds."""
    return {key: _rounded(value) for key, value in values.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, FEW_DIGITS)
    if isinstance(value, dict):
        return _brief(value)
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return value
