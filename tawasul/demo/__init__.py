"""A demonstration: accounts and cases that are plainly made up, so that every screen is alive."""

from pathlib import Path

from cases.tables import Case
from tawasul.accounts.tables import Staff
from tawasul.core import db, log
from tawasul.core.settings import Settings
from tawasul.demo import people, replies, story

CASES = 600
_log = log.get(__name__)


def accounts_file(settings: Settings) -> Path:
    """Where the passwords of the demonstration are kept."""
    return settings.data / people.FILE


async def is_empty() -> bool:
    """Whether nobody has used this database yet."""
    return not await Case.exists() and not await Staff.exists()


async def is_loaded() -> bool:
    """Whether the people of a demonstration are there."""
    return await Staff.exists().where(Staff.demo.eq(True))


async def load(settings: Settings, *, cases: int = CASES) -> None:
    """Open the accounts and live through three months of cases.

    Where the database holds nothing else, a power cut meanwhile costs nothing but a new start.
    """
    await _reconnect(settings, durable=not await is_empty())
    try:
        officers = await people.hire(settings.data)
        cast = story.Cast(officers, await people.supervisors(), await people.national_supervisor())
        await story.live(cast, cases)
        await replies.prepare(people.SHOWN_AGENCY, cast.supervisors[people.SHOWN_AGENCY], cast.sorter)
    finally:
        await _reconnect(settings, durable=True)
    _log.info("demonstration loaded", cases=cases, officers=len(officers))


async def _reconnect(settings: Settings, *, durable: bool) -> None:
    await db.close_pool()
    db.connect(settings.database_url, durable=durable)
    await db.open_pool()


def accounts(settings: Settings) -> str:
    """How to log in: an account for each role."""
    return people.shown(accounts_file(settings))
