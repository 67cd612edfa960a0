"""A model as a folder: JSON and safetensors, nothing that could run code when it is read."""

import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors.numpy import load_file, save_file

from classifier import destinations, lexicon, model_store
from classifier.calibration import Curve
from classifier.encoder import SentenceEncoder, load_encoder
from classifier.features import Features, Vocabulary
from classifier.heads import Head
from classifier.model import Model
from classifier.sureness import Sureness

VOCABULARIES = ("words", "pieces", "meanings")
READABLE = 0o644
FIRST_WEIGHTS = (1.0, 1.0, 1.0, 0.25)  # of folders written before models named theirs


def write(model: Model, folder: Path, *, lexicon_source: str) -> str:
    """The whole folder anew, in place at once; answers the name, which is a hash of what was learnt."""
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _write_parts(model, fresh)
    (fresh / model_store.LEXICON).write_text(lexicon_source, "utf-8")
    _write_json(fresh / model_store.DESCRIPTION, _description(model))
    name = f"{model.name}-{_fingerprint(fresh)}"
    _write_json(fresh / model_store.DESCRIPTION, {**_description(model), "name": name})
    for path in fresh.rglob("*.safetensors"):
        path.chmod(READABLE)  # the library writes files that only their owner can read
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return name


def read(folder: Path) -> Model:
    """The model of a folder; `NoModel` if there is none, or half of one."""
    if not model_store.is_there(folder):
        raise model_store.NoModel(str(folder))
    description = _read_json(folder / model_store.DESCRIPTION)
    tensors = load_file(folder / model_store.TENSORS)
    return Model(
        name=description["name"],
        features=_features(folder, description, tensors),
        head=_head("labels", description["labels"], tensors),
        kinds=_head("kinds", description["kinds"], tensors) if description["kinds"] else None,
        temperature=description["temperature"],
        label_curve=Curve(**description["label_curve"]),
        part_temperatures=tuple(description["part_temperatures"]),
        sureness=Sureness(tuple(description["sureness"]["weights"]), description["sureness"]["shift"]),
        thresholds=description["thresholds"],
        destinations=destinations.read(folder / model_store.DESTINATIONS),
        encoder_name=description["encoder"],
        examples=tuple((text, label) for text, label in _read_json(folder / model_store.EXAMPLES)),
    )


def _write_parts(model: Model, folder: Path) -> None:
    tensors = _head_tensors("labels", model.head)
    if model.kinds:
        tensors |= _head_tensors("kinds", model.kinds)
    for name in VOCABULARIES:
        tensors[f"{name}.weights"] = getattr(model.features, name).weights
    save_file(tensors, folder / model_store.TENSORS)
    terms = {name: list(getattr(model.features, name).numbers) for name in VOCABULARIES}
    _write_json(folder / model_store.VOCABULARIES, terms)
    destinations.write(folder / model_store.DESTINATIONS, model.destinations)
    _write_json(folder / model_store.EXAMPLES, [list(example) for example in model.examples])
    if model.encoder_name is None and isinstance(model.features.encoder, SentenceEncoder):
        _write_encoder(model.features.encoder, folder / model_store.ENCODER)


def _write_encoder(encoder: SentenceEncoder, folder: Path) -> None:
    """Half precision: the vectors were rounded to it when they were learnt."""
    encoder.model.half().save(str(folder), create_model_card=False)
    encoder.model.float()


def _features(folder: Path, description: dict[str, Any], tensors: dict[str, Any]) -> Features:
    terms = _read_json(folder / model_store.VOCABULARIES)
    words, pieces, meanings = (
        Vocabulary({term: number for number, term in enumerate(terms[name])}, tensors[f"{name}.weights"])
        for name in VOCABULARIES
    )
    foreign = description["encoder"]
    encoder = load_encoder(foreign or folder / model_store.ENCODER, folds=foreign is None)
    meaning = lexicon.parse((folder / model_store.LEXICON).read_text("utf-8"))
    return Features(words, pieces, meanings, meaning, encoder, tuple(description.get("weights", FIRST_WEIGHTS)))


def _head_tensors(name: str, head: Head) -> dict[str, Any]:
    return {f"{name}.steps": head.steps, f"{name}.sizes": head.sizes}


def _head(name: str, classes: list[str], tensors: dict[str, Any]) -> Head:
    return Head(tuple(classes), tensors[f"{name}.steps"], tensors[f"{name}.sizes"])


def _description(model: Model) -> dict[str, Any]:
    return {
        "encoder": model.encoder_name,
        "weights": list(model.features.weights),
        "labels": list(model.head.classes),
        "kinds": list(model.kinds.classes) if model.kinds else [],
        "temperature": model.temperature,
        "label_curve": asdict(model.label_curve),
        "part_temperatures": list(model.part_temperatures),
        "sureness": asdict(model.sureness),
        "thresholds": model.thresholds,
    }


def _fingerprint(folder: Path) -> str:
    """Of every file, so that two models of one name say the same."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
