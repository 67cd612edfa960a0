"""The training texts nearest to a text: what an officer may compare a doubtful case with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from classifier.model import Model


@dataclass(frozen=True, slots=True)
class Alike:
    """`closeness` is a cosine: 1 for the same text, 0 for nothing in common."""

    text: str
    label: str
    closeness: float


class Neighbours:
    """An index over a model's training texts. Building it reads them all once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.rows = _of_length_one(model.features.matrix([text for text, _ in model.examples]))

    def nearest(self, texts: Sequence[str], *, count: int = 2) -> list[list[Alike]]:
        if not texts:
            return []
        closeness = (_of_length_one(self.model.features.matrix(texts)) @ self.rows.T).toarray()
        nearest = np.argsort(-closeness, axis=1, kind="stable")[:, :count]
        return [
            [self._alike(row, int(place)) for place in places] for row, places in zip(closeness, nearest, strict=True)
        ]

    def _alike(self, row: np.ndarray[tuple[int, ...], np.dtype[np.float32]], place: int) -> Alike:
        text, label = self.model.examples[place]
        return Alike(text, label, float(row[place]))


def _of_length_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return sparse.csr_matrix(sparse.diags_array((1.0 / lengths).astype(np.float32)) @ rows)
