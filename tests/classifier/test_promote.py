import json
from dataclasses import replace

import pytest

from classifier import lexicon, model_folder, model_store, thresholds
from classifier.comparison import PROMISED, compare
from classifier.promote import promote, roll_back


def figures(accuracy, **languages):
    row = {"n": 100, "accuracy": accuracy, "macro_f1": accuracy, "precision": accuracy}
    return {**row, "languages": {name: figures(value) for name, value in languages.items()}}


@pytest.mark.parametrize(
    ("candidate", "running", "refused"),
    [
        (figures(0.80), figures(0.80), False),  # as good
        (figures(0.79), figures(0.80), True),  # worse over everything
        (figures(0.80, ar=0.795), figures(0.80, ar=0.80), False),  # half a point in a language is noise
        (figures(0.80, ar=0.78), figures(0.80, ar=0.80), True),  # two points are not
        (figures(0.80), figures(0.80, ar=0.80), True),  # a language it no longer speaks
    ],
)
def test_a_worse_candidate_is_refused(candidate, running, refused):
    assert bool(compare(candidate, running)) == refused


def test_precision_above_what_is_promised_is_no_merit():
    running = {**figures(0.8, ar=0.8), "precision": 0.985}
    assert compare({**figures(0.8, ar=0.8), "precision": 0.971}, running) == ()
    assert compare({**figures(0.8, ar=0.8), "precision": 0.969}, running) == ("precision",)
    assert PROMISED == thresholds.TARGET


@pytest.mark.parametrize(
    ("candidate", "refused"),
    [
        ({"n": 0}, ("n",)),  # nothing was measured
        ({"coverage": 0.291}, ()),  # less than a point
        ({"coverage": 0.28}, ("coverage",)),
        ({"ece": 0.05, "agency_ece": 0.05}, ()),
        ({"ece": 0.051}, ("ece",)),
        ({"agency_ece": 0.06}, ("agency_ece",)),
    ],
)
def test_no_texts_less_sorted_alone_and_probabilities_that_are_off_are_refused(candidate, refused):
    running = {**figures(0.8), "coverage": 0.3, "ece": 0.01, "agency_ece": 0.01}
    assert compare({**running, **candidate}, running) == refused


def test_a_language_in_which_less_is_sorted_alone_is_refused():
    running, candidate = figures(0.8, ar=0.8), figures(0.8, ar=0.8)
    running["languages"]["ar"]["coverage"] = 0.3
    candidate["languages"]["ar"]["coverage"] = 0.28
    assert compare(candidate, running) == ("ar.coverage",)


def test_without_texts_not_even_the_first_model_is_taken_into_use(candidate, tmp_path):
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    assert promote(candidate, tmp_path / "running", tmp_path / "empty.jsonl").refusals == ("n",)
    assert not model_store.is_there(tmp_path / "running")


@pytest.fixture
def frozen(texts, tmp_path):
    rows = [{"text": one.text, "label": one.label or None, "lang": one.language} for one in texts]
    path = tmp_path / "frozen.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.fixture
def candidate(trained, tmp_path):
    model_folder.write(trained.model, tmp_path / "candidate", lexicon_source=lexicon.bundled())
    return tmp_path / "candidate"


@pytest.fixture
def poor(trained, tmp_path):
    """A model whose head was turned round: it says the least likely label."""
    head = replace(trained.model.head, steps=-trained.model.head.steps)
    model_folder.write(replace(trained.model, head=head), tmp_path / "poor", lexicon_source=lexicon.bundled())
    return tmp_path / "poor"


def test_the_first_model_of_all_takes_its_place(candidate, frozen, tmp_path):
    assert promote(candidate, tmp_path / "running", frozen).refusals == ()
    assert model_store.is_there(tmp_path / "running")


def test_a_poor_candidate_changes_nothing_and_both_reports_are_kept(candidate, poor, frozen):
    before = model_folder.read(candidate).name
    verdict = promote(poor, candidate, frozen)
    assert "accuracy" in verdict.refusals
    assert model_folder.read(candidate).name == before
    kept = json.loads((poor / "comparison.json").read_text("utf-8"))
    assert kept["candidate"]["accuracy"] < kept["running"]["accuracy"]


def test_one_command_takes_a_promotion_back(candidate, poor, frozen):
    better = model_folder.read(candidate).name
    assert promote(candidate, poor, frozen).refusals == ()
    assert model_folder.read(poor).name == better
    roll_back(poor)
    assert model_folder.read(poor).name != better


def test_without_an_earlier_model_there_is_no_way_back(candidate):
    with pytest.raises(model_store.NoModel):
        roll_back(candidate)
