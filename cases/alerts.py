"""Alarms about the promise as a whole: raised at the moments of a working day, each once, and told by letter.

At the close of business the budget that was burnt is looked at; at the opening, and two hours before the close, what
will fall due today: the only alarm that comes before anything is late.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from cases import colleagues
from cases.alert_numbers import ALL, FIVE, Watched, watched
from cases.forecast_tables import Alert
from cases.moments import days_of, midnight
from cases.timetable import Name, come, is_kept, moment
from routing import ladder
from sla import calendars
from sla.budget import SMALL, AlertKind, raised
from sla.calendar import Calendar
from tawasul.accounts import agencies
from tawasul.accounts.agencies import AgencyView
from tawasul.accounts.views import StaffView, made_up
from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.notify import write
from tawasul.notify.letters import About

AT_CLOSE: tuple[AlertKind, ...] = ("page", "ticket")
_GOVERNMENT = {"ar": "جميع الجهات", "en": "All agencies"}
# Whom each alarm of an agency is told to, as a rung of the ladder; those of the whole go to the national unit.
_TOLD: dict[AlertKind, str] = {"page": "breach", "ticket": "plus1", "leading": "plus1"}
_INSERT = 'INSERT INTO "alert" ("kind", "agency", "day", "moment", "data", "at") VALUES {rows} ON CONFLICT DO NOTHING'


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alarm with the numbers that it was raised on.

    `due` and `late` are those of its window, or of twelve months (`by_year`) where the agency has few cases; `open`
    is what falls due next without a reply; with `until_lost` more late replies the quarter is lost.
    """

    kind: AlertKind
    agency: str
    day: date
    moment: Name
    at: datetime
    due: int
    late: int
    open: int
    until_lost: int
    by_year: bool
    year_due: int
    year_late: int


async def raise_at(name: Name, day: date) -> list[AlertView]:
    """Raise what is to be raised at this moment of a working day, and write the letters; returns what is new.

    A second run raises and writes nothing. What would come before the close says nothing any more after it.
    """
    calendar = await calendars.national()
    now, instant = clock.now(), moment(name, day, calendar).at
    if name != "close" and now >= calendar.close_of(day):
        return []
    found = [
        _alert(kind, each, name, day, now)
        for each in await watched(instant)
        for kind in raised(each.windows, each.budget, each.year)
        if (kind in AT_CLOSE) == (name == "close")
    ]
    async with transaction():
        new = await _store(await _without_standing(found, day, calendar))
        await _tell(new)
    return new


def _alert(kind: AlertKind, each: Watched, name: Name, day: date, now: datetime) -> AlertView:
    window = each.windows.five_days if kind == "ticket" else each.windows.one_day
    return AlertView(
        kind=kind,
        agency=each.agency,
        day=day,
        moment=name,
        at=now,
        due=window.due,
        late=window.late,
        open=each.windows.next_close_open,
        until_lost=each.budget.until_lost,
        by_year=each.budget.due < SMALL,
        year_due=each.year.due,
        year_late=each.year.late,
    )


async def _without_standing(found: Sequence[AlertView], day: date, calendar: Calendar) -> list[AlertView]:
    """A ticket is for the weekly review: one that was raised within five working days still stands.

    Once a quarter is lost, every case that falls due is more than what is left: the leading alarm says so once.
    """
    rows = await Alert.select(Alert.agency).where(
        Alert.kind == "ticket", Alert.day > calendar.nth_before(day, FIVE), Alert.day < day
    )
    quarter = days_of("quarter", day)[0]
    led = await Alert.select(Alert.agency, Alert.data).where(
        Alert.kind == "leading", Alert.day >= quarter, Alert.day <= day
    )
    standing = {("ticket", row["agency"], False) for row in rows}
    standing |= {("leading", row["agency"], True) for row in led if not json.loads(row["data"])["until_lost"]}
    lost = {id(each): each.kind == "leading" and each.until_lost == 0 for each in found}
    return [each for each in found if (each.kind, each.agency, lost[id(each)]) not in standing]


_NUMBERS = ("due", "late", "open", "until_lost", "by_year", "year_due", "year_late")


