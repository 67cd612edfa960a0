"""Which cases are made up for a demonstration."""

from cases.tables import Case


async def count() -> int:
    """How many made-up cases there are."""
    return int(await Case.count().where(Case.demo.eq(True)))
