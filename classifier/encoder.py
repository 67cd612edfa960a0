"""The port through which texts become dense vectors, and the one library behind it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from tawasul.core.text import fold

Floats = npt.NDArray[np.float32]
BATCH = 256


class Encoder(Protocol):
    """Unit vectors, one row a text."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


class SentenceEncoder:
    """Anything that sentence-transformers loads. The bundled one reads folded text, a foreign one reads it as typed."""

    def __init__(self, model: Any, *, folds: bool) -> None:
        self.model = model
        self.folds = folds

    def encode(self, texts: Sequence[str]) -> Floats:
        read = [fold(text) for text in texts] if self.folds else list(texts)
        if not read:
            return np.zeros((0, int(self.model.get_embedding_dimension())), dtype=np.float32)
        vectors = self.model.encode(
            read, batch_size=BATCH, convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False
        )
        return np.nan_to_num(np.asarray(vectors, dtype=np.float32))


def use_one_thread() -> None:
    """A worker predicts beside others: more threads make a single short text many times slower."""
    import torch

    torch.set_num_threads(1)


def load_encoder(place: str | Path, *, folds: bool) -> SentenceEncoder:
    """By folder or by name. Vectors are computed in single precision, however they were stored."""
    from sentence_transformers import SentenceTransformer

    return SentenceEncoder(SentenceTransformer(str(place), device="cpu").float(), folds=folds)
