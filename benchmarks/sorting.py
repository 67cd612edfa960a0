"""What the bundled model is worth: its report on texts of batches that it had never seen, as tables."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks import model_card
from benchmarks.report import FOLDER
from classifier.model_store import BUNDLED, REPORT

_SHARES = {"accuracy": "right", "top3": "among three", "agency_accuracy": "agency right"}
_ROUTED = {"coverage": "routed alone", "precision": "of these right"}


def run() -> None:
    """Write docs/measurements/sorting.md, and the figures of docs/model-card.md, from the report beside the model."""
    told = json.loads((BUNDLED / REPORT).read_text("utf-8"))
    lines = [
        "# Sorting",
        "",
        f"Model `{told['model']}`, {told['n']} texts. Each text was judged by a model that had seen no text of its "
        "batch: the texts of one batch have one author, so this is how strangers' texts fare. Most of them are hard on "
        "purpose: they never name what they are about.",
        "",
        *_table(["texts", "n", *_SHARES.values(), *_ROUTED.values(), "calibration error"], _whole(told)),
        "",
        "## By what the author was asked for",
        "",
        "Ordinary texts say plainly what is wrong, as most people do. Indirect ones never name it. Hard ones are pairs "
        "whose words point to the same place while the cases belong to different ones.",
        "",
        *_table(["texts", "n", *_SHARES.values(), *_ROUTED.values()], _sorts(told["batches"])),
        "",
        "## By variety",
        "",
        *_table(["variety", "n", *_SHARES.values(), *_ROUTED.values()], _sorts(told["varieties"])),
        "",
        "## By agency",
        "",
        *_table(["agency", "n", "precision", "recall"], _pairs(told["agencies"])),
        "",
        "## The confusions that remain",
        "",
        *_table(["category", "taken for", "times"], _confusions(told["confusions"])),
        "",
        "## By category",
        "",
        *_table(["category", "n", "precision", "recall"], _pairs(told["labels"])),
    ]
    (FOLDER / "sorting.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    model_card.renew(told)
    print(f"Sorting: {told['n']} texts, agency right {told['agency_accuracy']:.3f}, routed {told['coverage']:.3f}")


def _whole(told: dict[str, Any]) -> Iterable[Sequence[str]]:
    for name, row in {"all": told, **told["languages"]}.items():
        shares = [_share(row[key]) for key in (*_SHARES, *_ROUTED)]
        yield [name, str(row["n"]), *shares, _share(row["ece"])]


def _sorts(rows: dict[str, dict[str, float]]) -> Iterable[Sequence[str]]:
    for name, row in sorted(rows.items(), key=lambda item: -item[1]["n"]):
        yield [name, str(int(row["n"])), *(_share(row[key]) for key in (*_SHARES, *_ROUTED))]


def _pairs(rows: dict[str, dict[str, float]]) -> Iterable[Sequence[str]]:
    for name, row in rows.items():
        yield [name, str(int(row["n"])), _share(row["precision"]), _share(row["recall"])]


def _confusions(rows: list[dict[str, Any]]) -> Iterable[Sequence[str]]:
    for row in rows:
        yield [f"`{row['label']}`", f"`{row['taken_for']}`", str(row["n"])]


def _share(value: float) -> str:
    return f"{value:.3f}"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; all columns but the first hold numbers."""
    head = [f"| {' | '.join(names)} |", f"| --- |{' ---: |' * (len(names) - 1)}"]
    return [*head, *(f"| {' | '.join(row)} |" for row in rows)]
