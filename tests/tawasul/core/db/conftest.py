"""An empty database with the ledger of these tests in it."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import ledger_of_tests as ledger

from tawasul.core import db


@pytest.fixture
async def ledger_url(blank_database_url: str) -> AsyncIterator[str]:
    """The address of a database with four accounts of 100 each, connected and open."""
    ledger.connect(blank_database_url)
    await ledger.set_up()
    yield blank_database_url
    await db.close_pool()
