"""Which promise applies to what, and from when."""

from dataclasses import replace
from datetime import date

import pytest

from sla import ladder
from sla.policy import Policy, Subject, checked, pick
from tawasul.core.errors import DomainError

GENERAL = Policy("agency", None, None, None, 10, "working_days", ("t1", "breach"), date(2025, 1, 1), id=1)
WATER = replace(GENERAL, agency="EWA", target=7, id=2)
OUTAGE = replace(GENERAL, category="water_outage", target=2, id=3)
INQUIRY = replace(GENERAL, kind="inquiry", target=5, id=4)
NEWER = replace(WATER, target=6, valid_from=date(2026, 7, 1), id=5)
ENDED = replace(OUTAGE, target=1, valid_to=date(2025, 12, 31), valid_from=date(2025, 6, 1), id=6)
ALL = [GENERAL, WATER, OUTAGE, INQUIRY, NEWER, ENDED]


@pytest.mark.parametrize(
    ("subject", "on", "chosen", "why"),
    [
        (Subject("complaint", "HEALTH"), date(2026, 1, 5), GENERAL, "nothing names it"),
        (Subject("inquiry", "HEALTH"), date(2026, 1, 5), INQUIRY, "its kind is named"),
        (Subject("inquiry", "EWA"), date(2026, 1, 5), WATER, "an agency weighs more than a kind"),
        (Subject("complaint", "EWA", "water_outage"), date(2026, 1, 5), OUTAGE, "a category weighs most"),
        (Subject("complaint", "EWA", "bill"), date(2026, 6, 30), WATER, "the day before the newer one"),
        (Subject("complaint", "EWA", "bill"), date(2026, 7, 1), NEWER, "the newer one's first day"),
        (Subject("complaint", "EWA", "water_outage"), date(2025, 12, 31), ENDED, "the last day of a policy is its own"),
        (Subject("complaint"), date(2024, 12, 31), None, "before all of them"),
    ],
)
def test_the_most_specific_policy_in_force_applies(subject, on, chosen, why):
    assert pick(ALL, "agency", subject, on) == chosen, why


URGENT = replace(GENERAL, priority="urgent", target=3, id=7)
HIGH = replace(GENERAL, priority="high", target=5, id=8)
HURRIED_WATER = replace(WATER, priority="high", target=4, id=9)
PRESSING = [*ALL, URGENT, HIGH]


@pytest.mark.parametrize(
    ("policies", "subject", "chosen", "why"),
    [
        (PRESSING, Subject("complaint", "HEALTH"), GENERAL, "it is neither"),
        (PRESSING, Subject("complaint", "HEALTH", priority="high"), HIGH, "its priority is named"),
        (PRESSING, Subject("complaint", "HEALTH", priority="urgent"), URGENT, "urgent weighs more than high"),
        (
            [GENERAL, HIGH],
            Subject("complaint", "HEALTH", priority="urgent"),
            HIGH,
            "what is for the high is for it too",
        ),
        ([GENERAL, URGENT], Subject("complaint", "HEALTH", priority="high"), GENERAL, "but not the other way round"),
        (PRESSING, Subject("complaint", "EWA", "water_outage", "urgent"), OUTAGE, "its category promises less anyway"),
        (
            [WATER, HIGH, HURRIED_WATER],
            Subject("complaint", "EWA", priority="high"),
            HURRIED_WATER,
            "and for an agency",
        ),
        ([URGENT], Subject("complaint", "HEALTH"), None, "no other promise"),
    ],
)
def test_what_is_urgent_is_promised_by_its_priority_and_never_more(policies, subject, chosen, why):
    assert pick(policies, "agency", subject, date(2026, 1, 5)) == chosen, why


def test_another_clocks_policy_is_not_meant():
    assert pick(ALL, "final_reply", Subject("complaint"), date(2026, 1, 5)) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"target": 0}, "target_not_positive"),
        ({"priority": "normal"}, "unknown_priority"),
        ({"target": -3}, "target_not_positive"),
        ({"unit": "hours"}, "unknown_unit"),
        ({"ladder": ("breach", "t1")}, "bad_ladder"),
        ({"ladder": ladder.HOURS}, "ladder_of_other_unit"),
        ({"ladder": ("p75", "breach")}, "ladder_of_other_unit"),
        ({"unit": "business_seconds"}, "ladder_of_other_unit"),
        ({"unit": "business_seconds", "ladder": ("t0", "breach")}, "ladder_of_other_unit"),
        ({"valid_to": date(2024, 1, 1)}, "end_before_start"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(change, code):
    with pytest.raises(DomainError, match=code):
        checked(replace(GENERAL, **change))


def test_a_promise_in_hours_has_a_ladder_of_shares():
    hours = replace(GENERAL, unit="business_seconds", target=4 * 3600, ladder=ladder.HOURS)
    assert checked(hours) == hours
