"""Somebody who signs in with a password of her own, at the pages."""

from collections.abc import Awaitable, Callable

import pytest

from tawasul.accounts.tables import Staff
from tests.tawasul.accounts.factors import PASSWORD
from tests.web.conftest import Browser, Opens

SignsIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
def signs_in(browser: Opens) -> SignsIn:
    """Opens a browser and sends name and password; what follows is the business of the test."""

    async def of(username: str = "sara", password: str = PASSWORD, *, wanted: str = "/desk") -> Browser:
        page = await browser()
        await page.opens(f"/login?next={wanted}")
        answer = await page.sends("/login", username=username, password=password, next=wanted)
        page.location = answer.headers.get("location", "")
        return page

    return of


@pytest.fixture
def must_change() -> Callable[[int], Awaitable[None]]:
    """Marks a password as given by somebody else."""

    async def of(staff_id: int) -> None:
        await Staff.update({Staff.must_change: True}).where(Staff.id == staff_id)

    return of
