"""`sla`: deadlines and elapsed times for other programs, and whether the clocks are what their events make of them."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from cases import clock_audit
from sla import compute as computing
from sla import soundness
from sla.soundness import Audit
from tawasul.commands.common import once, prepared


@click.group()
def sla() -> None:
    """Clocks and calendars."""


@sla.command()
def compute() -> None:
    """Answer JSON lines from standard input, one each, on standard output."""
    computing.run(sys.stdin, sys.stdout)


@sla.command()
@click.option("--recount", is_flag=True, help="also count anew all that the boards show")
@click.option("--json", "as_json", is_flag=True, help="one line for programs")
def audit(*, recount: bool, as_json: bool) -> None:
    """Compare every clock with its events and every case with its clocks; ends with 1 if anything differs."""
    prepared()
    done = once(_audited(recount=recount))
    if as_json:
        click.echo(json.dumps(asdict(done), default=str))
    else:
        _tell(done)
    if done.differing:
        sys.exit(1)


async def _audited(*, recount: bool) -> Audit:
    done = await soundness.audit_of(await clock_audit.run(recount=recount))
    if done is None:
        raise AssertionError("an audit that came to its end is there")
    return done


def _tell(done: Audit) -> None:
    for one in done.found:
        click.echo(_line(one))
    if len(done.found) < done.differing:
        click.echo(f"and {done.differing - len(done.found)} more")
    click.echo(f"{done.clocks} clocks and {done.cases} cases looked at, {done.differing} differ")


_FAULTS = {
    "differs": "is not what its events make of it",
    "no_events": "has no events that make a clock",
    "never_wakes": "is open and nothing will ever wake it",
    "no_clock": "lacks a promise for one of its cycles",
    "no_case": "belongs to no case, or to a cycle that its case has not had",
    "miscounted": "do not count what the clocks say",
}


def _line(one: Mapping[str, Any]) -> str:
    clock = f"clock {one['clock_id']} of " if one["clock_id"] is not None else ""
    subject = "the boards" if one["case_id"] is None else f"{clock}case {one['case_id']}"
    columns = "; ".join(
        f"{column} is {stored}, should be {made}" for column, (stored, made) in (one["columns"] or {}).items()
    )
    return f"{subject}: {_FAULTS[one['fault']]}" + (f" ({columns})" if columns else "")
