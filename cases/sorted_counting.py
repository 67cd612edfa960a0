"""Keeps the sums about sorting: begun when a case is sorted, and once at the end of every transaction that moved one.

Sums are only ever appended to. A case is held by whoever moves it, and what it is counted as is read after that.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from cases.destination import Destination
from cases.sorted_fate import Key, Sorted, differences, fate_of, judged_now
from cases.sorted_tables import SortedCase, SortedCategory, SortedCount
from classifier.prediction import Prediction
from tawasul.core import clock
from tawasul.core.db import before_commit, fetch, insert_many, require_transaction
from tawasul.core.i18n import ZONE

_COLUMNS = ", ".join(f's."{column.name}"' for column in fields(Sorted))
_CHANGES = ("agency", "judged", "stayed", "recategorised", "waited")
_CASES = 'FROM "sorted_case" s JOIN "case_" c ON c.id = s."case"'
_BEARS_ON_IT = ("status", "agency", "category", "closed_as")


async def begin(case_id: int, prediction: Prediction, where: Destination) -> None:
    """Count what the program said of a case. In the transaction in which the case goes where it is sent."""
    require_transaction()
    at = clock.now()
    fate = fate_of(prediction.reason, where.sorted_by)
    first = where.agency if fate == "routed" else None
    one = Sorted(
        case=case_id,
        at=at,
        day=at.astimezone(ZONE).date(),
        language=prediction.language,
        category=prediction.category if fate != "nothing" else "",
        fate=fate,
        sure=prediction.reason == "sure",
        first=first or "",
        agency=where.agency or "",
    )
    await SortedCase.insert(SortedCase(**asdict(one)))
    if one.category:
        await SortedCategory.insert(SortedCategory(day=one.day, category=one.category, n=1))
    await _append(differences(None, one))


def moved(case: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """A held case changed: what people did with it is looked at before the transaction ends."""
    if case["status"] != "received" and any(changed.get(name, case[name]) != case[name] for name in _BEARS_ON_IT):
        before_commit(recount, case["id"])


async def recount(case_ids: Sequence[int]) -> None:
    """Count these cases as they are now, and append what that changes to the sums."""
    require_transaction()
    now = clock.now()
    places = ", ".join("{}" for _ in case_ids)
    rows = await fetch(
        f"SELECT {_COLUMNS}, c.status, c.agency AS at_agency, c.category AS at_category, c.closed_as "
        f'{_CASES} WHERE s."case" IN ({places})',
        *sorted(case_ids),
    )
    changed: Counter[tuple[Key, str]] = Counter()
    for row in rows:
        case = {**row, "agency": row["at_agency"], "category": row["at_category"]}
        was = sorted_of(row)
        one = judged_now(was, case, now)
        if one != was:
            columns = {getattr(SortedCase, name): getattr(one, name) for name in _CHANGES}
            await SortedCase.update(columns).where(SortedCase.case == one.case)
            changed.update(differences(was, one))
    await _append(changed)


def sorted_of(row: Mapping[str, Any]) -> Sorted:
    """A row of the table as a plain value."""
    return Sorted(**{column.name: row[column.name] for column in fields(Sorted)})


async def _append(changed: Mapping[tuple[Key, str], int]) -> None:
    rows: dict[Key, SortedCount] = {}
    for (key, counter), number in changed.items():
        setattr(rows.setdefault(key, SortedCount(**asdict(key))), counter, number)
    await insert_many(SortedCount, list(rows.values()))
