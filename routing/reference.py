"""Reading governorates, areas, categories and rules. Small tables: each is one statement."""

from dataclasses import dataclass
from typing import Any

from routing.decide import RuleRow
from routing.tables import Area, Category, CategoryQuestion, Governorate, Rule
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
    """A category, the code of who answers it, whether it is urgent, and whether its place matters."""

    agency_code: str
    urgent: bool
    needs_place: bool
    retired: bool = False


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
    """Every category by code, retired ones too."""
    return {row["code"]: _category(row) for row in await Category.select().order_by(Category.code)}


async def questions() -> dict[str, QuestionRow]:
    """What is asked besides by code, in the order in which it is asked; what is retired is not asked any more."""
    rows = await CategoryQuestion.select().order_by(CategoryQuestion.category, CategoryQuestion.position)
    asked = [row for row in rows if row["retired_at"] is None]
    return {row["code"]: QuestionRow(row["code"], row["label_en"], row["label_ar"], row["category"]) for row in asked}


async def rules() -> tuple[RuleRow, ...]:
    """The rules in their order."""
    rows = await Rule.select().order_by(Rule.position)
    return tuple(
        RuleRow(row["id"], row["agency_code"], row["category"], row["governorate"], row["to_agency"]) for row in rows
    )


def _area(row: dict[str, Any]) -> AreaRow:
    return AreaRow(row["code"], row["name_en"], row["name_ar"], row["governorate"], row["retired_at"] is not None)


def _category(row: dict[str, Any]) -> CategoryRow:
    return CategoryRow(
        row["code"],
        row["name_en"],
        row["name_ar"],
        row["agency_code"],
        row["urgent"],
        row["needs_place"],
        row["retired_at"] is not None,
    )
