"""Candidates: compared by their reports, taken into use and taken back by people, with every step in the history."""

import json
from pathlib import Path

import pytest

from cases import models, sorter
from cases.models import Made
from cases.sorter import STREAM
from classifier import model_store
from tawasul import audit
from tawasul.core import settings as settings_module
from tawasul.core.actor import system
from tawasul.core.errors import Conflict, Forbidden, NotFound
from tests.cases.conftest import SUNDAY

WORKER = system("worker")


def report(accuracy: float, *, ar: float = 0.8) -> dict:
    row = {"n": 100, "accuracy": accuracy, "macro_f1": accuracy, "precision": 0.97, "labels": {"x": {"n": 1}}}
    return {**row, "languages": {"ar": {**row, "accuracy": ar, "macro_f1": ar}}}


def lay(folder: Path, figures: dict | None) -> None:
    """A folder that looks like a model's."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in model_store.NEEDED:
        (folder / name).touch()
    if figures:
        (folder / model_store.REPORT).write_text(json.dumps(figures), "utf-8")


@pytest.fixture
def shelf(flow, tmp_path, monkeypatch):
    """A data folder, and the model that the system was set up with."""
    lay(tmp_path / "first", report(0.80))
    monkeypatch.setenv("TAWASUL_DATA", str(tmp_path))
    monkeypatch.setenv("TAWASUL_MODEL", str(tmp_path / "first"))
    settings_module.settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings_module.settings.cache_clear()


async def offered(shelf: Path, name: str, figures: dict) -> str:
    lay(model_store.kept(shelf, name), figures)
    await models.offer(Made(name, figures, lessons=3, up_to=9), by=WORKER)
    return name


async def history() -> list[tuple[str, str]]:
    return [(line.act, line.actor) for line in await audit.history(STREAM)]


async def test_a_better_candidate_runs_once_a_person_says_so_and_both_reports_are_kept(flow, shelf):
    name = await offered(shelf, "learnt-a", report(0.85))
    assert (await sorter.setting()).running == ""
    await models.promote(name, by=flow.root.actor())
    now = await sorter.setting()
    assert (now.running, now.before, now.since) == (name, "", SUNDAY)
    line = (await audit.history(STREAM))[-1]
    assert (line.act, line.actor) == ("model_promoted", str(flow.root.actor()))
    assert (line.data["report"]["accuracy"], line.data["report_before"]["accuracy"]) == (0.85, 0.80)
    assert "labels" not in line.data["report"]


@pytest.mark.parametrize(
    ("figures", "what"),
    [
        (report(0.79), "accuracy, macro_f1"),  # worse over everything
        (report(0.85, ar=0.78), "ar.accuracy, ar.macro_f1"),  # worse in a language by two points
    ],
)
async def test_a_worse_one_is_refused_and_changes_nothing(flow, shelf, figures, what):
    name = await offered(shelf, "learnt-a", figures)
    with pytest.raises(Conflict) as refused:
        await models.promote(name, by=flow.root.actor())
    assert (refused.value.code, refused.value.params["what"]) == ("model_is_worse", what)
    assert (await sorter.setting()).running == ""


async def test_half_a_point_in_a_language_is_no_reason(flow, shelf):
    name = await offered(shelf, "learnt-a", report(0.80, ar=0.795))
    await models.promote(name, by=flow.nadia.actor())
    assert (await sorter.setting()).running == name


async def test_a_candidate_is_held_against_the_model_that_runs_now(flow, shelf):
    for name, figures in (("learnt-a", report(0.90)), ("learnt-b", report(0.85))):
        await offered(shelf, name, figures)
    await models.promote("learnt-a", by=flow.root.actor())
    with pytest.raises(Conflict, match="model_is_worse"):
        await models.promote("learnt-b", by=flow.root.actor())


async def test_a_promotion_is_taken_back_and_given_again(flow, shelf):
    name = await offered(shelf, "learnt-a", report(0.85))
    await models.promote(name, by=flow.root.actor())
    assert await models.roll_back(by=flow.root.actor()) == ""
    assert (await sorter.setting()).before == name
    assert await models.roll_back(by=flow.root.actor()) == name
    assert [act for act, _ in await history()] == ["model_made", "model_promoted", *["model_rolled_back"] * 2]


async def test_without_a_promotion_nothing_can_be_taken_back(flow, shelf):
    with pytest.raises(Conflict, match="model_no_earlier"):
        await models.roll_back(by=flow.root.actor())


async def test_a_refused_candidate_stays_refused(flow, shelf):
    name = await offered(shelf, "learnt-a", report(0.85))
    await models.refuse(name, by=flow.root.actor())
    for again in (models.promote, models.refuse):
        with pytest.raises(Conflict, match="model_decided"):
            await again(name, by=flow.root.actor())


async def test_the_same_model_made_twice_is_one_candidate(flow, shelf):
    for _ in range(2):
        await offered(shelf, "learnt-a", report(0.85))
    assert [model.name for model in await models.models()] == ["learnt-a"]


async def test_a_model_that_is_not_there_or_cannot_be_compared_does_not_run(flow, shelf):
    with pytest.raises(NotFound):
        await models.promote("learnt-x", by=flow.root.actor())
    name = await offered(shelf, "learnt-a", report(0.85))
    (shelf / "first" / model_store.REPORT).unlink()
    with pytest.raises(Conflict, match="model_not_compared"):
        await models.promote(name, by=flow.root.actor())
    (model_store.kept(shelf, name) / model_store.DESCRIPTION).unlink()
    with pytest.raises(Conflict, match="model_missing"):
        await models.promote(name, by=flow.root.actor())


async def test_who_saw_another_state_is_told(flow, shelf):
    name = await offered(shelf, "learnt-a", report(0.85))
    await sorter.set_triage_only(on=True, by=flow.root.actor())
    rev = (await sorter.setting()).rev
    with pytest.raises(Conflict, match="sorter_moved"):
        await models.promote(name, by=flow.root.actor(), rev=rev - 1)


@pytest.mark.parametrize("who", ["basim", "dana", "adel", "lulwa"])
async def test_the_sorter_is_for_administrators_and_national_supervisors(flow, shelf, who):
    name = await offered(shelf, "learnt-a", report(0.85))
    by = flow.people[who].actor()
    for refused in (
        models.promote(name, by=by),
        models.refuse(name, by=by),
        models.roll_back(by=by),
        sorter.set_triage_only(on=True, by=by),
    ):
        with pytest.raises(Forbidden):
            await refused
