"""Who may do what. Pure: an action, a role, and the agencies that the role reaches."""

from collections.abc import Mapping
from dataclasses import dataclass

from tawasul.accounts.views import StaffView

NATIONAL = frozenset({"national_supervisor", "arbiter", "minister_office"})
# Who reaches the agencies below her own too.
BELOW = frozenset({"supervisor", "head"})

_ANSWERS = ("case.reply", "case.answer")
_REVIEWS = ("case.review", "case.answer")
# Changes of calendars and policies and corrections of verdicts take two persons: nobody decides on what she proposed.
_DISPUTES = ("correction.read", "correction.propose")
_DECIDES_DISPUTES = ("correction.read", "correction.approve")
# Who has `case.reply` answers cases. A review is answered by whoever has `case.review` and did not handle the case, so
# the pages are open (`case.answer`) to both.
# Nobody gives a case of her agency away: she proposes it, and whoever is above the officers of the other one decides.
_CASEWORK = (
    "desk",
    "case.read",
    "case.note",
    "case.mark",
    "case.propose",
    "case.correct",
    "case.ask",
    "case.commit",
    "part.answer",
    *_ANSWERS,
)
_DECIDES = ("transfer.decide", "part.add")
# Texts to begin replies with, and a second look at what colleagues wrote.
_LETTERS = ("template.keep", "case.approve")
# To let the clock stand once more or for a legal reason, to promise a later date, or to say that a reply is none, is
# for those above.
_ABOVE_CASEWORK = (
    "case.wall",
    "case.give",
    "case.ask_again",
    "case.stay",
    "case.reject",
    "promise.lengthen",
    *_REVIEWS,
    "board",
    "incident.open",
    "case.export",
    *_DECIDES,
    *_LETTERS,
)
_PASSES_ON = ("case.transfer", *_DECIDES)
# People of an agency are administered by those above them; who is reached and how far, says `staff_rules`.
_PEOPLE = ("staff.manage",)
# Everybody has an account of her own: its password, its second factor, its sessions.
_OWN = frozenset({"account"})
# What each role may do. Reading and acting on cases is bounded by `Scope` besides.
_ACTIONS: Mapping[str, frozenset[str]] = {
    "officer": frozenset({"case.take", "leave", *_CASEWORK}),
    "supervisor": frozenset({"case.take", "leave", *_CASEWORK, *_ABOVE_CASEWORK, *_PEOPLE}),
    "head": frozenset({"leave", *_CASEWORK, *_ABOVE_CASEWORK, *_DISPUTES, *_PEOPLE, "agency.contact", "reply.rule"}),
    "arbiter": frozenset(
        {
            "desk",
            "case.read",
            "case.note",
            "case.mark",
            *_PASSES_ON,
            "case.correct",
            *_REVIEWS,
            "triage",
            "board",
            "case.wall",
        }
        | {"case.export", *_DECIDES_DISPUTES}
    ),
    "minister_office": frozenset({"desk", "case.read", "board", "case.export"}),
    "national_supervisor": frozenset(
        {"desk", "case.read", "case.note", "case.mark", *_PASSES_ON, "case.correct", *_REVIEWS, "triage", "board"}
        | {"letters", "jobs", "sorter", "reference", "case.wall", "template.keep", "promise.lengthen"}
        | {"change.read", "change.approve", *_DISPUTES, *_DECIDES_DISPUTES, "case.import", "case.export"}
    ),
    "call_centre": frozenset({"desk", "triage", "file_for"}),
    "administrator": frozenset(
        {"desk", "admin", "letters", "jobs", "sorter", "reference", "change.read", "change.propose", "change.approve"}
        | {*_PEOPLE, "staff.second", "agency.contact", "agency.manage", "template.keep", "reply.rule", "case.import"}
    ),
}

ROLES = tuple(_ACTIONS)
ACTIONS = _OWN.union(*_ACTIONS.values())


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
    return action in _OWN or action in _ACTIONS[staff.role]


def roles_for(action: str) -> tuple[str, ...]:
    """Every role that may do `action`, for the table of permissions."""
    return tuple(role for role in ROLES if action in _OWN or action in _ACTIONS[role])


def scope_of(staff: StaffView, parents: Mapping[str, str | None]) -> Scope:
    """Officers reach exactly their agency; supervisors and heads theirs and its descendants.

    `parents` maps every agency's code to that of its parent.
    """
    if staff.role in NATIONAL:
        return Scope(national=True, agencies=frozenset())
    if staff.agency is None or staff.role not in ("officer", *BELOW):
        return Scope(national=False, agencies=frozenset())
    if not reaches_below(staff):
        return Scope(national=False, agencies=frozenset({staff.agency}))
    return Scope(national=False, agencies=descendants(staff.agency, parents))


def reaches_below(staff: StaffView) -> bool:
    """Whether somebody reaches the agencies below her own too."""
    return staff.agency is not None and staff.role in BELOW


def descendants(agency: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    """An agency and all below it. Bounded by the number of agencies, so a ring of parents ends too."""
    found = {agency}
    for _ in parents:
        grown = found | {code for code, parent in parents.items() if parent in found}
        if grown == found:
            break
        found = grown
    return frozenset(found)