async def _store(found: Sequence[AlertView]) -> list[AlertView]:
    """Write them down, and return those that nobody had written before."""
    if not found:
        return []
    values: list[Any] = []
    for each in found:
        data = json.dumps({name: getattr(each, name) for name in _NUMBERS})
        values += [each.kind, each.agency, each.day, each.moment, data, each.at]
    rows = ", ".join(["({}, {}, {}, {}, {}, {})"] * len(found))
    written = await fetch(f'{_INSERT.format(rows=rows)} RETURNING "kind", "agency"', *values)
    new = {(row["kind"], row["agency"]) for row in written}
    return [each for each in found if (each.kind, each.agency) in new]


async def _tell(new: Sequence[AlertView]) -> None:
    """One letter for each person, with all that concerns them."""
    if not new:
        return
    told: dict[int, tuple[StaffView, list[AlertView]]] = {}
    roster = await ladder.roster()
    for each in new:
        agency, step = (None, "breach") if each.agency == ALL else (each.agency, _TOLD[each.kind])
        for person in roster.persons(agency, step, None):
            told.setdefault(person.id, (person, []))[1].append(each)
    names, demo = roster.agencies, await made_up(list(told))
    for person, alarms in told.values():
        to = colleagues.recipient(person)
        key = f"alarms:{alarms[0].day.isoformat()}:{alarms[0].moment}:{person.id}"
        params = {"alarms": [_told(each, names) for each in alarms], "count": len(alarms)}
        await write("alarms", to=to, key=key, params=params, about=About(demo=person.id in demo))


def _told(each: AlertView, names: Mapping[str, AgencyView]) -> dict[str, Any]:
    """An alarm as the values of its letter."""
    agency = names.get(each.agency)
    named = {"ar": agency.name_ar, "en": agency.name_en} if agency else _GOVERNMENT
    numbers = {name: getattr(each, name) for name in _NUMBERS}
    return {"kind": each.kind, "agency": named, "day_at": midnight(each.day).isoformat(), **numbers}


async def current(staff: StaffView) -> list[AlertView]:
    """The alarms that stand for whom this person reaches: the government's first, the urgent before the others.

    Those of the last close and of the day that is on; tickets of the last five working days.
    """
    calendar, now = await calendars.national(), clock.now()
    today = calendar.day_of(now)
    last_closed, week = come(now, calendar)[0].day, calendar.nth_before(today, FIVE - 1)
    scope = await agencies.scope(staff)
    kinds = [*AT_CLOSE, "leading"]
    rows = (
        await Alert.select()
        .where(Alert.day >= week, Alert.kind.is_in(kinds))
        .order_by(Alert.at, Alert.id, ascending=False)
    )
    found = [_view(row) for row in rows if scope.national or scope.holds(row["agency"] or None)]
    since = {"page": last_closed, "leading": today, "ticket": week}
    kept = [each for each in found if each.day >= since[each.kind] and not _is_past(each, now, calendar)]
    latest = _latest(kept, again=await is_kept("before_close", today))
    return sorted(latest, key=lambda each: (each.agency != ALL, list(since).index(each.kind)))


def _latest(found: Sequence[AlertView], *, again: bool) -> list[AlertView]:
    """Of the leading alarms of a day, the newest first, the one that was seen last for each agency.

    Once a second look was had, what it did not find stands no more; but a quarter that is lost stays so.
    """
    kept: list[AlertView] = []
    seen: set[str] = set()
    for each in found:
        if each.kind == "leading":
            is_gone = again and each.moment != "before_close" and each.until_lost
            if is_gone or each.agency in seen:
                continue
            seen.add(each.agency)
        kept.append(each)
    return kept


def _is_past(each: AlertView, now: datetime, calendar: Calendar) -> bool:
    """Whether the close that a leading alarm warned of is behind us."""
    return each.kind == "leading" and now >= calendar.close_of(each.day)


def _view(row: dict[str, Any]) -> AlertView:
    return AlertView(
        kind=cast("AlertKind", row["kind"]),
        agency=row["agency"],
        day=row["day"],
        moment=cast("Name", row["moment"]),
        at=row["at"],
        **json.loads(row["data"]),
    )
