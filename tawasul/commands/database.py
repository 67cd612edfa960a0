"""`migrate`, `seed`, `demo`: the database and what is in it at first."""

import click

from cases import search_index
from tawasul import setup
from tawasul.commands.common import once, prepared
from tawasul.core import db
from tawasul.seed import seed_all


@click.command()
def migrate() -> None:
    """Bring the database to this version. One process at a time; others wait."""
    prepared()
    done, indexed = once(_migrated())
    click.echo(f"{len(done)} migrations applied" if done else "nothing to do")
    if indexed:
        click.echo(f"{indexed} cases made searchable")


async def _migrated() -> tuple[list[str], int]:
    """The migrations that were applied, and how many earlier cases came into the index of words. Broken off, it goes
    on where it was."""
    return await db.migrate(), await search_index.catch_up()


@click.command()
def seed() -> None:
    """Load reference data. Twice changes nothing, and what an operator edited stays."""
    prepared()
    click.echo(f"{once(seed_all())} rows written")


@click.command()
@click.option("--cases", type=click.IntRange(1), default=setup.DEMO_CASES, show_default=True, help="how many cases")
def demo(cases: int) -> None:
    """Load accounts for each role and believable cases, flagged as a demonstration."""
    settings = prepared()
    try:
        click.echo(once(setup.load_demo(settings, cases)))
    except setup.DemonstrationThere as error:
        raise click.ClickException(str(error)) from error
