"""`audit`: is the history as it was written?"""

import click

from tawasul import audit as history
from tawasul.commands.common import once, prepared


@click.group()
def audit() -> None:
    """The append-only history."""


@audit.command()
def verify() -> None:
    """Name every entry that was altered, and every gap."""
    prepared()
    faults = once(history.verify())
    for fault in faults:
        click.echo(f"{fault.stream} {fault.seq}: {fault.what}")
    if faults:
        raise click.ClickException(f"{len(faults)} entries do not fit")
    click.echo("the history is whole")
