"""Sara, her phone, and a noon at which time stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tests.tawasul.accounts.factors import Phone, hired, phone_of

NOON = datetime(2026, 11, 24, 9, 0, 10, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[datetime]:
    with clock.moved(NOON):
        yield NOON


@pytest.fixture
async def sara(database: str, noon: datetime) -> StaffView:
    return await hired()


@pytest.fixture
async def phone(sara: StaffView) -> Phone:
    return await phone_of(sara)
