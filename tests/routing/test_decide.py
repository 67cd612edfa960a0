"""The first rule that fits decides; a place that is missing is asked for."""

import pytest

from routing.decide import Decision, RuleRow, decide

RULES = (
    RuleRow(1, "MUN", None, "capital", "MUN-CAP"),
    RuleRow(2, "MUN", None, "northern", "MUN-NOR"),
    RuleRow(3, "EWA", "ewa-meter", None, "SLRB"),
)


@pytest.mark.parametrize(
    ("category", "code", "governorate", "decision"),
    [
        ("mun-waste", "MUN", "capital", Decision("MUN-CAP", rule_id=1)),
        ("mun-waste", "MUN", None, Decision(None, needs="governorate")),  # asked, never guessed
        ("mun-waste", "MUN", "southern", Decision(None, needs="rule")),  # nobody said who
        ("moe-exams", "MOE", None, Decision("MOE")),  # a code of its own
        ("moe-exams", "MOE", "capital", Decision("MOE")),
        ("ewa-meter", "EWA", None, Decision("SLRB", rule_id=3)),  # an operator's rule
        ("ewa-bill", "EWA", None, Decision("EWA")),
    ],
)
def test_where_a_case_goes(category: str, code: str, governorate: str | None, decision: Decision) -> None:
    assert decide(category, code, governorate, RULES) == decision


def test_the_order_of_rules_decides() -> None:
    earlier = RuleRow(9, "MUN", "mun-waste", None, "MMA")
    assert decide("mun-waste", "MUN", "capital", (earlier, *RULES)).agency == "MMA"
    assert decide("mun-waste", "MUN", "capital", (*RULES, earlier)).agency == "MUN-CAP"
