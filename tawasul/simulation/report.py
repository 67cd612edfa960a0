"""A result in words and as JSON. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from cases.figure_views import Figures, Share
from sla.compliance import Rate
from tawasul.core.i18n import ZONE
from tawasul.simulation.run import Result

_MOST_FAULTS = 20
_MOST_SERVICES = 10
# Volume bands of promises that fell due: small agencies are read with care.
_BANDS = ((500, "500 and more"), (100, "100 to 499"), (1, "under 100"))


def lines(result: Result) -> Iterator[str]:
    """What the command prints."""
    yield from _scenario(result)
    yield ""
    yield from _board(result)
    yield ""
    yield from _agencies(result)
    yield ""
    yield from _laid_out(result)
    yield ""
    yield from _checks(result)


def _scenario(result: Result) -> Iterator[str]:
    scenario, done = result.scenario, result.lived.done
    pattern = "a recorded pattern" if scenario.recorded else "the pattern of an office"
    yield (
        f"{scenario.weeks} weeks from {scenario.first}, {scenario.agencies} agencies, "
        f"{sum(result.officers.values())} officers, seed {scenario.seed}, {pattern}"
    )
    if scenario.silent_days:
        yield f"the ticker stood from {min(scenario.silent_days)} to {max(scenario.silent_days)}"
    by_hand = done["placed"] + done["voided"]
    yield f"{done['filed']} cases filed, {by_hand} sorted by hand, {done['passed_on']} passed on"
    yield (
        f"{done['asked']} questions with {done['told']} answers, {done['replied']} replies, {done['reopened']} reopened"
    )
    speed = done["filed"] / result.seconds if result.seconds else 0
    yield f"{result.seconds:.0f} seconds, {speed:.1f} cases a second; {sum(result.lived.jobs.values())} jobs done"


def _board(result: Result) -> Iterator[str]:
    seen = result.seen
    total = seen.board.total
    yield f"The national board as of {seen.board.as_of.astimezone(ZONE):%Y-%m-%d %H:%M}"
    yield f"  on time       {shown(total.rate)} of {total.counts['due']} that fell due ({total.rate.late} late)"
    yield f"  gross         {shown(total.gross_rate)} if no pause had counted"
    yield f"  pause share   {shown(total.pause_share)}"
    yield f"  void share    {shown(total.void_share)}"
    yield f"  reopened      {shown(total.reopen_rate)}"
    yield f"  open          {total.counts['open']}, of them overdue {total.counts['overdue']}"
    budget = seen.budget.budget
    yield f"  error budget  {budget.spent} late of {budget.allowed} that this quarter allows, {budget.remaining} left"
    yield f"  steps told    {seen.steps}"
    model = result.model
    yield f"  the model without a database has {model.on_time} on time of {model.due}, {model.open} open"


def _agencies(result: Result) -> Iterator[str]:
    yield f"{'agency':<12}{'officers':>9}{'due':>8}{'on time':>10}{'gross':>10}{'late':>6}{'void':>6}{'open':>6}"
    for least, band in _BANDS:
        above = min((b for b, _ in _BANDS if b > least), default=None)
        rows = [r for r in result.seen.board.by_agency if r.counts["due"] >= least]
        rows = [r for r in rows if above is None or r.counts["due"] < above]
        if rows:
            yield f"  {band}"
        yield from (_agency(row, result.officers) for row in rows)


def _agency(row: Figures, officers: Mapping[str, int]) -> str:
    counts = row.counts
    return (
        f"{row.agency or 'nobody yet':<12}{officers.get(row.agency or '', 0):>9}{counts['due']:>8}{shown(row.rate):>10}"
        f"{shown(row.gross_rate):>10}{counts['late']:>6}{counts['void']:>6}{counts['open']:>6}"
    )


def _laid_out(result: Result) -> Iterator[str]:
    """What else the boards show: how old what is overdue is, the alarms, and the rate by month, place and service."""
    seen = result.seen
    ages = ", ".join(
        f"{name.removeprefix('overdue_').replace('_', ' ')} {n}" for name, n in seen.overdue.by_age.items()
    )
    yield f"overdue by working days: {ages}"
    yield "alarms raised: " + (", ".join(f"{kind} {n}" for kind, n in seen.alarms.items()) or "none")
    by_month = {f"{month.first:%Y-%m}": month.figures for month in seen.months if month.figures.counts["due"]}
    most = sorted(seen.services, key=lambda row: (-row.counts["due"], row.value))[:_MOST_SERVICES]
    places = {row.value or "no place": row for row in seen.governorates}
    for rows in (by_month, places, {row.value or "not sorted": row for row in most}):
        for name, row in rows.items():
            yield f"  {name:<24}{row.counts['due']:>8}{shown(row.rate):>10}{row.counts['late']:>6}"


def _checks(result: Result) -> Iterator[str]:
    stands, filed = result.seen.stands, result.lived.done["filed"]
    yield f"filed {filed} = " + " + ".join(f"{name} {stands.get(name, 0)}" for name in ("answered", "open", "void"))
    for check in result.checks:
        yield f"{'holds ' if check.holds else 'BROKEN'}  {check.name}"
        yield from (f"        {fault}" for fault in check.faults[:_MOST_FAULTS])
        if len(check.faults) > _MOST_FAULTS:
            yield f"        and {len(check.faults) - _MOST_FAULTS} more"


def shown(rate: Rate | Share) -> str:
    """A share in percent, rounded down."""
    return "no data" if rate.hundredths is None else f"{rate.hundredths / 100:.2f} %"


def as_json(result: Result) -> dict[str, Any]:
    """The same as plain values."""
    seen, scenario = result.seen, result.scenario
    return {
        "scenario": {
            "seed": scenario.seed,
            "first": scenario.first.isoformat(),
            "weeks": scenario.weeks,
            "agencies": scenario.agencies,
            "cases": scenario.cases,
            "recorded": scenario.recorded is not None,
        },
        "officers": dict(result.officers),
        "done": dict(result.lived.done),
        "jobs": dict(result.lived.jobs),
        "seconds": round(result.seconds, 1),
        "board": dict(seen.board.total.counts),
        "by_agency": {row.agency or "": dict(row.counts) for row in seen.board.by_agency},
        "budget": {"due": seen.budget.due, "scheduled": seen.budget.scheduled, "late": seen.budget.late},
        "overdue": dict(seen.overdue.by_age),
        "alarms": dict(seen.alarms),
        "by_month": {f"{month.first:%Y-%m}": dict(month.figures.counts) for month in seen.months},
        "by_governorate": {row.value: dict(row.counts) for row in seen.governorates},
        "by_category": {row.value: dict(row.counts) for row in seen.services},
        "stands": dict(seen.stands),
        "steps": seen.steps,
        "model": {"on_time": result.model.on_time, "due": result.model.due, "open": result.model.open},
        "checks": [{"name": check.name, "holds": check.holds, "faults": check.faults} for check in result.checks],
    }
