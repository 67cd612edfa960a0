"""Corrected verdicts are listed with both results, for whoever reaches the agency that the promise is counted under."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from cases import transfer
from cases.corrected import corrected
from sla import verdicts
from tawasul.core import clock, db
from tawasul.core.actor import Actor
from tests.cases.conftest import Flow

NOW = datetime(2026, 12, 13, 6, tzinfo=UTC)  # past the fourteenth working day after the morning of the tests
TWO = Actor("staff", staff_id=1, role="national_supervisor", agency=None, name="nadia")


async def judge_anew(flow: Flow, case_id: int, *, on_time: bool, reason: str) -> None:
    promise = await flow.promise(case_id)
    async with db.transaction():
        await verdicts.correct(promise.id, on_time, actor=TWO, reason=reason)


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
