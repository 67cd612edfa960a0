"""The sorter's page: what runs, candidates, the switch. Nothing happens unticked, and nobody else gets in."""

import json

import pytest

from cases import models, sorter
from cases.models import Made
from classifier import model_store
from tawasul.core import settings as settings_module
from tawasul.core.actor import system

PATH = "/admin/sorter"
FIGURES = {
    "n": 900,
    "accuracy": 0.5,
    "macro_f1": 0.5,
    "agency_accuracy": 0.56,
    "coverage": 0.08,
    "precision": 0.97,
    "top3": 0.7,
}
REPORT = {**FIGURES, "languages": {"ar": FIGURES, "en": FIGURES}}
BETTER = {**FIGURES, "accuracy": 0.55, "coverage": 0.095}
WORSE = {**FIGURES, "accuracy": 0.45}


@pytest.fixture
def shelf(staff, tmp_path, monkeypatch):
    """A data folder with the model that the system was set up with."""
    _lay(tmp_path / "first", REPORT)
    monkeypatch.setenv("TAWASUL_DATA", str(tmp_path))
    monkeypatch.setenv("TAWASUL_MODEL", str(tmp_path / "first"))
    settings_module.settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings_module.settings.cache_clear()


def _lay(folder, report):
    folder.mkdir(parents=True)
    for name in model_store.NEEDED:
        (folder / name).touch()
    (folder / model_store.REPORT).write_text(json.dumps(report), "utf-8")


@pytest.fixture
async def candidates(shelf):
    for name, report in (("learnt-a", BETTER), ("learnt-b", WORSE)):
        told = {**report, "languages": {"ar": report, "en": report}}
        _lay(model_store.kept(shelf, name), told)
        await models.offer(Made(name, told, lessons=210, up_to=210), by=system("worker"))


async def test_it_shows_what_runs_and_what_each_candidate_would_change(browser, candidates):
    page = (await (await browser("nadia")).opens(PATH)).text
    assert "The model that the system was set up with" in page
    assert "210 corrections taught it" in page
    assert "Of 1,000 cases the program sorts about 95 alone; now it sorts about 80." in page
    assert "It is worse than the model in use and cannot take its place" in page
    assert page.count("Take it into use") == 1  # the worse one is not offered


async def test_a_promotion_takes_a_tick_and_can_be_taken_back(browser, candidates):
    root = await browser("root")
    await root.opens(PATH)
    unticked = await root.sends(f"{PATH}/models/learnt-a/promote")
    assert (unticked.status_code, (await sorter.setting()).running) == (422, "")
    assert "Tick the box first" in unticked.text
    assert (await root.sends(f"{PATH}/models/learnt-a/promote", sure="yes")).status_code == 303
    page = (await root.opens(PATH)).text
    assert "Taken into use: learnt-a" in page
    assert "Root" in page
    assert (await root.sends(f"{PATH}/roll-back", sure="yes")).status_code == 303
    assert (await sorter.setting()).running == ""


async def test_a_worse_one_is_refused_whatever_is_sent(browser, candidates):
    root = await browser("root")
    await root.opens(PATH)
    answer = await root.sends(f"{PATH}/models/learnt-b/promote", sure="yes")
    assert answer.status_code == 409
    assert "It is worse than the model in use, and cannot take its place" in answer.text
    assert (await root.sends(f"{PATH}/models/learnt-b/refuse", sure="yes")).status_code == 303
    assert "Candidate refused: learnt-b" in (await root.opens(PATH)).text


async def test_people_sort_everything_and_the_program_again(browser, shelf):
    nadia = await browser("nadia")
    await nadia.opens(PATH)
    assert (await nadia.sends(f"{PATH}/people", sure="yes")).status_code == 303
    page = (await nadia.opens(PATH)).text
    assert "People sort every new case since" in page
    warnings = (await nadia.client.get("/health/ready")).json()["warnings"]
    assert "triage_only" in [warning["code"] for warning in warnings]
    assert "tawasul_triage_only 1.0" in (await nadia.client.get("/metrics")).text
    assert (await nadia.sends(f"{PATH}/program", sure="yes")).status_code == 303
    assert not (await sorter.setting()).triage_only
    assert "tawasul_triage_only 0.0" in (await nadia.client.get("/metrics")).text


async def test_a_training_is_asked_for_once(browser, shelf):
    root = await browser("root")
    await root.opens(PATH)
    assert (await root.sends(f"{PATH}/training")).status_code == 303
    again = await root.sends(f"{PATH}/training")
    assert again.status_code == 409
    assert "A candidate is being trained already" in again.text
    assert "Train a candidate now" not in again.text


async def test_who_looked_at_another_state_is_told(browser, candidates):
    root, nadia = await browser("root"), await browser("nadia")
    for each in (root, nadia):
        await each.opens(PATH)
    await nadia.sends(f"{PATH}/people", sure="yes")
    late = await root.sends(f"{PATH}/models/learnt-a/promote", sure="yes")
    assert late.status_code == 409
    assert "Someone else changed the sorter meanwhile" in late.text


@pytest.mark.parametrize("name", ["learnt-x", "x" * 200, "..%2f..", "%00"])
async def test_a_model_that_nobody_made_is_no_page(browser, shelf, name):
    root = await browser("root")
    await root.opens(PATH)
    assert (await root.sends(f"{PATH}/models/{name}/promote", sure="yes")).status_code == 404


@pytest.mark.parametrize("who", ["basim", "dana", "lulwa"])
async def test_nobody_else_gets_in(browser, candidates, who):
    one = await browser(who)
    await one.opens("/desk")
    assert (await one.opens(PATH)).status_code == 403
    await one.opens("/desk")
    for act in ("models/learnt-a/promote", "models/learnt-a/refuse", "roll-back", "people", "program", "training"):
        assert (await one.sends(f"{PATH}/{act}", sure="yes")).status_code == 403
    assert (await sorter.setting()).running == ""
