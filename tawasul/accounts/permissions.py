"""Who may do what. Pure: an action, a role, and the agencies that the role reaches."""

from collections.abc import Mapping
from dataclasses import dataclass

from tawasul.accounts.views import StaffView

NATIONAL = frozenset({"national_supervisor", "arbiter", "minister_office"})

# Changes of calendars and policies and corrections of verdicts take two persons: nobody decides on what she proposed.
_DISPUTES = ("correction.read", "correction.propose")
_DECIDES_DISPUTES = ("correction.read", "correction.approve")
_CASEWORK = ("desk", "case.read", "case.note", "case.transfer", "case.reply", "case.correct", "case.ask", "case.commit")
# To let the clock stand once more or for a legal reason, or to say that a reply is none, is for those above.
_ABOVE_CASEWORK = ("case.ask_again", "case.stay", "case.reject", "board")
# What each role may do. Reading and acting on cases is bounded by `Scope` besides.
_ACTIONS: Mapping[str, frozenset[str]] = {
    "officer": frozenset({"case.take", *_CASEWORK}),
    "supervisor": frozenset({"case.take", *_CASEWORK, *_ABOVE_CASEWORK}),
    "head": frozenset({*_CASEWORK, *_ABOVE_CASEWORK, *_DISPUTES}),
    "arbiter": frozenset(
        {"desk", "case.read", "case.note", "case.transfer", "case.correct", "triage", "board", *_DECIDES_DISPUTES}
    ),
    "minister_office": frozenset({"desk", "case.read", "board"}),
    "national_supervisor": frozenset(
        {"desk", "case.read", "case.note", "case.transfer", "case.correct", "triage", "board", "letters", "jobs"}
        | {"change.read", "change.approve", *_DISPUTES, *_DECIDES_DISPUTES}
    ),
    "call_centre": frozenset({"desk", "triage", "file_for"}),
    "administrator": frozenset({"desk", "admin", "letters", "jobs", "change.read", "change.propose", "change.approve"}),
}

ROLES = tuple(_ACTIONS)
ACTIONS = frozenset().union(*_ACTIONS.values())


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases a member of staff reaches: every agency's, or these."""

    national: bool
    agencies: frozenset[str]

    def holds(self, agency: str | None) -> bool:
        return self.national or (agency is not None and agency in self.agencies)


def may(staff: StaffView, action: str) -> bool:
    """Whether the role allows the action at all."""
    if action not in ACTIONS:
        raise ValueError(f"unknown action {action}")
    return action in _ACTIONS[staff.role]


def roles_for(action: str) -> tuple[str, ...]:
    """Every role that may do `action`, for the table of permissions."""
    return tuple(role for role in ROLES if action in _ACTIONS[role])


def scope_of(staff: StaffView, parents: Mapping[str, str | None]) -> Scope:
    """Officers reach exactly their agency; supervisors and heads theirs and its descendants.

    `parents` maps every agency's code to that of its parent.
    """
    if staff.role in NATIONAL:
        return Scope(national=True, agencies=frozenset())
    if staff.agency is None or staff.role in ("administrator", "call_centre"):
        return Scope(national=False, agencies=frozenset())
    if staff.role == "officer":
        return Scope(national=False, agencies=frozenset({staff.agency}))
    return Scope(national=False, agencies=descendants(staff.agency, parents))


def descendants(agency: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    """An agency and all below it. Bounded by the number of agencies, so a ring of parents ends too."""
    found = {agency}
    for _ in parents:
        grown = found | {code for code, parent in parents.items() if parent in found}
        if grown == found:
            break
        found = grown
    return frozenset(found)
