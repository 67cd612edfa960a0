"""Officers reach exactly their agency; those above them reach the bodies below too."""

import pytest

from tawasul.accounts.permissions import ACTIONS, ROLES, may, roles_for, scope_of
from tawasul.accounts.views import StaffView

PARENTS = {"MMA": None, "MUN-CAP": "MMA", "MUN-MUH": "MMA", "EWA": None, "A": "B", "B": "A"}


def person(role: str, agency: str | None = None) -> StaffView:
    return StaffView(1, "x", "x", "x", None, role, agency, "ar")


@pytest.mark.parametrize(
    ("role", "agency", "reaches", "not_reached"),
    [
        ("officer", "MMA", {"MMA"}, {"MUN-CAP", "EWA"}),  # not even the bodies below
        ("supervisor", "MMA", {"MMA", "MUN-CAP", "MUN-MUH"}, {"EWA"}),
        ("head", "MUN-CAP", {"MUN-CAP"}, {"MMA", "MUN-MUH"}),  # nothing above or beside
        ("national_supervisor", None, {"MMA", "EWA"}, set()),
        ("administrator", None, set(), {"MMA", "EWA"}),  # settings, not cases
        ("head", "A", {"A", "B"}, {"EWA"}),  # a ring of parents ends
    ],
)
def test_whose_cases_a_role_reaches(role: str, agency: str | None, reaches: set, not_reached: set) -> None:
    scope = scope_of(person(role, agency), PARENTS)
    assert {code for code in reaches | not_reached if scope.holds(code)} == reaches


def test_a_case_without_an_agency_is_only_for_national_roles() -> None:
    assert not scope_of(person("officer", "EWA"), PARENTS).holds(None)
    assert scope_of(person("arbiter"), PARENTS).holds(None)


def test_an_administrator_reads_no_case() -> None:
    assert not may(person("administrator"), "case.read")


def test_an_unknown_action_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="unknown action"):
        may(person("officer"), "case.burn")


def test_every_action_has_somebody_who_may() -> None:
    assert [action for action in ACTIONS if not roles_for(action)] == []
    assert set(ROLES) >= {role for action in ACTIONS for role in roles_for(action)}
