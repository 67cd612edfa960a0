"""Agencies of the same size stand under the table of one's own: without a link, and saved apart."""

from datetime import timedelta

import pytest

from cases.figure_tables import DueCount
from tawasul.core import clock


@pytest.fixture
async def volumes(staff):
    """What three agencies had due an hour ago."""
    kept = {"EWA": (30, 10), "MOH": (97, 2), "MOW": (20, 10)}
    await DueCount.insert(
        *(
            DueCount(
                due_at=clock.now() - timedelta(hours=1),
                agency=agency,
                dimension="all",
                met=met,
                late=late,
                gross_met=met,
                answered=met + late,
            )
            for agency, (met, late) in kept.items()
        )
    )


async def test_another_agency_is_compared_and_leads_nowhere(volumes, browser):
    dana = await browser("dana")
    board = (await dana.opens("/board")).text
    table = board.partition('id="peers-head"')[2].partition("</table>")[0]
    assert "Ministry of Health" in table
    assert "<bdi>95%</bdi> or more" in table
    assert "66.66%" in table
    assert "Electricity" not in table
    assert "href" not in table
    assert "97" not in table
    arabic = (await dana.opens("/board?lang=ar")).text
    assert "جهات بالحجم نفسه" in arabic


async def test_the_same_can_be_saved(volumes, browser):
    saved = (await (await browser("dana")).opens("/board/sheet/peers")).text
    assert "Agency,Due,Rate,Without pauses,Reopened" in saved
    assert "Ministry of Health,99,95.00% or more,95.00% or more,0.00%" in saved
    assert "30,66.66%,66.66%,0.00%" in saved


async def test_who_reads_all_agencies_has_no_second_table(volumes, browser):
    nadia = await browser("nadia")
    assert "peers-head" not in (await nadia.opens("/board")).text
    assert "Ministry" not in (await nadia.opens("/board/sheet/peers")).text
    assert "peers-head" not in (await (await browser("dana")).opens("/board?by=kind")).text
