"""`audit`: is the history as it was written?"""

import re

import click

from tawasul import audit as history
from tawasul.commands.common import once, prepared

_NOTED = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")
_FAULTS = {
    "altered": "was altered",
    "gap": "follows a gap",
    "private": "has another personal value than the one that was told",
    "removed": "was sealed and is gone",
    "rewritten": "was sealed and is another one now",
    "inserted": "was put in among what was sealed",
}
_OF_SEALS = {
    "altered": "was altered, or what it holds was",
    "gap": "follows a gap: a seal is gone",
    "other_key": "was made with another key than the one given",
    "no_key": "cannot be checked without its key: set TAWASUL_SEAL_KEY, or put seal.key back into the data folder",
    "unexpected": "is not there as it was noted: seals were removed or replaced",
}


@click.group()
def audit() -> None:
    """The append-only history."""


@audit.command()
@click.option("--noted", metavar="NUMBER:MARK", help="a seal that must be there, as this command told it before")
def verify(noted: str | None) -> None:
    """Name every entry that was altered, removed or put in, every gap, and what no seal covers yet."""
    witness = _witness(noted)
    key = prepared().seal_key()
    faults = once(_told(key, witness))
    if faults:
        raise click.ClickException(f"{faults} findings: the history is not as it was written")
    click.echo("the history is whole")


def _witness(noted: str | None) -> history.Witness | None:
    if noted is None:
        return None
    found = _NOTED.fullmatch(noted.strip())
    if found is None:
        raise click.BadParameter("give a number, a colon and 64 hexadecimal digits", param_hint="--noted")
    return history.Witness(int(found[1]), found[2])


async def _told(key: bytes | None, witness: history.Witness | None) -> int:
    """Print each fault as it is found, and how far the seals reach; gives the number of faults."""
    count = 0
    async for fault in history.verify_all(key, witness):
        count += 1
        click.echo(_line(fault))
    click.echo(_reach(await history.standing()))
    return count


def _line(fault: history.Fault) -> str:
    if fault.stream == history.SEALS:
        return f"seal {fault.seq} {_OF_SEALS[fault.what]}"
    return f"{fault.stream} {fault.seq}: {fault.what}: this entry {_FAULTS[fault.what]}"


def _reach(now: history.Standing) -> str:
    if now.day is None:
        return f"nothing is sealed yet: {now.entries} entries of {now.streams} streams"
    behind = f"{now.entries} entries of {now.streams} streams came after it and are not sealed yet"
    return f"the last seal is number {now.number}, of the beginning of {now.day}; {behind}\n{now.number}:{now.mark}"
