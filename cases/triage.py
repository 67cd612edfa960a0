"""A person sorts a case: the category is chosen, and the rules say which agency answers."""

from collections.abc import Sequence
from typing import Any

from cases.assigning import assign
from cases.destination import answering
from cases.moves import Change, Row
from cases.reach import held_for
from cases.tables import Correction, Prediction
from cases.transfer import record
from routing import reference
from routing.decide import Decision, RuleRow
from routing.reference import CategoryRow
from sla.views import clocks_of
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid


async def place(case_id: int, category: str, *, by: StaffView, rev: int, governorate: str | None = None) -> None:
    """Send a case on by the category that a person chose. `governorate` is stored where the citizen gave none."""
    rules = await reference.rules()
    async with transaction():
        case = await held_for(case_id, "triage", by=by, rev=rev)
        if case["status"] not in ("received", "triage"):
            raise Conflict("sorted_already")
        chosen = await category_of(category)
        where = await _place_of(governorate) or case["governorate"]
        agency = _agency(decided(chosen, where, rules))
        await learn(case_id, await _predicted(case_id), category, by=by)
        also = {
            "category": category,
            "governorate": where,
            "sorted_by": "person",
            "urgent": case["danger"] or chosen.urgent,
        }
        await _record_hop(case, agency, by=by)
        await assign(case, agency, Change(by.actor(), "placed", {"category": category}, also))


async def category_of(code: str) -> CategoryRow:
    """A category that cases may still have."""
    found = (await reference.categories()).get(code)
    if found is None or found.retired:
        raise Invalid(FieldError("category", "unknown"))
    return found


def decided(category: CategoryRow, governorate: str | None, rules: Sequence[RuleRow]) -> Decision:
    """Where a case of this category at this place goes."""
    return answering(category, governorate, rules)


def _agency(decision: Decision) -> str:
    if decision.agency is not None:
        return decision.agency
    if decision.needs == "governorate":
        raise Invalid(FieldError("governorate", "needs_governorate"))
    raise Invalid(FieldError("category", "no_rule"))


async def _place_of(governorate: str | None) -> str | None:
    if governorate is not None and governorate not in await reference.governorates():
        raise Invalid(FieldError("governorate", "unknown"))
    return governorate


async def _predicted(case_id: int) -> str | None:
    row = await Prediction.select(Prediction.category).where(Prediction.case == case_id).first()
    return row["category"] if row else None


async def learn(case_id: int, was: str | None, category: str, *, by: StaffView) -> None:
    """Keep what a person chose, beside what stood there before."""
    await Correction.insert(Correction(case=case_id, was=was, category=category, by=by.id, at=clock.now()))


async def _record_hop(case: Row, agency: str, *, by: StaffView) -> None:
    """A case that an agency had before a correction took it away was passed on, by way of triage."""
    held_by: list[Any] = [stretch.agency for stretch in await clocks_of([case["id"]], "agency")]
    if held_by and held_by[-1] != agency:
        await record(case["id"], held_by[-1], agency, "", by=by)
