"""Alarms about the sorter: what it did in life is not what its report promised, or its world has changed.

Looked at at the opening of a working day, for the week from Sunday to Saturday that is over, and raised once for it.
Whether agencies kept what they were sent is asked of four weeks that ended a fortnight earlier: a wrong case is passed
on at once, a right one is answered after days, so fresh weeks look worse than they are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, cast

from cases import colleagues, sorted_figures
from cases.forecast_tables import Alert
from cases.moments import midnight
from cases.sorted_fate import FATES
from cases.sorted_figures import WEEK, SortedFigures, Span, sunday_of
from classifier import watching
from classifier.promised import Promise, promised
from classifier.watching import Mix
from routing import ladder
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView, made_up
from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.core.i18n import ZONE
from tawasul.core.settings import settings
from tawasul.notify import write
from tawasul.notify.letters import About

DriftKind = Literal["sort_precision", "sort_coverage", "sort_fates", "sort_categories"]
KINDS: tuple[DriftKind, ...] = ("sort_precision", "sort_coverage", "sort_fates", "sort_categories")
ALL = "all"  # in the place of a language
BEFORE = 4 * WEEK
SETTLING = 2 * WEEK
_DAY = timedelta(days=1)
_INSERT = 'INSERT INTO "alert" ("kind", "agency", "day", "moment", "data", "at") VALUES {rows} ON CONFLICT DO NOTHING'
_NUMBERS = ("first", "last", "part", "whole", "promised", "moved", "limit", "most", "model")


@dataclass(frozen=True, slots=True)
class DriftView:
    """An alarm with the numbers that it was raised on. `day` is the last of the week that was looked at.

    A share: `part` of `whole` beside what was promised, in hundredths of a percent. A mix: how far it moved beside the
    limit, in thousandths, and which value moved most.
    """

    kind: DriftKind
    language: str
    day: date
    at: datetime
    first: str
    last: str
    part: int = 0
    whole: int = 0
    promised: int = 0
    moved: int = 0
    limit: int = 0
    most: str = ""
    model: str = ""


async def raise_for(day: date) -> list[DriftView]:
    """Raise what the last whole week before a day gives cause for, and write the letters; returns what is new.

    A second run raises and writes nothing, whichever day of the week it falls on.
    """
    found = await looked_at(day)
    async with transaction():
        new = await _store(found)
        await _tell(new)
    return new


async def looked_at(day: date) -> list[DriftView]:
    """Everything in which the last whole week before a day departs from what it should be."""
    last = sunday_of(day) - _DAY
    week = Span(last - WEEK + _DAY, last)
    before = Span(week.first - BEFORE, week.first - _DAY)
    settled = Span(last - SETTLING - BEFORE + _DAY, last - SETTLING)
    promise = promised(settings().model)
    now = await sorted_figures.by_language(week)
    was = await sorted_figures.by_language(before)
    short = _routed_wrongly(await sorted_figures.by_language(settled), settled, promise, last)
    short += _routed_less(now, week, promise, last)
    mixes = {
        "sort_fates": watching.mix(_fates(was), _fates(now)),
        "sort_categories": watching.mix(await sorted_figures.categories(before), await sorted_figures.categories(week)),
    }
    changed = [
        _of_mix(cast("DriftKind", kind), mix, week, promise) for kind, mix in mixes.items() if mix and mix.is_another
    ]
    return short + changed


def _routed_wrongly(rows: Sequence[SortedFigures], span: Span, promise: Promise, last: date) -> list[DriftView]:
    """Languages in which agencies kept less of what they were sent than was promised."""
    return [
        _of_share("sort_precision", each, (each.counts["stayed"], each.counts["judged"], promise.precision), span, last)
        for each in rows
        if watching.falls_short(each.counts["stayed"], each.counts["judged"], promise.precision)
    ]


def _routed_less(rows: Sequence[SortedFigures], span: Span, promise: Promise, last: date) -> list[DriftView]:
    """Languages in which the program was sure less often than its report promised."""
    return [
        _of_share("sort_coverage", each, (each.counts["sure"], each.counts["sorted"], promised_share), span, last)
        for each in rows
        if (promised_share := promise.coverage.get(each.value)) is not None
        and watching.falls_short(each.counts["sure"], each.counts["sorted"], promised_share)
    ]


def _of_share(
    kind: DriftKind, each: SortedFigures, numbers: tuple[int, int, float], span: Span, last: date
) -> DriftView:
    part, whole, promised_share = numbers
    return DriftView(
        kind=kind,
        language=each.value,
        day=last,
        at=clock.now(),
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        part=part,
        whole=whole,
        promised=round(promised_share * 10_000),
        model=promised(settings().model).model,
    )


def _of_mix(kind: DriftKind, mix: Mix, span: Span, promise: Promise) -> DriftView:
    return DriftView(
        kind=kind,
        language=ALL,
        day=span.last,
        at=clock.now(),
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        moved=round(mix.moved * 1_000),
        limit=round(mix.limit * 1_000),
        most=mix.most,
        model=promise.model,
    )


def _fates(rows: Sequence[SortedFigures]) -> dict[str, int]:
    return {fate: sum(each.counts[fate] for each in rows) for fate in FATES}


async def _store(found: Sequence[DriftView]) -> list[DriftView]:
    """Write them down, and return those that nobody had written before."""
    if not found:
        return []
    values: list[Any] = []
    for each in found:
        data = json.dumps({name: getattr(each, name) for name in _NUMBERS})
        values += [each.kind, "", each.day, f"week:{each.language}", data, each.at]
    rows = ", ".join(["({}, {}, {}, {}, {}, {})"] * len(found))
    written = await fetch(f'{_INSERT.format(rows=rows)} RETURNING "kind", "moment"', *values)
    new = {(row["kind"], row["moment"]) for row in written}
    return [each for each in found if (each.kind, f"week:{each.language}") in new]


async def _tell(new: Sequence[DriftView]) -> None:
    """One letter for each person of the national unit."""
    if not new:
        return
    people = await ladder.persons(None, "breach", None)
    demo = await made_up([person.id for person in people])
    params = {"alarms": [told(each) for each in new], "count": len(new)}
    for person in people:
        key = f"sorting:{new[0].day.isoformat()}:{person.id}"
        await write(
            "sorting_alarms",
            to=colleagues.recipient(person),
            key=key,
            params=params,
            about=About(demo=person.id in demo),
        )


def told(each: DriftView) -> dict[str, Any]:
    """An alarm as the values of its letter."""
    first, last = (midnight(date.fromisoformat(day)).isoformat() for day in (each.first, each.last))
    share = f"{each.promised // 100}.{each.promised % 100:02d}".rstrip("0").rstrip(".")
    numbers: Mapping[str, Any] = {"part": each.part, "whole": each.whole, "language": each.language}
    return {"kind": each.kind, "first_at": first, "last_at": last, "promised": f"\u200e{share}%\u200e", **numbers}


async def current(staff: StaffView) -> list[DriftView]:
    """The alarms of the last whole week, for whom the whole government is in reach."""
    if not (await agencies.scope(staff)).national:
        return []
    last = sunday_of(clock.now().astimezone(ZONE).date()) - _DAY
    rows = await Alert.select().where(Alert.day == last, Alert.kind.is_in(list(KINDS))).order_by(Alert.id)
    return [_view(row) for row in rows]


def _view(row: Mapping[str, Any]) -> DriftView:
    return DriftView(
        kind=cast("DriftKind", row["kind"]),
        language=row["moment"].removeprefix("week:"),
        day=row["day"],
        at=row["at"],
        **json.loads(row["data"]),
    )
