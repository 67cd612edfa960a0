"""Setting up a machine: folders, migrations, reference data, and a demonstration where one is wanted."""

import ipaddress

from cases import search_index
from tawasul import demo
from tawasul.core import db, heartbeat, log
from tawasul.core.settings import Settings
from tawasul.seed import seed_all

DEMO_CASES = demo.CASES
_log = log.get(__name__)


class DemonstrationThere(RuntimeError):
    """A demonstration is loaded once."""


async def set_up(settings: Settings) -> str:
    """Make everything ready to serve; returns what to tell the operator once it answers."""
    for name in ("attachments", "letters"):
        (settings.data / name).mkdir(parents=True, exist_ok=True)
    applied = await db.migrate()
    written = await seed_all()
    await search_index.catch_up()
    await heartbeat.forget_all()
    _log.info("database ready", migrations=len(applied), rows_seeded=written)
    if wants_demo(settings) and await demo.is_empty():
        await demo.load(settings)
    return greeting(settings) + "\nCtrl-C stops everything.\n"


def wants_demo(settings: Settings) -> bool:
    """Only ever by itself on one's own machine: SQLite, a loopback address, and nobody said never."""
    return (
        settings.demo == "auto"
        and not settings.production
        and settings.database_url.startswith("sqlite")
        and _is_loopback(settings.host)
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def load_demo(settings: Settings, cases: int) -> str:
    """Load the demonstration into a database that may hold other things, and say how to log in."""
    await db.migrate()
    await seed_all()
    if await demo.is_loaded():
        raise DemonstrationThere("the demonstration is there already: its accounts are in the data folder")
    await demo.load(settings, cases=cases)
    return greeting(settings)


def greeting(settings: Settings) -> str:
    """The address, and how to log in."""
    lines = ["", f"Tawasul answers at {settings.public_url}", f"Staff log in at   {settings.public_url}/login"]
    accounts = demo.accounts_file(settings)
    if accounts.exists():
        lines += ["", f"Accounts of the demonstration (all of them are in {accounts}):", demo.accounts(settings)]
    else:
        lines += ["Open an account with: tawasul user add NAME --role administrator"]
    return "\n".join([*lines, ""])
