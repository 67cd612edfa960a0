"""When cases come."""

import gzip
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE
from tawasul.simulation import arrivals

WEEK = [date(2026, 4, 5) + timedelta(days=number) for number in range(7)]  # Sunday to Saturday
EID = date(2026, 5, 27)


def dice() -> random.Random:
    return random.Random(3)


def test_less_comes_at_the_weekend_and_on_holidays(calendar: Calendar) -> None:
    sunday, *_, friday, saturday = arrivals.office_weights(WEEK, calendar)
    eid, usual = arrivals.office_weights([EID, EID - timedelta(days=14)], calendar)
    assert friday < saturday < sunday
    assert eid < usual / 2


def test_as_many_come_as_are_wanted_on_days_with_weight_and_in_order() -> None:
    found = arrivals.moments(WEEK, [1, 0, 0, 0, 3, 0, 0], 400, dice())
    days = Counter(moment.astimezone(ZONE).date() for moment in found)
    assert (len(found), found) == (400, sorted(found))
    assert set(days) == {WEEK[0], WEEK[4]}
    assert days[WEEK[4]] > 2 * days[WEEK[0]]


def test_a_recorded_stretch_begins_on_the_same_day_of_the_week() -> None:
    monday = date(2020, 1, 6)
    recorded = {monday + timedelta(days=number): number % 7 for number in range(70)}
    # A recorded Monday has 0, Tuesday 1, and so on: a stretch from Sunday begins with 6.
    assert arrivals.recorded_weights(WEEK, recorded, dice()) == [6, 0, 1, 2, 3, 4, 5]


def test_a_stretch_in_which_recording_had_ended_is_left_out() -> None:
    sunday = date(2020, 1, 5)
    recorded = {sunday + timedelta(days=number): 10 if number < 28 else 0 for number in range(56)}
    assert {sum(arrivals.recorded_weights(WEEK, recorded, random.Random(seed))) for seed in range(30)} == {70}


def test_too_short_a_record_is_refused() -> None:
    with pytest.raises(arrivals.NothingRecorded):
        arrivals.recorded_weights(WEEK, {date(2020, 1, 6): 4}, dice())


def test_a_recorded_monday_is_our_sunday(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv.gz"
    with gzip.open(path, "wt") as lines:
        lines.write("topic,received_at\nwater,2020-01-06\nroads,2020-01-06\nparks,2020-01-07\nnone,\n")
    assert arrivals.read_recorded(path) == {date(2020, 1, 5): 2, date(2020, 1, 6): 1}


@pytest.mark.parametrize("text", ["topic\nwater\n", "received_at\n\n", "received_at\nyesterday\n"])
def test_a_table_without_dates_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(text)
    with pytest.raises(arrivals.NothingRecorded):
        arrivals.read_recorded(path)
