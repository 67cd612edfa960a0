"""Where models lie. Light: any process may ask whether there is one."""

from pathlib import Path

BUNDLED = Path(__file__).parent / "model"
DESCRIPTION = "model.json"
TENSORS = "head.safetensors"
VOCABULARIES = "vocabularies.json"
DESTINATIONS = "categories.json"
LEXICON = "lexicon.txt"
EXAMPLES = "examples.json"
ENCODER = "encoder"
NEEDED = (DESCRIPTION, TENSORS, VOCABULARIES, DESTINATIONS, LEXICON, EXAMPLES)


class NoModel(Exception):
    """The folder holds no model, or half of one; the message names it."""


def is_there(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NEEDED)
