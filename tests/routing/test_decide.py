"""The first rule that fits decides; a place that is missing is asked for."""

import pytest

from routing.decide import Decision, RuleRow, Step, decide, fault_of, steps

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


def test_a_rule_that_cannot_run_leaves_the_case_to_people_and_not_to_the_next_rule() -> None:
    broken = RuleRow(9, "MUN", "mun-waste", None, "MMA", fault="agency_gone")
    assert decide("mun-waste", "MUN", "capital", (broken, *RULES)) == Decision(None, needs="rule", rule_id=9)


def test_the_steps_end_with_the_rule_that_decides() -> None:
    assert steps("mun-waste", "MUN", "northern", RULES) == [Step(1, "place"), Step(2, "fits")]
    assert steps("ewa-bill", "EWA", None, RULES) == [Step(3, "category")]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (("EWA", None, "MOW"), None),
        (("EWA", None, "OLD"), "agency_gone"),
        (("EWA", "old-category", "MOW"), "category_gone"),
        (("NOBODY", None, "MOW"), "code_gone"),
    ],
)
def test_what_keeps_a_rule_from_running(rule: tuple[str, str | None, str], fault: str | None) -> None:
    assert fault_of(rule, {"MOW", "EWA"}, {"EWA", "MUN"}, {"ewa-bill"}) == fault
