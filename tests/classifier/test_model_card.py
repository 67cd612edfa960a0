"""The model card tells the figures of the model that ships."""

import json

from benchmarks import model_card
from classifier.model_store import BUNDLED


def test_the_figures_are_those_of_the_bundled_models_report():
    told = json.loads((BUNDLED / "report.json").read_text("utf-8"))
    assert model_card.block(told) in model_card.CARD.read_text("utf-8"), "run `python -m benchmarks sorting`"


def test_a_new_report_changes_the_block_and_nothing_else(tmp_path, monkeypatch):
    card = tmp_path / "card.md"
    card.write_text(f"before\n{model_card.BEGINS}\nold\n{model_card.ENDS}\nafter\n", "utf-8")
    monkeypatch.setattr(model_card, "CARD", card)
    row = {"n": 10, "agency_accuracy": 0.5, "coverage": 0.0, "precision": 0.0}
    told = {**row, "model": "new", "languages": {"ar": row}, "varieties": {"msa": row}}
    model_card.renew(told)
    model_card.renew(told)
    assert card.read_text("utf-8") == f"before\n{model_card.block(told)}\nafter\n"
    assert "| msa | 10 | 0.500 | 0.000 | none sent | 0.500 |" in card.read_text("utf-8")
