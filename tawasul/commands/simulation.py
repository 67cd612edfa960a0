"""`simulate`: a stretch of time lived through in a database of its own, and held against the events."""

import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from tawasul.commands.common import once, prepared
from tawasul.core import db
from tawasul.simulation import arrivals, report, run
from tawasul.simulation.own_database import HoldsSomething
from tawasul.simulation.scenario import CASES_A_WEEK, YEAR_CASES, Scenario

_DEFAULT = Scenario()
_A_YEAR = replace(_DEFAULT, first=date(2026, 1, 1), weeks=52, agencies=46, cases=YEAR_CASES)


@click.command()
@click.option("--seed", type=int, default=_DEFAULT.seed, show_default=True, help="the same seed gives the same figures")
@click.option(
    "--weeks", type=click.IntRange(1, 39), default=_DEFAULT.weeks, show_default=True, help="from 29 March 2026"
)
@click.option(
    "--agencies", type=click.IntRange(1), default=_DEFAULT.agencies, show_default=True, help="how many answer"
)
@click.option(
    "--cases", type=click.IntRange(1), help=f"how many are filed; {CASES_A_WEEK} a week and agency unless said"
)
@click.option("--year", is_flag=True, help=f"the year 2026: {YEAR_CASES} cases, 46 agencies; takes hours")
@click.option(
    "--arrivals",
    "recorded",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="a table (.csv or .csv.gz) with a column received_at, whose pattern of days the cases follow",
)
@click.option(
    "--slack", type=click.FloatRange(0.1, 10), default=_DEFAULT.slack, show_default=True, help="officers per load"
)
@click.option(
    "--database", help="the address of an empty database, to throw away afterwards; a temporary file unless given"
)
@click.option("--json", "as_json", is_flag=True, help="print plain values")
def simulate(  # noqa: PLR0913 - a command has a parameter for each of its options
    *,
    seed: int,
    weeks: int,
    agencies: int,
    cases: int | None,
    year: bool,
    recorded: Path | None,
    slack: float,
    database: str | None,
    as_json: bool,
) -> None:
    """Live through weeks of cases by the real acts, and check every figure. Fails if one is wrong."""
    asked = _a_year(weeks, agencies) if year else _stretch(weeks, agencies)
    scenario = replace(asked, seed=seed, cases=cases or asked.cases, slack=slack, recorded=_read(recorded))
    prepared()
    result = _run(scenario, database)
    if as_json:
        click.echo(json.dumps(report.as_json(result), indent=1))
    else:
        click.echo("\n".join(report.lines(result)))
    if not result.holds:
        raise SystemExit(1)


def _a_year(weeks: int, agencies: int) -> Scenario:
    if (weeks, agencies) != (_DEFAULT.weeks, _DEFAULT.agencies):
        raise click.UsageError("--year has weeks and agencies of its own: leave --weeks and --agencies out")
    return _A_YEAR


def _stretch(weeks: int, agencies: int) -> Scenario:
    return replace(_DEFAULT, weeks=weeks, agencies=agencies, cases=weeks * agencies * CASES_A_WEEK)


def _read(path: Path | None) -> dict[date, int] | None:
    try:
        return arrivals.read_recorded(path) if path else None
    except (arrivals.NothingRecorded, OSError) as error:
        raise click.ClickException(f"{path}: {error}") from error


def _check(database: str) -> None:
    try:
        db.connect(database)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _run(scenario: Scenario, database: str | None) -> run.Result:
    try:
        if database is not None:
            _check(database)
            return once(run.simulate(scenario, database))
        with tempfile.TemporaryDirectory(prefix="tawasul-simulation-") as folder:
            return once(run.simulate(scenario, f"sqlite:///{folder}/simulation.sqlite"))
    except (HoldsSomething, run.TooFewAgencies, arrivals.NothingRecorded) as error:
        raise click.ClickException(str(error)) from error
