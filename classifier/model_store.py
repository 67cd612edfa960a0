"""Where models lie. Light: any process may ask whether there is one."""

import json
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).parent / "model"
DESCRIPTION = "model.json"
TENSORS = "head.safetensors"
VOCABULARIES = "vocabularies.json"
DESTINATIONS = "categories.json"
LEXICON = "lexicon.txt"
EXAMPLES = "examples.json"
ENCODER = "encoder"
REPORT = "report.json"
NEEDED = (DESCRIPTION, TENSORS, VOCABULARIES, DESTINATIONS, LEXICON, EXAMPLES)


class NoModel(Exception):
    """The folder holds no model, or half of one; the message names it."""


def kept(data: Path, name: str) -> Path:
    """Where a model that learnt from corrections lies: in the data folder, under its name."""
    return data / "models" / name


def report(folder: Path) -> dict[str, Any] | None:
    """What was measured when the model was made; None if nobody kept it."""
    path = folder / REPORT
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def is_there(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NEEDED)
