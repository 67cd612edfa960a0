"""`doctor`: what is missing, and what to do about it."""

import click

from tawasul.commands.common import once, prepared
from tawasul.doctor import examine

_MARKS = {"ok": "ok     ", "warning": "warning", "fault": "FAULT  "}


@click.command()
def doctor() -> None:
    """Check settings, database, queue, model, calendar horizon and processes."""
    findings = once(examine(prepared()))
    for finding in findings:
        advice = f" -> {finding.advice}" if finding.verdict != "ok" and finding.advice else ""
        click.echo(f"{_MARKS[finding.verdict]} {finding.subject}: {finding.says}{advice}")
    faults = sum(finding.verdict == "fault" for finding in findings)
    if faults:
        raise click.ClickException(f"{faults} faults")
