"""A clock that goes by an earlier revision after its circular is done follows within the hour, and it is said."""

from datetime import date

import pytest

from cases import clock_audit, moved_dates, rejection, stragglers
from sla import calendars
from sla.tables import ClockAudit, Holiday
from tawasul import audit, ticker
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.notify.tables import Letter
from tests.cases.test_calendars import DUE, MOVED, approved, state


async def late(flow) -> int:
    """A case whose filing had read the calendar before the circular, and committed after all had followed."""
    case_id = await flow.assigned()
    async with transaction():
        said = {"name_en": "Storm", "name_ar": "عاصفة", "status": "confirmed"}
        await Holiday.insert(Holiday(calendar="BH", date=date(2026, 12, 1), **said))
        await calendars.revise("BH", actor=system("operator"))
    return case_id


async def told() -> list[int]:
    return [row["case_id"] for row in await Letter.select().where(Letter.template == "due_moved")]


async def test_it_follows_and_its_citizen_is_told_once(flow):
    case_id, other = await late(flow), await flow.assigned()
    assert (await flow.promise(case_id)).due_at == DUE
    assert await stragglers.catch_up() == 2  # the citizen's clock and the agency's
    assert (await flow.promise(case_id)).due_at == (await flow.promise(other)).due_at == MOVED
    assert await stragglers.catch_up() == 0
    assert await told() == [case_id]
    assert (await flow.acts(case_id))[-1] == "due_moved"
    line = (await audit.history("calendar:BH"))[-1]
    assert (line.act, line.data["clocks"]) == ("calendar_caught_up", 2)
    number = await clock_audit.run()
    assert (await ClockAudit.select().where(ClockAudit.id == number).first())["differing"] == 0


async def test_the_ticker_does_it_when_it_keeps_the_house(flow):
    case_id = await late(flow)
    await ticker._keep_house(None)
    assert (await flow.promise(case_id)).due_at == MOVED


async def test_a_circular_under_way_is_left_to_its_job(flow):
    case_id = await flow.assigned()
    number = await approved(flow)
    assert await stragglers.catch_up() == 0
    await moved_dates.apply(number)
    await moved_dates.apply(number)
    assert (await flow.promise(case_id)).due_at == MOVED
    assert await state(number) == "applied"


@pytest.mark.parametrize("moves", [True, False])
async def test_whose_reply_was_none_is_told_of_the_other_day(flow, moves):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    if moves:
        number = await approved(flow)
        await moved_dates.apply(number)
    await rejection.reject(case_id, "It says nothing.", by=flow.dana, rev=await flow.rev(case_id))
    promise = await flow.promise(case_id)
    assert promise.due_at == (MOVED if moves else DUE)
    assert await told() == ([case_id] if moves else [])
    assert promise.state == "running"
