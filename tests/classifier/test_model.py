from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SAID = ("كهرباء", "حفرة", "راتب", "فاتورة", "موعد", "زبالة", "شكرا", "salary", "bins", "pothole", "bill")


@dataclass(frozen=True)
class _Nothing:
    """A curve that makes one label the likeliest of all, whatever the text."""

    place: int

    def bend(self, probabilities):
        return np.where(np.arange(probabilities.shape[1]) == self.place, 0.99, probabilities * 0.01)


def test_plain_texts_find_their_category(trained):
    said = trained.model.predict(["الكهرباء مقطوعة عن البيت من الصبح", "deep pothole in the road broke my tyre"])
    assert [one.category for one in said] == ["ewa-power-outage", "mow-pothole"]
    assert [one.agency for one in said] == ["EWA", "MOW"]
    assert [one.language for one in said] == ["ar", "en"]


def test_three_candidates_from_the_likeliest_on(trained):
    said = trained.model.predict(["our company did not pay salaries for three months"])[0]
    sure = [candidate.confidence for candidate in said.candidates]
    assert len(sure) == 3
    assert sure == sorted(sure, reverse=True)
    assert said.candidates[0].category == said.category == "mol-unpaid-wages"


@settings(max_examples=30, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(SAID),
        min_size=1,
    )
)
def test_what_officers_see_of_candidates_adds_up(trained, words):
    said = trained.model.predict([" ".join(words)])[0]
    assert sum(one.confidence for one in said.candidates) <= 1 + 1e-9
    assert sum(one.confidence for one in said.candidates if one.agency == said.agency) <= said.confidence + 1e-9


def test_the_place_makes_the_municipality(trained):
    text = "rubbish bins overflowing for a week, garbage not collected"
    nowhere, northern = trained.model.predict([text, text], [None, "northern"])
    assert (nowhere.agency, nowhere.needs) == ("MUN", "governorate")
    assert (northern.agency, northern.needs) == ("MUN-NOR", None)
    assert northern.candidates[0].agency == "MUN-NOR"


@pytest.mark.parametrize("text", ["", "   ", "!!!", "12345 ٦٧", "😀😀"])
def test_without_letters_there_is_nothing_to_sort(trained, text):
    said = trained.model.predict([text])[0]
    assert (said.decision, said.reason) == ("triage", "nothing")
    assert said.category  # the best guess is given all the same


def test_a_confidence_below_the_threshold_goes_to_people(trained):
    for said in trained.model.predict(["school", "كهرباء", "something is wrong somewhere"]):
        assert (said.decision == "route") == (said.reason == "sure")
        assert said.reason != "sure" or said.confidence >= said.threshold


def test_danger_makes_any_case_urgent(trained):
    calm, dangerous = trained.model.predict(["pothole near the mosque", "pothole with a live cable sparking in it"])
    assert not calm.danger
    assert dangerous.danger
    assert dangerous.urgent


@pytest.mark.parametrize("text", ["thank you and God bless you", "شكرا جزيلا لكم وبارك الله فيكم"])
def test_a_text_with_danger_is_never_nothing_to_sort(trained, text):
    always_nothing = replace(trained.model, label_curve=_Nothing(trained.model.labels.index("")))
    calm, dangerous = always_nothing.predict([text, f"{text}. gas leak"])
    assert (calm.reason, calm.danger) == ("nothing", False)
    assert (dangerous.decision, dangerous.reason, dangerous.danger, dangerous.urgent) == (
        "triage",
        "unsure",
        True,
        True,
    )


def test_a_text_is_answered_the_same_alone_and_in_company(trained):
    texts = ["no power at home", "حفرة في الشارع", "فاتورة الكهرباء مرتفعة"]
    together = trained.model.predict(texts)
    assert [trained.model.predict([text])[0].category for text in texts] == [one.category for one in together]
    alone = trained.model.predict(texts[:1])[0]
    assert alone.confidence == pytest.approx(together[0].confidence, abs=1e-6)


def test_no_texts_no_predictions(trained):
    assert trained.model.predict([]) == []
