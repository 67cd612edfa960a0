"""When cases come: more on working days than at the weekend, mostly in the day; or as a file of real cases has it."""

import csv
import gzip
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE

# Of a thousand cases, how many come in each hour of a day.
HOURS = (8, 5, 3, 2, 2, 6, 18, 48, 78, 92, 92, 84, 70, 58, 52, 48, 46, 48, 52, 56, 52, 40, 25, 15)
# Sunday to Thursday, by the number of `date.weekday`; a week begins with what the weekend brought.
WEEKDAYS: Mapping[int, float] = {6: 1.18, 0: 1.06, 1: 1.0, 2: 0.96, 3: 0.88, 4: 0.30, 5: 0.42}
_ON_HOLIDAYS = 0.40
# The recorded week runs from Monday to Friday, ours from Sunday to Thursday.
_SHIFT = timedelta(days=1)


class NothingRecorded(ValueError):
    """The table has no pattern that could be followed."""


def office_weights(days: Sequence[date], calendar: Calendar) -> list[float]:
    """How much comes on each day: by its weekday, and less on holidays."""
    return [
        WEEKDAYS[day.weekday()]
        * (_ON_HOLIDAYS if day.weekday() in (6, 0, 1, 2, 3) and not calendar.is_working(day) else 1)
        for day in days
    ]


def recorded_weights(days: Sequence[date], recorded: Mapping[date, int], dice: random.Random) -> list[float]:
    """How much comes on each day, as on the days of a recorded stretch: any that begins on the same day of the week.

    What was recorded is as bursty as life: campaigns, storms, and days on which nobody entered anything. Stretches
    with less than half of what is usual are left out; there the recording began or ended.
    """
    first, last = min(recorded), max(recorded)
    begins = first + timedelta(days=(days[0].weekday() - first.weekday()) % 7)
    weeks = range((last - begins).days // 7 - len(days) // 7 + 1)
    starts = [begins + timedelta(weeks=number) for number in weeks]
    sums = [0, *accumulate(recorded.get(begins + timedelta(days=n), 0) for n in range((last - begins).days + 1))]
    held = [sums[(start - begins).days + len(days)] - sums[(start - begins).days] for start in starts]
    usual = sum(held) / len(held) if held else 0
    full = [start for start, number in zip(starts, held, strict=True) if number and 2 * number >= usual]
    if not full:
        raise NothingRecorded("nothing was recorded in a stretch of this length")
    start = dice.choice(full)
    return [float(recorded.get(start + (day - days[0]), 0)) for day in days]


def read_recorded(path: Path) -> dict[date, int]:
    """Cases a day from a table with a column `received_at`, moved from a week of Monday to Friday to our own."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        if "received_at" not in (rows.fieldnames or ()):
            raise NothingRecorded("the table needs a column received_at")
        counted = Counter(_day(row["received_at"]) for row in rows if row["received_at"])
    if not counted:
        raise NothingRecorded("the table has no dates")
    return {day - _SHIFT: number for day, number in sorted(counted.items())}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise NothingRecorded("received_at holds something else than dates like 2026-11-25") from error


def moments(days: Sequence[date], weights: Sequence[float], count: int, dice: random.Random) -> list[datetime]:
    """So many instants of receipt, in order."""
    chosen = dice.choices(days, weights, k=count)
    return sorted(_moment(day, dice) for day in chosen)


def _moment(day: date, dice: random.Random) -> datetime:
    hour = dice.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour), ZONE) + timedelta(
        seconds=dice.randrange(3600), microseconds=dice.randrange(1000)
    )
