"""What may be done with many cases at once, and which of the chosen ones are left out of it, with the reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cases import filters, handover, links, tag_words, transfer, transfer_proposals, walls
from cases.filters import every, one_of
from cases.handover import Heir
from cases.moves import OPEN, Row
from cases.tables import Transfer
from tawasul.accounts import agencies, leave, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.errors import FieldError, Forbidden, Invalid
from tawasul.core.text import clean

MOST = 100
EXCERPT = 120
# What each act needs the right to.
NEEDS = {
    "take": "case.take",
    "give": "case.give",
    "tag": "case.mark",
    "link": "case.mark",
    "propose": "case.propose",
    "transfer": "case.transfer",
}
_TICKED = re.compile(r"([1-9][0-9]{8})\.([1-9][0-9]{0,8})")
_COLUMNS = f"""c.id, c.reference, c.rev, c.status, c.agency, c.holder, c.confidential,
    substr(c.text, 1, {EXCERPT}) AS excerpt,
    EXISTS (SELECT 1 FROM "transfer_proposal" p
        WHERE p."case" = c.id AND p.state = 'open' AND p.from_agency = c.agency) AS proposed"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act and what goes with it: to whom, which tag, which agency and why. `hub`: to which all are linked."""

    act: str
    to: int = 0
    tag: str = ""
    to_agency: str = ""
    reason: str = ""
    hub: int = 0
    hub_reference: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen case as the list showed it. `excluded`: why the act is not for it; empty if it is."""

    id: int
    rev: int
    excluded: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What decides besides the case itself: who acts, who gets it and is kept from which, and who had which before."""

    by: StaffView
    heir: Heir | None
    shut: frozenset[int]
    earlier: Mapping[int, list[str]]


def ticked(values: Sequence[str]) -> dict[str, int]:
    """The cases that boxes of a list name, each once, with the revision that the list showed; no others."""
    found = (_TICKED.fullmatch(value) for value in values)
    return {match[1]: int(match[2]) for match in found if match}


def open_to(staff: StaffView) -> list[str]:
    """The acts that somebody may do with many cases at once."""
    return [act for act, needed in NEEDS.items() if may(staff, needed)]


async def takers(staff: StaffView) -> list[StaffView]:
    """To whom somebody may give cases: those in her reach who can have cases and are there today."""
    if not may(staff, "case.give"):
        return []
    scope, away = await agencies.scope(staff), await leave.away(leave.day_of(clock.now()))
    return [one for one in await views.working_in(sorted(scope.agencies)) if one.id not in away]


async def weigh(cases: Mapping[str, int], wanted: Wanted, by: StaffView) -> tuple[Wanted, list[Chosen]]:
    """The act as it will be done, and those of the cases that somebody reaches. `Invalid`: it cannot be meant."""
    if not cases:
        raise Invalid(FieldError("cases", "none_chosen"))
    if len(cases) > MOST:
        raise Invalid(FieldError("cases", "too_many_chosen", {"most": MOST}))
    if wanted.act not in NEEDS:
        raise Invalid(FieldError("act", "unknown"))
    if not may(by, NEEDS[wanted.act]):
        raise Forbidden("not_for_you")
    asked = await _checked(wanted, by)
    rows = await reached(list(cases), by)
    around = await _around([row["id"] for row in rows], asked, by)
    weighed = [Chosen(row["id"], cases[row["reference"]], _excluded(row, cases, asked, around)) for row in rows]
    return _linked(asked, weighed, rows) if asked.act == "link" else (asked, weighed)


async def reached(references: Sequence[str], by: StaffView) -> list[Row]:
    """The rows of those of these cases that somebody may open, in the order in which they are named."""
    if not references:
        return []
    scope = await agencies.scope(by)
    where = every(one_of("c.reference", references), filters.reached(scope), walls.open_to(by))
    asked = f'SELECT {_COLUMNS} FROM "case_" c WHERE {where.sql}'  # noqa: S608 - our own words
    found = {row["reference"]: row for row in await fetch(asked, *where.values)}
    return [found[reference] for reference in references if reference in found]


