"""Answers how many officers an agency needs, and what a delay costs: `python docs/measure_staffing.py [TABLE]`.

TABLE is a file of recorded cases (`received_at`); with it the same questions are asked of its pattern of days.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import floor
from pathlib import Path

from sla import seed
from sla.calendar import Calendar
from sla.calendar_spec import read_spec
from tawasul.core import seeding
from tawasul.simulation import arrivals, staffing
from tawasul.simulation.scenario import Habits
from tawasul.simulation.staffing import Answer, Question

SEEDS = range(1, 21)
VOLUMES = (10, 20, 40, 80, 160)
VISITS = (2.0, 3.0)  # working days until somebody has been there, on average
DELAY = 2
HEAD = (
    "| visits take | cases a week | work alone | officers, on average | rate | nine of ten runs | runs held "
    "| officers, nine of ten runs | two days later, same officers | two days later, officers | nine of ten runs |\n"
    "| --- |" + " ---: |" * 10
)
NOBODY = "no number"


def calendar() -> Calendar:
    """The national calendar of the reference data."""
    data = Path(seed.__file__).parent / "data"
    national = tomllib.loads((data / "national.toml").read_text(encoding="utf-8"))
    closures = [row["date"] for row in seeding.read_rows(data / "holidays.csv")]
    return Calendar(read_spec({**seed.layout(national), "closures": closures}))


def rows(recorded: Mapping[date, int] | None) -> Iterator[str]:
    """A line for each volume and length of visits."""
    days = calendar()
    for visits in VISITS:
        for volume in VOLUMES:
            question = Question(volume, replace(Habits(), field_days=visits), recorded)
            yield _row(question, days)


def _row(question: Question, days: Calendar) -> str:
    usual = staffing.tried(question, SEEDS, days)
    late = staffing.delayed(question, DELAY)
    later = staffing.tried(late, SEEDS, days)
    least = next(filter(staffing.holds, usual), usual[-1])
    same = staffing.kept(late, least.officers, SEEDS, days)
    low, high = least.between()
    cells = (
        f"{question.habits.field_days:g} days",
        str(question.volume),
        f"{staffing.load(question, days):.2f}",
        fewest(usual, staffing.holds),
        shown(least.rate),
        f"{shown(low)} to {shown(high)}",
        f"{least.holding} of {len(SEEDS)}",
        fewest(usual, staffing.is_sure),
        f"{shown(same.rate)}, {same.holding} of {len(SEEDS)}",
        fewest(later, staffing.holds),
        fewest(later, staffing.is_sure),
    )
    return f"| {' | '.join(cells)} |"


def fewest(answers: Sequence[Answer], enough: Callable[[Answer], bool]) -> str:
    """The first answer that is enough; after the last one, more officers change nothing."""
    return next((str(answer.officers) for answer in answers if enough(answer)), NOBODY)


def shown(rate: float) -> str:
    """In percent, rounded down."""
    return f"{floor(rate * 10_000) / 100:.2f} %"


def main(table: Path | None) -> None:
    """Print a table for each pattern, as it comes."""
    patterns = {"the pattern of an office": None}
    if table is not None:
        patterns["the recorded pattern"] = arrivals.read_recorded(table)
    for name, recorded in patterns.items():
        sys.stdout.write(f"\n{name}\n\n{HEAD}\n")
        for row in rows(recorded):
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
