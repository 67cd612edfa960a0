"""Agencies of the same size: rates to compare, and no count under five, read or worked out."""

from collections import defaultdict
from datetime import timedelta

import pytest

from cases.comparison import Masked, Peer, masked, masked_alone, peers
from cases.figure_tables import DueCount
from tawasul.core import clock
from tests.cases.conftest import Flow


async def had(agency: str, *, met: int, late: int, reopened: int = 0) -> None:
    """An agency had so many due an hour ago."""
    row = DueCount(
        due_at=clock.now() - timedelta(hours=1),
        agency=agency,
        dimension="all",
        met=met,
        late=late,
        gross_met=met,
        answered=met + late,
        reopened=reopened,
    )
    await DueCount.insert(row)


async def test_the_others_of_the_same_band_are_beside_hers(flow: Flow) -> None:
    await had("EWA", met=20, late=10)
    await had("MOH", met=40, late=10, reopened=7)
    await had("MOW", met=200, late=10)
    exact = Peer("MOH", 50, Masked(8_000), Masked(8_000), Masked(1_400))
    assert await peers(flow.dana, "month") == [(1, [exact])]
    assert await peers(flow.huda, "month") == [(1, [exact])]
    assert await peers(flow.huda, "month", "EWA") == [(1, [exact])]


async def test_nobody_is_beside_an_agency_that_is_not_hers_or_had_nothing(flow: Flow) -> None:
    await had("MOH", met=40, late=10)
    await had("MOW", met=40, late=10)
    assert await peers(flow.dana, "month") == []
    assert await peers(flow.dana, "month", "MOH") == []
    assert await peers(flow.dana, "last_month") == []


async def test_who_reads_all_agencies_reads_them_elsewhere(flow: Flow) -> None:
    await had("MOH", met=40, late=10)
    assert await peers(flow.nadia, "month") == []


async def test_who_had_fewer_than_five_due_is_left_out(flow: Flow) -> None:
    await had("EWA", met=20, late=10)
    await had("MOH", met=4, late=0)
    await had("MOW", met=5, late=0)
    assert [(least, [each.agency for each in those]) for least, those in await peers(flow.dana, "month")] == [
        (1, ["MOW"])
    ]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, Masked(None)),
        (100, 100, Masked(10_000)),
        (0, 50, Masked(0)),
        (99, 100, Masked(9_600, "at_least")),
        (96, 100, Masked(9_600, "at_least")),
        (95, 100, Masked(9_500)),
        (4, 90, Masked(500, "at_most")),
        (5, 90, Masked(555)),
        (7, 8, Masked(None, "hidden")),
    ],
)
def test_a_share_is_told_as_far_as_it_gives_nobody_away(part: int, whole: int, said: Masked) -> None:
    assert masked(part, whole) == said


def test_no_small_count_can_be_worked_out() -> None:
    for whole in range(5, 130):
        told = defaultdict(list)
        for part in range(whole + 1):
            told[masked(part, whole)].append(part)
        small = [part for part in range(1, whole) if part < 5 or whole - part < 5]
        assert all(len(told[masked(part, whole)]) >= 4 for part in small)


@pytest.mark.parametrize(("part", "whole"), [(1, 4), (4, 90), (88, 90), (0, 3)])
def test_of_a_whole_that_is_not_shown_a_small_side_is_hidden(part: int, whole: int) -> None:
    assert masked_alone(part, whole).said == "hidden"


def test_what_was_reopened_is_told_in_whole_percent() -> None:
    assert (masked_alone(7, 61), masked_alone(0, 9), masked_alone(0, 0)) == (Masked(1_100), Masked(0), Masked(None))
