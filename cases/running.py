"""The model that runs, in this worker. Imported by `cases.sorting` alone: it loads models."""

import asyncio
import threading
from pathlib import Path
from typing import Any

from cases import models
from classifier import model_store, predict
from tawasul.core import log

_lock = threading.Lock()
_loaded: dict[Path, Any] = {}
_missed: set[str] = set()
_log = log.get(__name__)


async def model(name: str) -> Any:
    """The model of this name, loaded when it is asked for first; the one before it makes room.

    Where its folder is not there (another machine's data folder), the model that was set up sorts on, and the log
    says so: cases do not wait for a copy.
    """
    folder = models.folder_of(name)
    found = _loaded.get(folder)
    return found if found is not None else await asyncio.to_thread(_load, folder)


def _load(folder: Path) -> Any:
    """Once, though several jobs ask at once."""
    if not model_store.is_there(folder):
        if folder.name not in _missed:
            _log.error("model is missing", model=folder.name)
        _missed.add(folder.name)
        folder = models.folder_of("")
    with _lock:
        if folder not in _loaded:
            fresh = predict.load(folder)
            _loaded.clear()
            _loaded[folder] = fresh
        return _loaded[folder]
