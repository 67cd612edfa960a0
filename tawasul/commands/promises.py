"""`sla`: deadlines and elapsed times, answered for other programs."""

import sys

import click

from sla import compute as computing


@click.group()
def sla() -> None:
    """Clocks and calendars."""


@sla.command()
def compute() -> None:
    """Answer JSON lines from standard input, one each, on standard output."""
    computing.run(sys.stdin, sys.stdout)
