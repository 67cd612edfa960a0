"""Areas as administrators change them: names, and the governorate in which one lies."""

from typing import Any

from cases.administered import Thing, Values, text_fault
from routing.tables import Area, Governorate
from tawasul.core import clock
from tawasul.core.errors import FieldError

_COLUMNS = ("name_en", "name_ar", "governorate")
_LONGEST = 80


async def _read(code: str) -> dict[str, Any] | None:
    row = await Area.select().where(Area.code == code).first()
    return row and {**{name: row[name] for name in _COLUMNS}, "retired": row["retired_at"] is not None}


async def _judge(values: Values) -> list[FieldError]:
    faults = [fault for name in ("name_en", "name_ar") for fault in text_fault(name, values[name], _LONGEST)]
    known = {row["code"] for row in await Governorate.select(Governorate.code)}
    return [*faults, *([] if values["governorate"] in known else [FieldError("governorate", "unknown")])]


async def _write(code: str, before: Values, after: Values) -> None:
    new: dict[Any, Any] = {name: after[name] for name in _COLUMNS if name in after}
    if "retired" in after:
        new["retired_at"] = clock.now() if after["retired"] else None
    if before:
        await Area.update(new).where(Area.code == code)
    else:
        await Area.insert(Area(code=code, **new))


AREA = Thing("area", _read, _judge, _write)
