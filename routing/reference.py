"""Reading governorates, areas, categories and rules. Small tables: each is one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routing.decide import BY_PLACE, RuleRow, fault_of
from routing.tables import Area, CategoryQuestion, Governorate, Rule
from tawasul.accounts.agencies import AgencyView, all_agencies, successors
from tawasul.core.db import fetch
from tawasul.core.i18n import current


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a code and a name in both languages."""

    code: str
    name_en: str
    name_ar: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_ar if current() == "ar" else self.name_en


@dataclass(frozen=True, slots=True)
class AreaRow(Named):
    """A town or quarter and its governorate."""

    governorate: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class CategoryRow(Named):
    """A category, the code of who answers it, whether it is urgent, and whether its place matters.

    `answered`: whether that code is a body that answers now, or the municipalities'.
    """

    agency_code: str
    urgent: bool
    needs_place: bool
    retired: bool = False
    answered: bool = True


@dataclass(frozen=True, slots=True)
class QuestionRow(Named):
    """What a citizen is asked besides, in one category."""

    category: str


async def governorates() -> dict[str, Named]:
    """The four governorates by code."""
    rows = await Governorate.select().order_by(Governorate.code)
    return {row["code"]: Named(row["code"], row["name_en"], row["name_ar"]) for row in rows}


async def areas() -> dict[str, AreaRow]:
    """Every area by code, retired ones too."""
    return {row["code"]: _area(row) for row in await Area.select().order_by(Area.name_en)}


async def categories() -> dict[str, CategoryRow]:
    """Every category by code, retired ones too. A retired agency's are those of its successor."""
    return await _categories(await all_agencies())


async def _categories(agencies: Mapping[str, AgencyView]) -> dict[str, CategoryRow]:
    after = successors(agencies)
    rows = await fetch(_CATEGORIES, BY_PLACE)
    return {row["code"]: _category(_followed(row, after)) for row in rows}


async def questions() -> dict[str, QuestionRow]:
    """What is asked besides by code, in the order in which it is asked; what is retired is not asked any more."""
    rows = await CategoryQuestion.select().order_by(CategoryQuestion.category, CategoryQuestion.position)
    asked = [row for row in rows if row["retired_at"] is None]
    return {row["code"]: QuestionRow(row["code"], row["label_en"], row["label_ar"], row["category"]) for row in asked}


@dataclass(frozen=True, slots=True)
class ListedRule:
    """A rule as people administer it: disabled ones stand in the order too."""

    row: RuleRow
    disabled: bool


async def all_rules() -> list[ListedRule]:
    """Every rule in its order, with what keeps it from running. A retired agency's are those of its successor."""
    agencies = await all_agencies()
    return await _listed(agencies, await _categories(agencies))


async def _listed(agencies: Mapping[str, AgencyView], in_use: Mapping[str, CategoryRow]) -> list[ListedRule]:
    known = {code for code, category in in_use.items() if not category.retired}
    codes = {in_use[code].agency_code for code in known}
    working = {code for code, agency in agencies.items() if not agency.retired}
    after, listed = successors(agencies), list[ListedRule]()
    for row in await Rule.select().order_by(Rule.position):
        told = (_now(row["agency_code"], after), row["category"], _now(row["to_agency"], after))
        fault = fault_of(told, working, codes, known)
        rule = RuleRow(row["id"], told[0], told[1], row["governorate"], told[2], fault)
        listed.append(ListedRule(rule, row["disabled"]))
    return listed


async def rules() -> tuple[RuleRow, ...]:
    """The rules that count, in their order."""
    return tuple(listed.row for listed in await all_rules() if not listed.disabled)


async def count_troubles() -> int:
    """How many rules cannot run, and how many categories name somebody who does not answer any more."""
    agencies = await all_agencies()
    in_use = await _categories(agencies)
    broken = [rule for rule in await _listed(agencies, in_use) if not rule.disabled and rule.row.fault]
    unanswered = [row for row in in_use.values() if not row.retired and not row.answered]
    return len(broken) + len(unanswered)


_CATEGORIES = """
    SELECT c.*, CASE WHEN c.agency_code = {} OR (a.code IS NOT NULL AND a.retired_at IS NULL) THEN 1 ELSE 0 END
        AS answered
    FROM category c LEFT JOIN agency a ON a.code = c.agency_code ORDER BY c.code
"""


def _now(code: str, after: Mapping[str, str]) -> str:
    """Who answers today for a code."""
    return after.get(code, code)


def _followed(row: dict[str, Any], after: Mapping[str, str]) -> dict[str, Any]:
    """A category's row under who answers today."""
    code = row["agency_code"]
    return {**row, "agency_code": _now(code, after), "answered": row["answered"] or code in after}


def _area(row: dict[str, Any]) -> AreaRow:
    return AreaRow(row["code"], row["name_en"], row["name_ar"], row["governorate"], row["retired_at"] is not None)


def _category(row: dict[str, Any]) -> CategoryRow:
    return CategoryRow(
        row["code"],
        row["name_en"],
        row["name_ar"],
        row["agency_code"],
        bool(row["urgent"]),
        bool(row["needs_place"]),
        row["retired_at"] is not None,
        bool(row["answered"]),
    )
