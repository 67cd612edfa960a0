"""A text as some 1,300 small numbers, to be kept by the hundred thousand and compared with others of the same model."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.model import Model

# The sparse features fall into so many places, each with a sign of its own; what the encoder says follows whole.
PLACES = 1024
_SEED = 20250
_LARGEST = 127


def signatures(model: Model, texts: Sequence[str]) -> list[bytes]:
    """One signature a text, in order. Those of two models cannot be compared."""
    if not texts:
        return []
    rows = model.features.matrix(texts)
    thin = rows.shape[1] if model.features.encoder is None else model.features.ends(rows)[-2]
    folded = (rows[:, :thin] @ _places(thin)).toarray()
    whole = np.hstack([folded, rows[:, thin:].toarray()])
    largest = np.maximum(np.abs(whole).max(axis=1, keepdims=True), 1e-9)
    small = np.rint(whole / largest * _LARGEST).astype(np.int8)
    return [row.tobytes() for row in small]


def nearest(one: bytes, others: Sequence[bytes], *, count: int, least: float) -> list[tuple[int, float]]:
    """Which of `others` are nearest, with their cosines, the nearest first; none below `least`."""
    if not others:
        return []
    rows = np.frombuffer(b"".join(others), dtype=np.int8).reshape(len(others), -1).astype(np.float32)
    own = np.frombuffer(one, dtype=np.int8).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(own)
    closeness: npt.NDArray[np.float32] = (rows @ own) / np.maximum(lengths, 1e-9)
    best = np.argsort(-closeness, kind="stable")[:count]
    return [(int(place), float(closeness[place])) for place in best if closeness[place] >= least]


def _places(columns: int) -> sparse.csr_matrix:
    """Where each column falls, and with which sign; the same for the same number of columns."""
    dice = np.random.default_rng(_SEED)
    places, signs = dice.integers(0, PLACES, columns), dice.choice(np.asarray([-1.0, 1.0], dtype=np.float32), columns)
    return sparse.csr_matrix((signs, (np.arange(columns), places)), shape=(columns, PLACES))
