"""The figures of docs/model-card.md: one block of it, made from the report that training left beside the model."""

from collections.abc import Mapping
from typing import Any

from benchmarks.report import FOLDER

CARD = FOLDER.parent / "model-card.md"
BEGINS, ENDS = "<!-- figures: `python -m benchmarks sorting` renews them -->", "<!-- end of the figures -->"
_HEAD = (
    "| texts | n | agency right | sent on alone | of these right | agency wrong of all |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
)


def block(told: Mapping[str, Any]) -> str:
    """The block as it has to stand in the card."""
    rows = [("all", told), *told["languages"].items()]
    rows += sorted(told["varieties"].items(), key=lambda item: -item[1]["n"])
    model = f"Model `{told['model']}`, {told['n']} texts, each judged by a model that had seen none of its batch."
    return "\n".join([BEGINS, "", model, "", *_HEAD, *(_row(name, row) for name, row in rows), "", ENDS])


def _row(name: str, row: Mapping[str, float]) -> str:
    right, sent, kept = row["agency_accuracy"], row["coverage"], row["precision"]
    of_these = f"{kept:.3f}" if sent else "none sent"
    return f"| {name} | {int(row['n'])} | {right:.3f} | {sent:.3f} | {of_these} | {1 - right:.3f} |"


def renew(told: Mapping[str, Any]) -> None:
    """Put the figures of this report into the card."""
    before, _, rest = CARD.read_text("utf-8").partition(BEGINS)
    _old, _, after = rest.partition(ENDS)
    CARD.write_text(f"{before}{block(told)}{after}", "utf-8")
