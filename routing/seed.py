"""Governorates, areas, categories and the rules for the municipalities, to start from."""

from pathlib import Path

from routing.decide import BY_PLACE
from routing.tables import Area, Category, CategoryQuestion, Governorate, Rule
from tawasul import audit
from tawasul.core import seeding
from tawasul.core.db import transaction

# The history of the rules. Their order is one thing: once a person changed it, all of it is hers.
RULES = "rules:order"
_DATA = Path(__file__).parent / "data"
_GOVERNORATES = (
    {"code": "capital", "name_en": "Capital Governorate", "name_ar": "محافظة العاصمة"},
    {"code": "muharraq", "name_en": "Muharraq Governorate", "name_ar": "محافظة المحرق"},
    {"code": "northern", "name_en": "Northern Governorate", "name_ar": "المحافظة الشمالية"},
    {"code": "southern", "name_en": "Southern Governorate", "name_ar": "المحافظة الجنوبية"},
)
_MUNICIPALITIES = {"capital": "MUN-CAP", "muharraq": "MUN-MUH", "northern": "MUN-NOR", "southern": "MUN-SOU"}


async def load() -> int:
    """Load them; returns how many rows were written."""
    placeless = {row["category"] for row in seeding.read_rows(_DATA / "placeless.csv")}
    categories = [
        {
            "code": row["code"],
            "agency_code": row["agency"],
            "urgent": row["urgent"] == "yes",
            "needs_place": row["code"] not in placeless,
            "name_en": row["name_en"],
            "name_ar": row["name_ar"],
        }
        for row in seeding.read_rows(_DATA / "categories.csv")
    ]
    rules = [
        {"position": 10 * number, "agency_code": BY_PLACE, "governorate": governorate, "to_agency": agency}
        for number, (governorate, agency) in enumerate(_MUNICIPALITIES.items(), start=1)
    ]
    async with transaction():
        written = await _load_governorates()
        written += await seeding.load(Area, "code", seeding.read_rows(_DATA / "areas.csv"))
        written += await seeding.load(Category, "code", categories)
        written += await seeding.load(CategoryQuestion, "code", _questions())
        if await audit.history(RULES):
            return written
        return written + await seeding.load(Rule, "position", rules)


def _questions() -> list[dict[str, object]]:
    """One or two questions for some categories, in the order of the file."""
    asked: dict[str, int] = {}
    questions = []
    for row in seeding.read_rows(_DATA / "category_questions.csv"):
        position = asked[row["category"]] = asked.get(row["category"], 0) + 1
        questions.append({**row, "position": position})
    return questions


async def _load_governorates() -> int:
    stored = {row["code"] for row in await Governorate.select()}
    missing = [
        Governorate(code=row["code"], name_en=row["name_en"], name_ar=row["name_ar"])
        for row in _GOVERNORATES
        if row["code"] not in stored
    ]
    if missing:
        await Governorate.insert(*missing)
    return len(missing)
