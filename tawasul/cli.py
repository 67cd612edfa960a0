"""The commands. Outsiders rely on their names and output. Each is loaded only when it is called."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

COMMANDS: Mapping[str, str] = {
    "serve": "tawasul.commands.processes:serve",
    "web": "tawasul.commands.processes:web",
    "worker": "tawasul.commands.processes:worker",
    "ticker": "tawasul.commands.processes:ticker",
    "migrate": "tawasul.commands.database:migrate",
    "seed": "tawasul.commands.database:seed",
    "demo": "tawasul.commands.database:demo",
    "doctor": "tawasul.commands.surroundings:doctor",
    "user": "tawasul.commands.people:user",
    "classify": "tawasul.commands.sorting:classify",
    "classifier": "tawasul.commands.sorting:classifier",
    "sla": "tawasul.commands.promises:sla",
    "simulate": "tawasul.commands.simulation:simulate",
    "export": "tawasul.commands.carrying:export_cases",
    "import": "tawasul.commands.carrying:import_cases",
    "audit": "tawasul.commands.history:audit",
}


class Lazy(click.Group):
    """A group that imports a command's module when the command is asked for, so that none pays for another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: Any = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Tawasul: complaints and suggestions, from filing to answer."""
