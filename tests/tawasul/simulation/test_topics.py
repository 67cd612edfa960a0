"""What cases are about."""

from dataclasses import replace

from cases.destination import destination
from routing import reference
from tawasul.simulation import topics
from tests.tawasul.simulation.test_world import PLAIN


async def test_the_rules_send_every_topic_to_its_agency(database: str) -> None:
    known, categories, rules = await topics.topics(), await reference.categories(), await reference.rules()
    assert len(known) == 46
    for agency, topic in known.items():
        said = topics.prediction(replace(PLAIN, first_agency=agency), known)
        assert destination(said, None, topic.governorate, categories, rules).agency == agency


async def test_what_is_sorted_by_hand_goes_to_nobody_first(database: str) -> None:
    known, categories, rules = await topics.topics(), await reference.categories(), await reference.rules()
    said = topics.prediction(replace(PLAIN, by_hand=True), known)
    assert destination(said, None, None, categories, rules).agency is None


async def test_the_agencies_with_the_most_categories_come_first(database: str) -> None:
    order = await topics.by_weight()
    counted = [category.agency_code for category in (await reference.categories()).values()]
    assert counted.count(order[0]) == max(counted.count(code) for code in order)
    assert sorted(order) == sorted(await topics.topics())
