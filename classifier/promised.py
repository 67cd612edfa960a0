"""What the running model promised: the report of its training, on texts that it had never seen. Light to import."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from classifier.model_store import BUNDLED

REPORT = "report.json"
# Of what is routed alone, so much goes to the right agency: every model's threshold is chosen for it.
RIGHT = 0.97


@dataclass(frozen=True, slots=True)
class Promise:
    """`coverage` by language: the share of texts that it would route; empty where no report lies beside the model."""

    model: str
    coverage: Mapping[str, float]
    precision: float = RIGHT


def promised(folder: Path | None = None) -> Promise:
    """What was promised of the model in a folder; of the bundled one by default."""
    try:
        told = json.loads(((folder or BUNDLED) / REPORT).read_text("utf-8"))
    except FileNotFoundError:
        return Promise("", {})
    languages = told.get("languages", {})
    coverage = {name: float(row["coverage"]) for name, row in languages.items() if "coverage" in row}
    return Promise(told.get("model", ""), {"": float(told.get("coverage", 0.0)), **coverage})
