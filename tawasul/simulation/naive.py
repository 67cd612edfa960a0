"""The figures of the boards, counted naively from what the events tell. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tawasul.core.i18n import ZONE
from tawasul.simulation.event_log import Told

Figure = str


@dataclass(slots=True)
class Naive:
    """What fell due up to an instant: in all, by agency, and by month; what is open; and how the cases stand."""

    total: Counter[Figure] = field(default_factory=Counter)
    by_agency: dict[str, Counter[Figure]] = field(default_factory=lambda: defaultdict(Counter))
    by_month: dict[tuple[int, int], Counter[Figure]] = field(default_factory=lambda: defaultdict(Counter))
    cases: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)


def count(clocks: Iterable[Told], as_of: datetime) -> Naive:
    """Count every promise to a citizen, each under the agency that had it when it mattered."""
    of_case: dict[int, list[Told]] = defaultdict(list)
    for told in clocks:
        of_case[told.case].append(told)
    naive = Naive()
    for mine in of_case.values():
        promises = sorted((told for told in mine if told.kind == "final_reply"), key=lambda told: told.cycle)
        stretches = [told for told in mine if told.kind == "agency"]
        naive.unknown.update(kind for told in mine for kind in told.unknown)
        naive.cases[promises[-1].how or "open"] += 1
        for told in promises:
            _add(naive, told, (stretches, told is not promises[-1]), as_of)
    return naive


def _add(naive: Naive, told: Told, beside: tuple[Sequence[Told], bool], as_of: datetime) -> None:
    """One promise under all that it is counted by. `beside`: the agencies' stretches, and whether it was reopened."""
    stretches, reopened = beside
    figures = list(_figures(told, as_of, reopened=reopened))
    agency = holder(stretches, min(told.ended_at or as_of, told.due_at, as_of))
    naive.total.update(figures)
    naive.by_agency[agency].update(figures)
    local = told.due_at.astimezone(ZONE)
    if told.due_at <= as_of:
        naive.by_month[local.year, local.month].update(figure for figure in figures if figure != "open")


def _figures(told: Told, as_of: datetime, *, reopened: bool) -> Iterable[Figure]:
    if told.how is None:
        yield "open"
    if told.due_at > as_of:
        return
    if told.how == "void":
        yield "void"
        return
    marks: Mapping[Figure, bool] = {
        "due": True,
        "on_time": told.kept_by(told.due_at),
        "late": not told.kept_by(told.due_at),
        "overdue": told.how is None and told.due_at < as_of,
        "gross_on_time": told.kept_by(told.gross_due_at),
        "had_pause": bool(told.pauses),
        "answered": told.met_at is not None,
        "reopened": reopened and told.met_at is not None,
    }
    yield from (figure for figure, holds in marks.items() if holds)


def holder(stretches: Sequence[Told], moment: datetime) -> str:
    """The agency whose stretch holds this moment; none while people sort."""
    holding = [s for s in stretches if s.started_at <= moment and (s.ended_at is None or s.ended_at >= moment)]
    last = max(holding, key=lambda stretch: (stretch.started_at, stretch.clock), default=None)
    return (last.agency or "") if last else ""
