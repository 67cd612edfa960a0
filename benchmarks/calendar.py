"""Adding business time over a calendar of ten years, beside one bisection of a list as long."""

import random
from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks.report import Report
from sla.calendar import Calendar
from sla.calendar_spec import read_spec

ROUNDS, TIMES = 20_000, 25
_WEEK = {day: [["07:00", "14:15"]] for day in ("sun", "mon", "tue", "wed")} | {"thu": [["07:00", "14:00"]]}
_SPEC = {"tz": "Asia/Bahrain", "hours": _WEEK, "horizon": {"first": "2026-01-01", "last": "2035-12-31"}}


def run() -> None:
    report = Report(
        "Calendar",
        f"Ten years of Bahrain's week; {ROUNDS} starts and lengths by a fixed seed; the best of {TIMES} rounds, as "
        "others share the machine. The reference is one bisection of a list of as many instants.",
    )
    calendar = Calendar(read_spec(_SPEC))
    dice, first = random.Random(3), datetime(2026, 1, 4, tzinfo=UTC)
    asked = [
        (first + timedelta(minutes=dice.randrange(3_000_000)), timedelta(minutes=dice.randrange(1, 400_000)))
        for _ in range(ROUNDS)
    ]
    instants = [first + timedelta(hours=36 * n) for n in range(2_600)]
    bare = report.add("one bisection", _best(lambda start, _: bisect_left(instants, start), asked), "us")
    report.add("add", _best(calendar.add, asked), "us", bare)
    report.add("work", _best(lambda start, length: calendar.work(start, start + length), asked), "us", bare)
    report.write("calendar")


def _best(work: Callable[[datetime, timedelta], object], asked: list[tuple[datetime, timedelta]]) -> float:
    """Microseconds a call, in the best round."""
    best = float("inf")
    for _ in range(TIMES):
        began = perf_counter()
        for start, length in asked:
            work(start, length)
        best = min(best, perf_counter() - began)
    return best / len(asked) * 1_000_000
