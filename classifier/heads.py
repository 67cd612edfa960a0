"""One linear score a label: which terms speak for it and which against."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import solve_triangular
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from classifier.calibration import Doubles
from classifier.encoder import Floats

Inputs: TypeAlias = sparse.csr_matrix | Floats
LOOSENESS, CLOSE_ENOUGH, MOST_STEPS = 30.0, 1e-5, 30
STEPS = 127
MOST_ALIKE = 14_000
ITSELF = 1e-3
MOSTLY_FULL = 0.1


@dataclass(frozen=True)
class Head:
    """`steps` has a row a feature and a column a class; a step of a class is `sizes` large.

    A head is rounded to 255 steps when it is learnt, so that what is measured is what is stored."""

    classes: tuple[str, ...]
    steps: npt.NDArray[np.int8]
    sizes: Floats

    @cached_property
    def weights(self) -> Floats:
        return np.ascontiguousarray(self.steps.astype(np.float32) * self.sizes)

    def scores(self, rows: sparse.csr_matrix) -> Doubles:
        return np.asarray(rows @ self.weights, dtype=np.float64)

    def parts(self, rows: sparse.csr_matrix, ends: Sequence[int]) -> list[Doubles]:
        """The scores by each kind of feature alone; together they are the scores."""
        columns = rows.tocsc()
        starts = [0, *ends[:-1]]
        return [
            np.asarray(columns[:, start:end] @ self.weights[start:end], dtype=np.float64)
            for start, end in zip(starts, ends, strict=True)
        ]

    def best(self, rows: sparse.csr_matrix) -> list[str]:
        return [self.classes[int(place)] for place in self.scores(rows).argmax(axis=1)]


def fit_heads(rows: sparse.csr_matrix, questions: Sequence[Sequence[str | None]], trust: Floats) -> list[Head]:
    """The softmax of the scores is the probability of each answer; a head for each question that has two answers.

    `trust` weighs examples; None answers no question."""
    inputs, weights_of = _inputs(rows)
    return [
        _rounded(classes, weights_of(fitted))
        for answers in questions
        for classes, fitted in _fitted(inputs, answers, trust)
    ]


def _fitted(inputs: Inputs, answers: Sequence[str | None], trust: Floats) -> Iterator[tuple[tuple[str, ...], Floats]]:
    """The answers that occur, and a column of weights for each."""
    told = [place for place, answer in enumerate(answers) if answer is not None]
    classes = tuple(sorted({answer for answer in answers if answer is not None}))
    if len(classes) < 2:
        return
    model = LogisticRegression(C=LOOSENESS, fit_intercept=False, tol=CLOSE_ENOUGH, max_iter=MOST_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the steps are few on purpose: more only overfit
        model.fit(inputs[told], [answers[place] for place in told], sample_weight=trust[told])
    one_sided = len(classes) == 2
    learnt = np.concatenate([-model.coef_, model.coef_]) / 2 if one_sided else model.coef_
    yield classes, np.asarray(learnt.T, dtype=np.float32)


def _inputs(rows: sparse.csr_matrix) -> tuple[Inputs, Callable[[Floats], Floats]]:
    """What to learn from, and how the weights learnt become weights of features.

    Examples that are fewer than the features are described by how alike they are: the Cholesky factor of that has
    the same solution and is many times quicker."""
    if rows.shape[0] > MOST_ALIKE:
        return rows, lambda learnt: np.asarray(learnt, dtype=np.float32)
    factor = np.linalg.cholesky(_likeness(rows) + ITSELF * np.eye(rows.shape[0], dtype=np.float32))

    def of_features(learnt: Floats) -> Floats:
        shares = solve_triangular(factor, learnt, lower=True, trans="T")
        return np.asarray(rows.T @ shares.astype(np.float32), dtype=np.float32)

    return factor, of_features


def _likeness(rows: sparse.csr_matrix) -> Floats:
    """How alike each two examples are. Columns that most examples fill are multiplied as what they are: dense."""
    columns = rows.tocsc()
    full = np.diff(columns.indptr) > rows.shape[0] * MOSTLY_FULL
    dense = columns[:, full].toarray()
    thin = columns[:, ~full].tocsr()
    return np.asarray((thin @ thin.T).toarray() + dense @ dense.T, dtype=np.float32)


def _rounded(classes: tuple[str, ...], weights: Floats) -> Head:
    sizes = np.maximum(np.abs(weights).max(axis=0), 1e-12).astype(np.float32) / np.float32(STEPS)
    return Head(classes, np.ascontiguousarray(np.rint(weights / sizes).astype(np.int8)), sizes)
