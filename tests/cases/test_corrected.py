"""Corrected verdicts are listed with both results, for whoever reaches the agency that the promise is counted under."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from cases import corrected as corrected_ones
from cases import corrections, transfer
from cases.corrected import Corrected, corrected_whole
from cases.moments import Period
from tawasul.accounts.views import StaffView
from tawasul.core import clock, db
from tests.cases.conftest import Flow

NOW = datetime(2026, 12, 13, 6, tzinfo=UTC)  # past the fourteenth working day after the morning of the tests


async def corrected(staff: StaffView, period: Period, agency: str | None = None) -> list[Corrected]:
    """What the page shows, which is all of it and what the file holds."""
    latest = await corrected_ones.corrected(staff, period, agency)
    whole = [each async for portion in corrected_whole(staff, period, agency) for each in portion]
    assert (latest.shown, latest.total) == (whole, len(whole))
    return latest.shown


async def judge_anew(flow: Flow, case_id: int, *, on_time: bool, reason: str) -> None:
    """One person disputes the verdict and another agrees, as the pages do."""
    number = await corrections.propose(case_id, by=flow.huda, reason=reason, was=not on_time)
    await corrections.approve(number, by=flow.adel, rev=1)


@pytest.fixture
async def lived(flow: Flow) -> AsyncIterator[Flow]:
    """A late reply that is judged anew, one that is not, and the same at another agency."""
    late, also_late, elsewhere = [await flow.assigned() for _ in range(3)]
    await transfer.transfer(elsewhere, "MOH", "A clinic", by=flow.nadia, rev=await flow.rev(elsewhere))
    with clock.moved(NOW):
        await flow.replies(late)
        await flow.replies(also_late)
        await judge_anew(flow, late, on_time=True, reason="A holiday was announced after the fact")
        yield flow


async def test_a_correction_is_listed_with_both_verdicts_and_its_reason(lived: Flow) -> None:
    [found] = await corrected(lived.dana, "month")
    assert (found.was, found.becomes) == (False, True)
    assert found.reason == "A holiday was announced after the fact"
    assert (found.agency, found.at) == ("EWA", NOW)


async def test_a_verdict_that_is_corrected_twice_is_listed_twice_the_latest_first(lived: Flow) -> None:
    case_id = (await db.fetch("SELECT case_id FROM clock WHERE corrected"))[0]["case_id"]
    with clock.moved(NOW + timedelta(hours=1)):
        await judge_anew(lived, case_id, on_time=False, reason="The circular was withdrawn")
        found = await corrected(lived.dana, "month")
    assert [(each.was, each.becomes) for each in found] == [(True, False), (False, True)]


async def test_another_agency_sees_no_correction_of_this_one(lived: Flow) -> None:
    assert await corrected(lived.samir, "month") == []
    assert await corrected(lived.nadia, "month", "MOH") == []
    assert len(await corrected(lived.nadia, "month", "EWA")) == 1


async def test_a_correction_belongs_to_the_period_in_which_the_reply_was_due(lived: Flow) -> None:
    assert await corrected(lived.nadia, "last_month") == []


async def test_of_many_the_page_shows_the_latest_and_says_how_many_there_are(
    lived: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = (await db.fetch("SELECT case_id FROM clock WHERE corrected"))[0]["case_id"]
    await judge_anew(lived, case_id, on_time=False, reason="At the same instant")
    with clock.moved(NOW + timedelta(hours=1)):
        await judge_anew(lived, case_id, on_time=True, reason="An hour later")
        monkeypatch.setattr(corrected_ones, "MOST", 2)
        monkeypatch.setattr(corrected_ones, "PORTION", 1)
        latest = await corrected_ones.corrected(lived.dana, "month")
        whole = [each async for portion in corrected_whole(lived.dana, "month") for each in portion]
    assert (latest.shown, latest.total) == (whole[:2], 3)
    assert [each.reason for each in whole] == [
        "An hour later",
        "At the same instant",
        "A holiday was announced after the fact",
    ]
