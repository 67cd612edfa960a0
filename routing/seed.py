"""Governorates, areas, categories and the rules for the municipalities, to start from."""

from pathlib import Path

from routing.decide import BY_PLACE
from routing.tables import Area, Category, Governorate, Rule
from tawasul.core import seeding
from tawasul.core.db import transaction

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
    categories = [
        {
            "code": row["code"],
            "agency_code": row["agency"],
            "urgent": row["urgent"] == "yes",
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
        return written + await seeding.load(Rule, "position", rules)


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
