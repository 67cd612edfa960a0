"""From labelled texts to a model: held-out folds decide temperature and thresholds, all texts teach the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from classifier import folds, lexicon
from classifier.breakdown import breakdown
from classifier.calibration import Curve, best_curve, best_temperature
from classifier.destinations import Destinations
from classifier.encoder import Encoder, load_encoder
from classifier.evaluate import Measured, figures, measured
from classifier.examples import NOTHING, Example
from classifier.features import (
    MOST_PIECES,
    MOST_TERMS,
    WITH_ANOTHER,
    WITH_OUR_ENCODER,
    Features,
    learn_vocabulary,
    piece_terms,
    word_terms,
)
from classifier.heads import fit_heads
from classifier.lexicon import Lexicon
from classifier.model import Model, Scored
from classifier.static_encoder import StaticPlan, train_static
from classifier.stems import stems, words
from classifier.sureness import learn_sureness, untaught
from classifier.thresholds import EVERY_LANGUAGE, NEVER, by_language
from tawasul.core.text import fold

NAME = "bundled"
TRUST_IN_WORD_LISTS = 0.5
KINDS_OF_FEATURES = 4
SIGNS = KINDS_OF_FEATURES + 3
UNHEARD = -1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made with besides its texts. `lessons` teach in every fold; nothing is measured on them."""

    destinations: Destinations
    lexicon_source: str = ""
    encoder: str | None = None
    weights: tuple[float, ...] | None = None
    plan: StaticPlan = field(default_factory=StaticPlan)
    folds: int = 3
    name: str = NAME
    lessons: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Trained:
    """A new model, with its report on held-out texts (shares from 0 to 1)."""

    model: Model
    report: dict[str, Any]


class TooFew(Exception):
    """There are not two labels with two texts each."""


def train(examples: Sequence[Example], recipe: Recipe) -> Trained:
    taught = [example for example in examples if example.text]
    _refuse_too_few(taught)
    meanings = lexicon.parse(recipe.lexicon_source)
    held, classes = _held_out_scores(taught, recipe, meanings)
    model = _calibrated(_fit([*taught, *recipe.lessons], recipe, meanings), held, classes, taught)
    judged = measured(model.judged(held), model, taught)
    model = replace(model, thresholds=_thresholds(judged))
    report = figures(judged, model.thresholds)
    report |= breakdown(judged, model, taught)
    return Trained(model, {**report, "held_out": "batches" if folds.by_batch(taught) else "texts"})


def _refuse_too_few(examples: Sequence[Example]) -> None:
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.label] = counts.get(example.label, 0) + 1
    if sum(count > 1 for count in counts.values()) < 2:
        raise TooFew


def _held_out_scores(examples: Sequence[Example], recipe: Recipe, meanings: Lexicon) -> tuple[Scored, tuple[str, ...]]:
    """What is said of each text by a model that never saw its fold."""
    taught = {example.label for example in (*examples, *recipe.lessons)}
    classes = tuple(sorted(taught | _named(recipe, meanings)))
    fold_of = folds.held_out(examples, recipe.folds)
    every = np.full((KINDS_OF_FEATURES + 1, len(examples), len(classes)), UNHEARD)
    for number in sorted(set(fold_of.tolist())):
        out = np.flatnonzero(fold_of == number)
        rest = [example for example, place in zip(examples, fold_of, strict=True) if place != number]
        model = _fit([*rest, *recipe.lessons], recipe, meanings, kinds=False)
        columns = [classes.index(label) for label in model.head.classes]
        told = model.scored(model.features.matrix([examples[int(place)].text for place in out]))
        every[:, out[:, None], columns] = np.stack([told.scores, *told.parts])
    return Scored(every[0], tuple(every[1:])), classes


def _fit(examples: Sequence[Example], recipe: Recipe, meanings: Lexicon, *, kinds: bool = True) -> Model:
    """Features, encoder and heads from these examples; temperature and thresholds are still open."""
    lists = word_lists(meanings, _named(recipe, meanings))
    texts = [example.text for example in examples] + [text for text, _ in lists]
    labels = [example.label for example in examples] + [label for _, label in lists]
    trust = np.asarray([1.0] * len(examples) + [TRUST_IN_WORD_LISTS] * len(lists), dtype=np.float32)
    weights = recipe.weights or (WITH_OUR_ENCODER if recipe.encoder is None else WITH_ANOTHER)
    features = replace(_features(texts, meanings, _encoder(texts, labels, recipe)), weights=weights)
    asked: list[list[str | None]] = [[*labels]]
    if kinds:
        asked.append([example.kind for example in examples] + [None] * len(lists))
    heads = fit_heads(features.matrix(texts), asked, trust)
    return Model(
        name=recipe.name,
        features=features,
        head=heads[0],
        kinds=heads[1] if len(heads) > 1 else None,
        temperature=1.0,
        part_temperatures=(1.0,) * KINDS_OF_FEATURES,
        label_curve=Curve(),
        sureness=untaught(SIGNS),
        thresholds={EVERY_LANGUAGE: NEVER},
        destinations=recipe.destinations,
        encoder_name=recipe.encoder,
        examples=tuple((example.text, example.label) for example in examples if example.label != NOTHING),
    )


def _encoder(texts: Sequence[str], labels: Sequence[str], recipe: Recipe) -> Encoder:
    if recipe.encoder is not None:
        return load_encoder(recipe.encoder, folds=False)
    return train_static(texts, labels, recipe.plan)


def _features(texts: Sequence[str], meanings: Lexicon, encoder: Encoder) -> Features:
    folded = [fold(text) for text in texts]
    return Features(
        words=learn_vocabulary([word_terms(text) for text in folded], least=2, most=MOST_TERMS),
        pieces=learn_vocabulary([piece_terms(text) for text in folded], least=2, most=MOST_PIECES),
        meanings=learn_vocabulary([meanings.found(stems(words(text))) for text in folded], least=1, most=MOST_TERMS),
        lexicon=meanings,
        encoder=encoder,
    )


def _named(recipe: Recipe, meanings: Lexicon) -> set[str]:
    """Categories that the lexicon knows: they can be found even before a text was written for them."""
    return set(recipe.destinations) & set(meanings.speaks_for)


def word_lists(meanings: Lexicon, labels: set[str]) -> list[tuple[str, str]]:
    """What the lexicon says of each category, as short texts of a few words each."""
    random = np.random.default_rng(folds.SEED)
    return [
        (text, label) for label in sorted(labels) for text in lexicon.short_texts(meanings.speaks_for[label], random)
    ]


def _calibrated(model: Model, scored: Scored, classes: tuple[str, ...], examples: Sequence[Example]) -> Model:
    """Temperatures for all classes first; then how far the best label, and how far its agency, can be believed."""
    truth = np.asarray([classes.index(example.label) for example in examples], dtype=np.int64)
    heated = replace(
        model,
        temperature=best_temperature(scored.scores, truth),
        part_temperatures=tuple(best_temperature(part, truth) for part in scored.parts),
    )
    told = measured(heated.judged(scored), heated, examples)
    named = np.asarray([said != NOTHING for said in told.said], dtype=bool)
    return replace(
        heated,
        label_curve=best_curve(told.label_confidence, np.asarray(told.truth) == np.asarray(told.said)),
        sureness=learn_sureness(heated.signs(scored)[named], told.agency_right[named]),
    )


def _thresholds(judged: Measured) -> dict[str, float]:
    cuts = by_language(judged.confidence, judged.agency_right, judged.languages)
    return {language: round(cut.threshold, 6) for language, cut in cuts.items()}
