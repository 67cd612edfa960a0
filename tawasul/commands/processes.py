"""`serve`, `web`, `worker`, `ticker`: the processes of a running system."""

import click

from tawasul import serve as serving
from tawasul import setup, web_server
from tawasul import ticker as ticking
from tawasul import worker as working
from tawasul.commands.common import once, prepared


@click.command()
def serve() -> None:
    """Everything on one machine: set up, then web, worker and ticker until Ctrl-C."""
    settings = prepared()
    try:
        serving.refuse_taken_port(settings)
        greeting = once(setup.set_up(settings))
        serving.run_serve(settings, greeting)
    except serving.PortTaken as error:
        raise click.ClickException(str(error)) from error


@click.command()
def web() -> None:
    """Answer the public and the desk."""
    web_server.run_web(prepared())


@click.command()
def worker() -> None:
    """Sort cases, send letters, do what waits in the outbox."""
    try:
        working.run_worker(prepared())
    except working.AlreadyRunning as error:
        raise click.ClickException(str(error)) from error


@click.command()
def ticker() -> None:
    """Watch the clocks: remind, warn, escalate."""
    prepared()
    ticking.run_ticker()
