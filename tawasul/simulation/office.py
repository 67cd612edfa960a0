"""The same world without a database: who answers in time, by arithmetic alone. Thousands of runs are cheap. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sla.calendar import Calendar
from sla.deadline import Promise, due_at, pause_ends
from tawasul.simulation.setting import Setting
from tawasul.simulation.world import PAUSE_DAYS, Happening

TARGET = 14
_PROMISE = Promise(TARGET)


@dataclass(slots=True)
class Kept:
    """A promise of one cycle as the model has it."""

    number: int
    started_at: datetime
    due_at: datetime
    met_at: datetime | None = None
    void: bool = False
    paused_at: datetime | None = None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `due` promises fell due within the stretch of time, `on_time` of them were kept."""

    on_time: int
    due: int
    open: int
    by_agency: Mapping[str, tuple[int, int]]

    @property
    def rate(self) -> float:
        return self.on_time / self.due if self.due else 1.0


def run(setting: Setting) -> Outcome:
    """Live through it and count what fell due."""
    return counted(promises(setting), setting.until)


def promises(setting: Setting) -> list[Kept]:
    """Every promise that was made, with what became of it."""
    world, calendar = setting.world(), setting.calendar
    current: dict[int, Kept] = {}
    found: list[Kept] = []
    while (happening := world.next()) is not None:
        number = happening.number
        if happening.kind in ("filed", "reopened"):
            due = due_at(_PROMISE, happening.at, calendar)
            current[number] = Kept(number, happening.at, due, agency=happening.agency)
            found.append(current[number])
        _follow(current[number], happening, calendar)
        world.promised(number, current[number].due_at)
    return found


def _follow(kept: Kept, happening: Happening, calendar: Calendar) -> None:
    """What a happening does to a promise."""
    at = happening.at
    if happening.kind == "asked":
        kept.paused_at = at
        kept.due_at = due_at(_PROMISE, kept.started_at, calendar, [(at, pause_ends(at, PAUSE_DAYS, calendar))])
    elif happening.kind == "told" and kept.paused_at is not None:
        kept.due_at = due_at(_PROMISE, kept.started_at, calendar, [(kept.paused_at, at)])
    elif happening.kind == "replied":
        kept.met_at, kept.agency = at, happening.agency
    elif happening.kind == "voided":
        kept.void = at <= kept.due_at
    elif happening.kind == "taken":
        kept.agency = happening.agency


def counted(found: list[Kept], as_of: datetime, since: datetime | None = None) -> Outcome:
    """What fell due by then (and not before `since`), and how much of it was kept."""
    by_agency: dict[str, tuple[int, int]] = {}
    for kept in found:
        if kept.void or kept.due_at > as_of or (since is not None and kept.due_at < since):
            continue
        on_time, due = by_agency.get(kept.agency, (0, 0))
        in_time = kept.met_at is not None and kept.met_at <= kept.due_at
        by_agency[kept.agency] = (on_time + in_time, due + 1)
    on_time, due = (sum(part) for part in zip(*by_agency.values(), strict=True)) if by_agency else (0, 0)
    still = sum(kept.met_at is None and not kept.void for kept in found)
    return Outcome(on_time, due, still, by_agency)
