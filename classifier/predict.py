"""Texts go in, predictions come out. Only the worker and the commands import this module: it loads the model."""

from pathlib import Path

from classifier import model_folder, model_store
from classifier.encoder import use_one_thread
from classifier.model import Model
from classifier.prediction import Candidate, Prediction

__all__ = ["Candidate", "Model", "Prediction", "load"]


def load(path: Path | None = None) -> Model:
    """The model of a folder, the bundled one where none is named."""
    use_one_thread()
    return model_folder.read(path or model_store.BUNDLED)