async def _checked(wanted: Wanted, by: StaffView) -> Wanted:
    """The wish as it will be kept; refuses what could be done to no case."""
    if wanted.act == "give" and wanted.to not in {one.id for one in await takers(by)}:
        raise Invalid(FieldError("to", "unknown"))
    if wanted.act == "tag":
        try:
            return Wanted("tag", tag=next(iter(tag_words.named([wanted.tag]).values())))
        except Invalid as error:
            raise Invalid(*(replace(fault, field="tag") for fault in error.faults)) from error
    if wanted.act in ("propose", "transfer"):
        reason = clean(wanted.reason)
        found = transfer.faults("", wanted.to_agency, reason, await agencies.all_agencies())
        if wanted.act == "propose" and reason and len(reason.split()) < transfer_proposals.LEAST_WORDS:
            found.append(FieldError("reason", "few_words"))
        if found:
            raise Invalid(*found)
        return Wanted(wanted.act, to_agency=wanted.to_agency, reason=reason)
    return Wanted("give", to=wanted.to) if wanted.act == "give" else Wanted(wanted.act)


async def _around(ids: list[int], wanted: Wanted, by: StaffView) -> _Around:
    heir = await handover.heir(wanted.to) if wanted.act == "give" else None
    earlier: dict[int, list[str]] = {}
    if ids and wanted.act == "transfer":
        for hop in await Transfer.select(Transfer.case, Transfer.from_agency).where(Transfer.case.is_in(ids)):
            earlier.setdefault(hop["case"], []).append(hop["from_agency"])
    return _Around(by, heir, await walls.shut(ids, heir.person) if heir else frozenset(), earlier)


def _excluded(case: Row, cases: Mapping[str, int], wanted: Wanted, around: _Around) -> str:
    """Why the act is not for this case, or nothing. Pure."""
    if case["confidential"]:
        return "confidential"
    if case["rev"] != cases[case["reference"]]:
        return "moved"
    if case["status"] not in OPEN:
        return "not_open"
    if case["agency"] is None:
        return "not_sorted"
    if wanted.act in ("tag", "link"):
        return ""
    if case["status"] == "in_review":
        return "in_review"
    if wanted.act == "give":
        return _not_given(case, around)
    if wanted.act == "take":
        is_hers = case["holder"] == around.by.id and case["status"] == "in_progress"
        return "yours_already" if is_hers else _held(case, around.by)
    return _not_passed(case, wanted, around)


def _not_given(case: Row, around: _Around) -> str:
    heir = around.heir
    if heir is None:
        return "not_for_them"
    if case["holder"] == heir.person.id:
        return "theirs_already"
    return "" if heir.scope.holds(case["agency"]) and case["id"] not in around.shut else "not_for_them"


def _not_passed(case: Row, wanted: Wanted, around: _Around) -> str:
    if case["agency"] == wanted.to_agency:
        return "same_agency"
    if wanted.act == "transfer":
        return transfer.refused(around.earlier.get(case["id"], []), wanted.to_agency, around.by.role) or ""
    if case["proposed"]:
        return "proposed_already"
    return "" if may(around.by, "case.give") else _held(case, around.by)


def _held(case: Row, by: StaffView) -> str:
    """What a colleague works on is for her, or for those above both, to move."""
    return "held" if case["holder"] not in (None, by.id) else ""


def _linked(wanted: Wanted, weighed: list[Chosen], rows: list[Row]) -> tuple[Wanted, list[Chosen]]:
    """The first case that is left is the one to which the others are linked. Pure."""
    kept = [one for one in weighed if not one.excluded]
    if len(kept) < 2:
        raise Invalid(FieldError("cases", "links_two"))
    if len(kept) > links.MOST + 1:
        raise Invalid(FieldError("cases", "too_many_chosen", {"most": links.MOST + 1}))
    hub = next(row for row in rows if row["id"] == kept[0].id)
    others = [replace(one, excluded="the_others_go_to_it") if one.id == hub["id"] else one for one in weighed]
    return replace(wanted, hub=hub["id"], hub_reference=hub["reference"]), others
