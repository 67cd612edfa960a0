"""What every command does first: read the settings, set up logs and database, and tell faults plainly."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

from tawasul.core import db, log
from tawasul.core.errors import DomainError, Invalid
from tawasul.core.settings import Settings, SettingsError, settings

T = TypeVar("T")
_MISSING: tuple[type[Exception], ...] = (*db.AWAY, db.MigrationFailed)


def prepared() -> Settings:
    """The settings, with logs and database set up. Every fault is told at once, with what to do."""
    try:
        found = settings()
    except SettingsError as error:
        raise click.ClickException("these settings are wrong:\n  " + "\n  ".join(error.faults)) from error
    try:
        found.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"TAWASUL_DATA: {found.data} cannot be made ({error.strerror})") from error
    log.configure(found)
    db.connect(found.database_url)
    return found


def once(work: Coroutine[Any, Any, T]) -> T:
    """Do one thing with the database, and close it whatever happens. What is refused or missing is said plainly."""
    return asyncio.run(_with_pool(work))


async def _with_pool(work: Coroutine[Any, Any, T]) -> T:
    try:
        return await work
    except Invalid as error:
        faults = [f"{fault.field}: {_said(fault.code)}" for fault in error.faults]
        raise click.ClickException("; ".join(faults)) from error
    except DomainError as error:
        raise click.ClickException(_said(error.code)) from error
    except _MISSING as error:
        what = str(error).partition("\n")[0] or type(error).__name__
        raise click.ClickException(f"{what} (what is missing, says: tawasul doctor)") from error
    finally:
        await db.close_pool()


_SENTENCES = {
    "bad_username": "use 3 to 60 of a-z, 0-9, dot, dash and underscore",
    "short_password": "give at least 10 characters",
    "unknown": "there is no such code",
    "agency_needed": "this role belongs to an agency, give --agency",
    "agency_not_for_role": "this role has no agency",
    "username_taken": "this name is taken",
    "no_such_account": "there is no such account",
    "second_is_off": "this account has no second factor",
    "second_needs_reason": "say why",
    "sorter_is_so": "it is so already",
    "no_such_model": "there is no such model: see `tawasul classifier models`",
    "model_decided": "this model is in use, or was refused",
    "model_is_worse": "this model is worse than the one in use: see `tawasul classifier models`",
    "model_missing": "its folder is not in the data folder of this machine",
    "model_not_compared": "the model in use has no report to compare with: train it again with `classifier train`",
    "model_no_earlier": "no promotion can be taken back",
}


def _said(code: str) -> str:
    return _SENTENCES.get(code, code)
