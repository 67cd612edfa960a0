"""The bundled encoder: a table of subword vectors, learnt from labelled texts and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifier.encoder import SentenceEncoder
from tawasul.core.text import fold

UNKNOWN = "[UNK]"


@dataclass(frozen=True, slots=True)
class StaticPlan:
    """How the table is learnt. The same plan, texts and seed give the same table."""

    vocabulary: int = 8000
    dimensions: int = 256
    steps: int = 400
    labels_a_step: int = 64
    texts_a_label: int = 4
    temperature: float = 0.1
    learning_rate: float = 0.01
    dropped: float = 0.5
    seed: int = 20250


def train_static(texts: Sequence[str], labels: Sequence[str], plan: StaticPlan) -> SentenceEncoder:
    """Supervised contrastive learning: texts of one label are drawn together, all others apart."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    folded = [fold(text) for text in texts]
    tokenizer = _tokenizer(folded, plan.vocabulary)
    tokens = [np.asarray(row.ids, dtype=np.int64) for row in tokenizer.encode_batch(folded, add_special_tokens=False)]
    weights = _learn(tokens, labels, tokenizer.get_vocab_size(), plan)
    module = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(weights.astype(np.float16)).float())
    return SentenceEncoder(SentenceTransformer(modules=[module], device="cpu"), folds=True)


def _tokenizer(folded: Sequence[str], size: int) -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits()])
    trainer = trainers.BpeTrainer(
        vocab_size=size, min_frequency=2, special_tokens=[UNKNOWN], show_progress=False, max_token_length=16
    )
    tokenizer.train_from_iterator(folded, trainer)
    return tokenizer


def _learn(
    tokens: Sequence[npt.NDArray[np.int64]], labels: Sequence[str], size: int, plan: StaticPlan
) -> npt.NDArray[np.float32]:
    import torch

    random = np.random.default_rng(plan.seed)
    torch.manual_seed(plan.seed)
    bag = torch.nn.EmbeddingBag(size, plan.dimensions, mode="mean")
    torch.nn.init.normal_(bag.weight, std=plan.dimensions**-0.5)
    optimiser = torch.optim.Adam(bag.parameters(), lr=plan.learning_rate)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.learning_rate, total_steps=plan.steps + 1)
    batches = _Batches(tokens, labels, plan, random)
    for _ in range(plan.steps):
        ids, offsets, targets = batches.draw()
        vectors = torch.nn.functional.normalize(bag(torch.from_numpy(ids), torch.from_numpy(offsets)))
        loss = _contrast(vectors, torch.from_numpy(targets), plan.temperature)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rates.step()
    return np.asarray(bag.weight.detach().numpy(), dtype=np.float32)


class _Batches:
    """Draws labels, texts of each, and leaves out some of their words, so that no single word decides."""

    def __init__(
        self, tokens: Sequence[npt.NDArray[np.int64]], labels: Sequence[str], plan: StaticPlan, random: Any
    ) -> None:
        self.tokens = tokens
        self.plan = plan
        self.random = random
        numbers = {label: number for number, label in enumerate(sorted(set(labels)))}
        self.rows: list[list[int]] = [[] for _ in numbers]
        for row, label in enumerate(labels):
            if len(tokens[row]):
                self.rows[numbers[label]].append(row)
        self.rows = [rows for rows in self.rows if len(rows) > 1]

    def draw(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        chosen = self.random.permutation(len(self.rows))[: self.plan.labels_a_step]
        picked: list[npt.NDArray[np.int64]] = []
        targets: list[int] = []
        for label in chosen:
            rows = self.random.permutation(self.rows[label])[: self.plan.texts_a_label]
            picked += [self._thinned(self.tokens[row]) for row in rows]
            targets += [int(label)] * len(rows)
        offsets = np.cumsum([0] + [len(row) for row in picked[:-1]])
        return np.concatenate(picked), offsets.astype(np.int64), np.asarray(targets, dtype=np.int64)

    def _thinned(self, row: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        kept = row[self.random.random(len(row)) >= self.plan.dropped]
        return kept if len(kept) else row


def _contrast(vectors: Any, targets: Any, temperature: float) -> Any:
    """The mean over pairs of one label of -log(softmax of their cosine among all others in the batch)."""
    import torch

    alike = vectors @ vectors.T / temperature
    itself = torch.eye(len(targets), dtype=torch.bool)
    alike = alike.masked_fill(itself, float("-inf"))
    log_share = alike - torch.logsumexp(alike, dim=1, keepdim=True)
    partners = (targets[:, None] == targets[None, :]) & ~itself
    total = log_share.masked_fill(~partners, 0.0).sum(dim=1)
    return -(total / partners.sum(dim=1).clamp(min=1)).mean()
