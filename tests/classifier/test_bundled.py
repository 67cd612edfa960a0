"""The model that ships: plain cases find their agency, and nonsense does not pass for a case."""

import pytest

from classifier import destinations, model_store, predict

pytestmark = pytest.mark.skipif(not model_store.is_there(model_store.BUNDLED), reason="no model was built yet")
MOST_BYTES = 15_000_000


@pytest.fixture(scope="module")
def model():
    return predict.load()


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("There is no electricity in our block since last night", "EWA"),
        ("الماي مقطوع عن البيت من يومين", "EWA"),
        ("Deep pothole on the road damaged my tyre", "MOW"),
        ("عمود الإنارة في شارعنا لا يعمل والشارع مظلم", "MOW"),
        ("القمامة متراكمة والحاوية ممتلئة منذ أسبوع", "MUN"),
        ("My employer has not paid our salaries for three months", "MOL"),
        ("أريد تجديد جواز السفر وتأخر إصداره", "NPRA"),
    ],
)
def test_plain_cases_find_their_agency(model, text, agency):
    assert model.predict([text])[0].agency == agency


@pytest.mark.parametrize("text", ["thank you very much", "شكرا جزيلا لكم", "asdf ghjk qwer", "السلام عليكم", "", "?!?"])
def test_nonsense_and_thanks_are_never_routed(model, text):
    said = model.predict([text])[0]
    assert said.decision == "triage"
    assert said.category in model.destinations


def test_thanks_and_advertising_are_nothing_to_sort(model):
    said = model.predict(["شكرا جزيلا على جهودكم", "special offer, buy now and get a free phone", "hello"])
    assert [one.reason for one in said] == ["nothing"] * 3


def test_every_category_of_the_country_can_be_said(model):
    assert set(destinations.of_the_country()) <= set(model.labels)


def test_it_is_small_enough_to_ship():
    assert sum(path.stat().st_size for path in model_store.BUNDLED.rglob("*") if path.is_file()) <= MOST_BYTES
