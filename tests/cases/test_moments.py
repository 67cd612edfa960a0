"""What "late for so many working days" means: as many closes of business have passed since."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.moments import moments
from sla import calendars

THURSDAY = datetime(2026, 11, 19, 11, tzinfo=UTC)  # its close of business
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (THURSDAY + MINUTE, 0),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), 0),  # Saturday
        (datetime(2026, 11, 22, 4, 30, tzinfo=UTC), 0),  # Sunday, half an hour after opening
        (datetime(2026, 11, 22, 11, 14, tzinfo=UTC), 0),
        (datetime(2026, 11, 22, 11, 15, tzinfo=UTC), 1),  # the close of Sunday
        (datetime(2026, 11, 23, 4, tzinfo=UTC), 1),
        (datetime(2026, 11, 29, 11, 15, tzinfo=UTC), 6),
        (datetime(2026, 12, 10, 11, tzinfo=UTC), 15),
    ],
)
async def test_a_day_late_is_a_close_of_business_that_passed_since(database, now, days):
    """The bands of the board say the same as the words on the case, which go by whole working days of work."""
    calendar = await calendars.national()
    assert int(calendar.working_days(THURSDAY, now)) == days
    aged = (await moments(now)).aged
    assert [limit > THURSDAY for limit in aged] == [days >= least for least in (1, 6, 15)]
