"""When a case came: now, or on an earlier day of the last month."""

from datetime import UTC, datetime

import pytest

from cases.arrival import received_at

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)  # Sunday, nine in the morning in Bahrain


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("", "", None),  # it comes now
        ("2026-11-17", "10:30", datetime(2026, 11, 17, 7, 30, tzinfo=UTC)),  # a letter of last Tuesday
        ("2026-11-17", "", datetime(2026, 11, 16, 21, tzinfo=UTC)),  # the day alone: from its beginning
        ("", "08:15", datetime(2026, 11, 22, 5, 15, tzinfo=UTC)),  # earlier today
        ("٢٠٢٦-١١-١٧", "١٠:٣٠", datetime(2026, 11, 17, 7, 30, tzinfo=UTC)),  # Arabic digits
    ],
)
def test_what_is_typed_is_a_moment_of_bahrain(day: str, hour: str, moment: datetime | None) -> None:
    assert received_at(day, hour, NOW) == (moment, [])


@pytest.mark.parametrize(
    ("day", "hour", "faults"),
    [
        ("2026-11-23", "", [("received_on", "in_future")]),  # tomorrow
        ("2026-11-22", "09:01", [("received_time", "in_future")]),  # a minute to come
        ("2026-10-22", "", [("received_on", "too_long_ago")]),  # a month and a day ago
        ("2026-02-30", "", [("received_on", "bad_date")]),  # no such day
        ("22/11/2026", "9", [("received_on", "bad_date"), ("received_time", "bad_time")]),  # both in another way
        ("2026-11-17\x00", "", [("received_on", "bad_date")]),
    ],
)
def test_what_cannot_be_is_said_at_its_field(day: str, hour: str, faults: list[tuple[str, str]]) -> None:
    moment, found = received_at(day, hour, NOW)
    assert moment is None
    assert [(fault.field, fault.code) for fault in found] == faults
