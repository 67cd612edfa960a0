"""Where a sorted case goes."""

from dataclasses import replace

import pytest

from cases.destination import Destination, destination
from routing.decide import RuleRow
from routing.reference import CategoryRow

CATEGORIES = {
    code: CategoryRow(code, code, code, agency, False, True)
    for code, agency in (
        ("ewa-power-outage", "EWA"),
        ("ewa-bill", "EWA"),
        ("mow-pothole", "MOW"),
        ("mun-waste", "MUN"),
    )
}
RULES = (RuleRow(1, "MUN", None, "capital", "MUN-CAP"),)


@pytest.mark.parametrize(
    ("said", "chosen", "place", "expected"),
    [
        # The program is sure and nobody chose: it routes.
        ({}, None, None, Destination("ewa-power-outage", "EWA", "program")),
        # It is unsure and nobody chose: people.
        ({"reason": "unsure"}, None, None, Destination(None, None, None)),
        # There is nothing to sort: people, whatever was chosen.
        ({"reason": "nothing"}, "ewa-bill", None, Destination("ewa-bill", None, None)),
        # The citizen chose and the program is unsure: the choice routes.
        ({"reason": "unsure"}, "mow-pothole", None, Destination("mow-pothole", "MOW", "citizen")),
        # They name two categories of one agency: the choice routes.
        ({}, "ewa-bill", None, Destination("ewa-bill", "EWA", "citizen")),
        # They agree.
        ({}, "ewa-power-outage", None, Destination("ewa-power-outage", "EWA", "citizen")),
        # The program is sure of another agency: people see both.
        ({}, "mow-pothole", None, Destination("mow-pothole", None, None)),
        # A municipal case without a place goes to people with its category kept.
        ({"category": "mun-waste"}, None, None, Destination("mun-waste", None, None)),
        ({"category": "mun-waste"}, None, "capital", Destination("mun-waste", "MUN-CAP", "program")),
        # No rule for this place.
        ({"category": "mun-waste"}, None, "northern", Destination("mun-waste", None, None, rule_failed=True)),
        # A model that names a category which is no more routes nothing.
        ({"category": "gone"}, None, None, Destination(None, None, None)),
        ({"category": "gone"}, "ewa-bill", None, Destination("ewa-bill", "EWA", "citizen")),
    ],
)
def test_where_it_goes(sure, said, chosen, place, expected):
    assert destination(replace(sure, **said), chosen, place, CATEGORIES, RULES) == expected
