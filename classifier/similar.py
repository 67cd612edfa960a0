"""The training texts nearest to a text: what an officer may compare a doubtful case with."""

from collections.abc import Iterable, Sequence
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
    """A model's training texts, by label. Those of a label are read when they are asked for first: some 60 texts at a
    time hold nobody up, all of them would for seconds."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._rows: dict[str, tuple[list[str], sparse.csr_matrix]] = {}

    def nearest(self, text: str, labels: Sequence[str], *, count: int = 2) -> list[Alike]:
        """The nearest training texts of these labels, the nearest first."""
        own = _of_length_one(self.model.features.matrix([text]))
        found = [
            Alike(other, label, float(closeness))
            for label in dict.fromkeys(labels)
            for other, closeness in self._of_label(label, own)
        ]
        return sorted(found, key=lambda one: -one.closeness)[:count]

    def _of_label(self, label: str, own: sparse.csr_matrix) -> Iterable[tuple[str, float]]:
        if label not in self._rows:
            texts = [text for text, of in self.model.examples if of == label]
            self._rows[label] = (texts, _of_length_one(self.model.features.matrix(texts)) if texts else own[:0])
        texts, rows = self._rows[label]
        return zip(texts, (rows @ own.T).toarray().ravel(), strict=True)


def _of_length_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return sparse.csr_matrix(sparse.diags_array((1.0 / lengths).astype(np.float32)) @ rows)
