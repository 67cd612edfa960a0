"""One linear score a label: which terms speak for it and which against."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge

from classifier.calibration import Doubles
from classifier.encoder import Floats

STRENGTH = 1.0
STEPS = 127
MOST_FOR_EXACT = 12_000
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
    """Least squares towards 1 for the right answer and 0 for all others, a head for each question.

    `trust` weighs examples; None answers no question. All questions share one solution of the same equations."""
    choices = [tuple(sorted({answer for answer in answers if answer is not None})) for answers in questions]
    targets = np.concatenate(
        [_targets(answers, classes) for answers, classes in zip(questions, choices, strict=True)], axis=1
    )
    weights = _solved(rows, targets, trust)
    ends = np.cumsum([len(classes) for classes in choices]).tolist()
    starts = [0, *ends[:-1]]
    return [
        _rounded(classes, weights[:, start:end])
        for classes, start, end in zip(choices, starts, ends, strict=True)
        if classes
    ]


def _targets(answers: Sequence[str | None], classes: tuple[str, ...]) -> Floats:
    numbers = {answer: number for number, answer in enumerate(classes)}
    targets = np.zeros((len(answers), len(classes)), dtype=np.float32)
    for row, answer in enumerate(answers):
        if answer is not None:
            targets[row, numbers[answer]] = 1.0
    return targets


def _solved(rows: sparse.csr_matrix, targets: Floats, trust: Floats) -> Floats:
    """Exactly, among the examples, which are fewer than the features; by descent where they are too many."""
    if len(targets) > MOST_FOR_EXACT:
        ridge = Ridge(alpha=STRENGTH, fit_intercept=False, solver="sparse_cg", tol=1e-4)
        ridge.fit(rows, targets, sample_weight=trust)
        return np.asarray(ridge.coef_, dtype=np.float32).T
    dual = (
        KernelRidge(alpha=STRENGTH, kernel="precomputed").fit(_likeness(rows), targets, sample_weight=trust).dual_coef_
    )
    return np.asarray(rows.T @ dual.astype(np.float32), dtype=np.float32)


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
