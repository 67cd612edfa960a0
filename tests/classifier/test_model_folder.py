import json

import pytest

from classifier import lexicon, model_folder, model_store

TEXTS = ["الكهرباء مقطوعة", "pothole on our road", "شكرا لكم", "bins not emptied", "7afra fel share3"]


@pytest.fixture
def folder(trained, tmp_path):
    model_folder.write(trained.model, tmp_path / "model", lexicon_source=lexicon.bundled())
    return tmp_path / "model"


def test_a_model_read_back_answers_exactly_the_same(trained, folder):
    read = model_folder.read(folder)
    before = [(one.category, one.confidence, one.candidates) for one in trained.model.predict(TEXTS)]
    assert [(one.category, one.confidence, one.candidates) for one in read.predict(TEXTS)] == before


def test_writing_twice_gives_the_same_name_and_the_same_bytes(trained, folder, tmp_path):
    name = model_folder.write(trained.model, tmp_path / "again", lexicon_source=lexicon.bundled())
    assert name == model_folder.read(folder).name
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes()


def test_nothing_in_the_folder_can_run(folder):
    kinds = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert kinds <= {".json", ".safetensors", ".txt"}


def test_a_model_replaces_the_one_before_it(trained, folder):
    (folder / "left-over").write_text("x")
    model_folder.write(trained.model, folder, lexicon_source=lexicon.bundled())
    assert not (folder / "left-over").exists()
    assert model_store.is_there(folder)


def test_half_a_model_is_none(folder):
    (folder / model_store.TENSORS).unlink()
    assert not model_store.is_there(folder)
    with pytest.raises(model_store.NoModel):
        model_folder.read(folder)


def test_the_table_of_agencies_travels_with_the_model(folder):
    rows = json.loads((folder / model_store.DESTINATIONS).read_text("utf-8"))
    assert rows["mun-waste"] == {"agency": "MUN", "urgent": False}
