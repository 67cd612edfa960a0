"""The sorter learns: officers correct, a candidate is trained, a person takes it into use, and takes it back."""

import json
from pathlib import Path

import pytest

from cases import lessons, models, teaching, training
from cases.tables import Prediction
from classifier import commands, destinations, examples, model_folder, predict
from classifier.static_encoder import StaticPlan
from classifier.train import Recipe
from classifier.train import train as train_model
from tawasul.core import settings as settings_module
from tawasul.core.actor import system
from tests.flow.conftest import SURE, Flow

# As many as it takes for probabilities that a promotion accepts.
SLICE = (
    *("ewa-power-outage", "ewa-bill", "mow-pothole", "mow-streetlight", "mun-waste", "mun-pests", "mol-unpaid-wages"),
    *("gh-appointment", "iga-id-card", ""),
)
PLAN = StaticPlan(vocabulary=600, dimensions=32, steps=30, labels_a_step=7)
# Words that stand in no text of the corpus: only who was taught them knows what they mean.
TEXTS = tuple(
    f"Mr. Yousif Ali of house {number} says the flimflarm zubbered {what}, call 3912 345{number}"
    for number, what in enumerate(("again", "today", "on me", "at noon", "badly", "in June"))
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny corpus as a file, and the model that the system is set up with: it has read a third of it."""
    folder = tmp_path_factory.mktemp("learning")
    rows = [
        {
            "text": one.text,
            "label": one.label or None,
            "lang": one.language,
            "kind": one.kind,
            "source_group": one.group,
        }
        for one in examples.corpus()
        if one.label in SLICE
    ]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    trained = train_model(examples.read(folder / "texts.jsonl")[::3], recipe_of_the_slice())
    name = model_folder.write(trained.model, folder / "first", lexicon_source="")
    (folder / "first" / "report.json").write_text(json.dumps({"model": name, **trained.report}), "utf-8")
    return folder


def recipe_of_the_slice() -> Recipe:
    table = {code: place for code, place in destinations.of_the_country().items() if code in SLICE}
    return Recipe(table, "", plan=PLAN, name="first")


@pytest.fixture
def learning(flow: Flow, shelf: Path, monkeypatch: pytest.MonkeyPatch):
    """The flow with the real sorter, a small recipe, and a training as soon as six were corrected."""
    monkeypatch.setenv("TAWASUL_DATA", str(shelf))
    monkeypatch.setenv("TAWASUL_MODEL", str(shelf / "first"))
    monkeypatch.setenv("TAWASUL_TRAIN_AFTER", str(len(TEXTS)))
    monkeypatch.setattr(commands, "recipe_of", lambda texts, encoder: recipe_of_the_slice())
    settings_module.settings.cache_clear()

    async def trainer() -> str:
        report = await teaching.make_candidate(shelf / "texts.jsonl", None, by=system("worker"))
        return str(report["model"])

    flow.trainer = trainer
    yield flow
    monkeypatch.undo()
    settings_module.settings.cache_clear()


async def model_of(case_id: int) -> str:
    row = await Prediction.select(Prediction.model).where(Prediction.case == case_id).first()
    assert row is not None
    return str(row["model"])


async def test_from_a_correction_to_a_better_sorter_and_back(learning: Flow, shelf: Path) -> None:
    # Officers correct what the program got wrong, one case at a time.
    for text in TEXTS:
        learning.prediction = SURE
        case_id = await learning.files(text)
        assert not await training.ask_weekly()
        await learning.acts_on("basim", case_id, "correct", category="ewa-bill")
    taught = await lessons.lessons()
    assert {lesson.category for lesson in taught} == {"ewa-bill"}
    assert not [word for lesson in taught for word in ("Yousif", "3912", "Ali") if word in lesson.text]

    # The week is over: the worker trains a candidate, and still the old model sorts.
    learning.prediction = None
    assert await training.ask_weekly()
    await learning.work()
    (candidate,) = await models.models()
    assert ((await training.last()).model, candidate.lessons) == (candidate.name, len(TEXTS))
    assert await training.waiting() == 0
    first = predict.load(shelf / "first").name
    before = await learning.files("The flimflarm zubbered me")
    assert await model_of(before) == first

    # A person takes it into use on the page: the very next case is sorted by it, without a restart.
    desk = await learning.desk("root")
    assert candidate.name in await desk.open("/admin/sorter")
    rev = desk.page.split('name="rev" value="')[1].split('"')[0]
    await desk.send(f"/admin/sorter/models/{candidate.name}/promote", rev=rev, sure="yes")
    after = await learning.files("The flimflarm zubbered us")
    assert await model_of(after) == candidate.name
    row = await Prediction.select().where(Prediction.case == after).first()
    assert row["category"] == "ewa-bill"

    # And takes it back.
    await desk.open("/admin/sorter")
    rev = desk.page.split('name="rev" value="')[1].split('"')[0]
    await desk.send("/admin/sorter/roll-back", rev=rev, sure="yes")
    assert await model_of(await learning.files("The flimflarm zubbered them")) == first
    assert "Promotion taken back" in await desk.open("/admin/sorter")
