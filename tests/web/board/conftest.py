"""A few cases that have lived, for every page of the board."""

from datetime import timedelta

import pytest

from tawasul.core import clock


@pytest.fixture
async def lived(browser, amal, sunday):
    """Three cases of one agency, one of them answered, one in triage; seen when two are overdue."""
    reference = await amal.assigned("Answered in time", governorate="capital")
    await amal.assigned("Never answered")
    await amal.waiting("Never sorted")
    basim = await browser("basim")
    await basim.opens(f"/desk/cases/{reference}")
    await basim.sends(f"/desk/cases/{reference}/take")
    await basim.opens(f"/desk/cases/{reference}")
    await basim.sends(f"/desk/cases/{reference}/reply", outcome="done", reply="Mended.")
    with clock.moved(sunday + timedelta(days=24)):  # 16 December: past the 14th working day
        yield
