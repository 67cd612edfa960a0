"""What the head sees of a text: its words and meanings, the pieces of its words, and its dense vector."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.encoder import Encoder, Floats
from classifier.lexicon import Lexicon
from classifier.stems import KEPT, stems, words
from tawasul.core.text import fold

Analyser = Callable[[str], list[str]]
# Words, pieces, meanings, dense vector. Our own vectors were learnt from the same labels: they flatter themselves.
WITH_OUR_ENCODER = (1.0, 1.4, 1.0, 0.5)
WITH_ANOTHER = (1.0, 1.4, 1.0, 2.5)
LONGEST_PIECE = 5
MOST_TERMS, MOST_PIECES = 9_000, 34_000


def word_terms(folded: str) -> list[str]:
    """Words, their stems and neighbouring stems."""
    typed = words(folded)
    bare = stems(typed)
    pairs = [f"{one}+{other}" for one, other in pairwise(bare)]
    return typed + [f"_{stem}" for stem in bare] + pairs


def piece_terms(folded: str) -> list[str]:
    """Two to five letters in a row within a word, its ends marked by a space."""
    return [piece for word in folded.split() for piece in _pieces(word)]


@lru_cache(maxsize=KEPT)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    sizes = range(2, min(LONGEST_PIECE, len(padded)) + 1)
    return tuple(padded[start : start + size] for size in sizes for start in range(len(padded) - size + 1))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms with the weight of each: rare terms say more than common ones."""

    numbers: dict[str, int]
    weights: Floats

    def rows(self, texts: Iterable[list[str]]) -> sparse.csr_matrix:
        """A row of length one for each text; repeated terms count by their logarithm."""
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for terms in texts:
            known = Counter(map(self.numbers.get, terms))
            known.pop(None, None)
            columns += known.keys()  # type: ignore[arg-type]  # None is gone
            values += known.values()
            ends.append(len(columns))
        return self._weighted(np.asarray(columns, np.int32), np.asarray(values, np.float32), np.asarray(ends))

    def _weighted(
        self, columns: npt.NDArray[np.int32], values: Floats, ends: npt.NDArray[np.int64]
    ) -> sparse.csr_matrix:
        weighed = (np.log(values) + 1.0) * self.weights[columns]
        squares = np.concatenate([[0.0], np.cumsum(weighed.astype(np.float64) ** 2)])
        lengths = np.sqrt(np.maximum(np.diff(squares[ends]), 1e-12))
        even = (weighed / np.repeat(lengths, np.diff(ends))).astype(np.float32)
        return sparse.csr_matrix((even, columns, ends), shape=(len(ends) - 1, len(self.weights)))


def learn_vocabulary(texts: Sequence[list[str]], *, least: int, most: int) -> Vocabulary:
    """The terms that at least `least` texts share, the `most` common of them, ordered by name."""
    counts = Counter(term for terms in texts for term in set(terms))
    shared = sorted(((-count, term) for term, count in counts.items() if count >= least))[:most]
    terms = sorted(term for _, term in shared)
    shares = np.asarray([(1 + len(texts)) / (1 + counts[term]) for term in terms], dtype=np.float64)
    return Vocabulary({term: number for number, term in enumerate(terms)}, (np.log(shares) + 1.0).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Features:
    """The sparse parts and, where there is an encoder, the dense one beside them; each part has its weight."""

    words: Vocabulary
    pieces: Vocabulary
    meanings: Vocabulary
    lexicon: Lexicon
    encoder: Encoder | None
    weights: tuple[float, ...] = WITH_OUR_ENCODER

    def ends(self, rows: sparse.csr_matrix) -> list[int]:
        """Where each kind of feature ends among the columns; the dense ones are last."""
        sizes = [len(part.weights) for part in (self.words, self.pieces, self.meanings)]
        return [*np.cumsum(sizes).tolist(), rows.shape[1]]

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        folded = [fold(text) for text in texts]
        parts = [
            self.words.rows(word_terms(text) for text in folded),
            self.pieces.rows(piece_terms(text) for text in folded),
            self.meanings.rows(self.lexicon.found(stems(words(text))) for text in folded),
        ]
        if self.encoder is not None:
            parts.append(sparse.csr_matrix(self.encoder.encode(texts)))
        for part, weight in zip(parts, self.weights, strict=False):
            part.data *= np.float32(weight)
        return sparse.hstack(parts, format="csr")
