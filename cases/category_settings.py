"""Categories as administrators change them: names, who answers, urgency, place, and what is asked besides."""

from typing import Any

from cases.administered import Thing, Values, text_fault
from routing.decide import BY_PLACE
from routing.tables import Category, CategoryQuestion
from tawasul.accounts.tables import Agency
from tawasul.core import clock
from tawasul.core.errors import FieldError

QUESTIONS = (1, 2)  # a form that asks more is not filled in
_COLUMNS = ("name_en", "name_ar", "agency_code", "urgent", "needs_place")
_LONGEST = 120


async def _read(code: str) -> dict[str, Any] | None:
    row = await Category.select().where(Category.code == code).first()
    if row is None:
        return None
    asked = {one["position"]: one for one in await _questions(code) if one["retired_at"] is None}
    labels = {
        f"ask_{number}_{language}": asked[number][f"label_{language}"] if number in asked else ""
        for number in QUESTIONS
        for language in ("ar", "en")
    }
    return {**{name: row[name] for name in _COLUMNS}, **labels, "retired": row["retired_at"] is not None}


async def _questions(code: str) -> list[dict[str, Any]]:
    """The questions of a category, those that are asked no more first."""
    rows = await CategoryQuestion.select().where(CategoryQuestion.category == code).order_by(CategoryQuestion.code)
    return sorted(rows, key=lambda row: row["retired_at"] is None)


async def _judge(values: Values) -> list[FieldError]:
    faults = [fault for name in ("name_en", "name_ar") for fault in text_fault(name, values[name], _LONGEST)]
    if values["agency_code"] != BY_PLACE and not await _answers(values["agency_code"]):
        faults.append(FieldError("agency_code", "unknown"))
    for number in QUESTIONS:
        names = [f"ask_{number}_{language}" for language in ("ar", "en")]
        faults += [fault for name in names for fault in text_fault(name, values[name], _LONGEST, empty=None)]
        if any(values[name] for name in names):
            faults += [FieldError(name, "needs_name") for name in names if not values[name]]
    return faults


async def _answers(agency: str) -> bool:
    if not agency.isprintable():
        return False
    return bool(await Agency.exists().where(Agency.code == agency, Agency.retired_at.is_null()))


async def _write(code: str, before: Values, after: Values) -> None:
    new: dict[Any, Any] = {name: after[name] for name in _COLUMNS if name in after}
    if "retired" in after:
        new["retired_at"] = clock.now() if after["retired"] else None
    if new:
        await Category.update(new).where(Category.code == code)
    whole = {**before, **after}
    for number in QUESTIONS:
        labels = {f"label_{language}": whole[f"ask_{number}_{language}"] for language in ("ar", "en")}
        if any(f"ask_{number}_{language}" in after for language in ("ar", "en")):
            await _ask(code, number, labels)


async def _ask(code: str, number: int, labels: dict[str, str]) -> None:
    """Ask the question of this number so. Answers keep theirs: another wording is another question."""
    rows = [row for row in await _questions(code) if row["position"] == number]
    for row in rows:
        if row["retired_at"] is None:
            await CategoryQuestion.update({"retired_at": clock.now()}).where(CategoryQuestion.code == row["code"])
    if not labels["label_ar"]:
        return
    same = [row for row in rows if all(row[name] == label for name, label in labels.items())]
    if same:
        await CategoryQuestion.update({"retired_at": None}).where(CategoryQuestion.code == same[-1]["code"])
        return
    fresh = f"{code}.{number}-{len(rows) + 1}"
    await CategoryQuestion.insert(
        CategoryQuestion(
            code=fresh, category=code, position=number, label_en=labels["label_en"], label_ar=labels["label_ar"]
        )
    )


CATEGORY = Thing("category", _read, _judge, _write)
