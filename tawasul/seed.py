"""Reference data of every room, in the order in which the rooms need each other."""

import cases.seed
import routing.seed
import sla.seed
import tawasul.accounts.seed


async def seed_all() -> int:
    """Load everything; returns how many rows were written. The second time writes none."""
    return sum(
        [
            await tawasul.accounts.seed.load(),
            await routing.seed.load(),
            await sla.seed.load(),
            await cases.seed.load(),
        ]
    )
