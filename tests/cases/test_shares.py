"""Whose time a promise used: the agencies' shares, and what it took to find the right one."""

from datetime import timedelta
from fractions import Fraction

from cases import shares, transfer
from cases.promises import promise_of
from sla import calendars
from tawasul.core import clock
from tests.cases.conftest import SUNDAY, Flow

DAY = timedelta(days=1)


async def shared(flow: Flow, case_id: int) -> shares.Shares:
    promise = await promise_of(await flow.case(case_id))
    found = shares.of_promise(promise, clock.now(), await calendars.national())
    assert await shares.of_clocks([promise.clock]) == {promise.clock.id: found}
    return found


async def passed(flow: Flow, case_id: int, agency: str) -> None:
    await transfer.transfer(case_id, agency, "It is theirs.", by=flow.nadia, rev=await flow.rev(case_id))


async def test_who_had_it_when_it_broke_answers_and_the_shares_say_who_burnt_it(flow: Flow) -> None:
    case_id = await flow.assigned()
    with clock.moved(SUNDAY + 17 * DAY):  # Wednesday: thirteen of the fourteen days are gone
        await passed(flow, case_id, "MOH")
    with clock.moved(SUNDAY + 21 * DAY):  # the Sunday after the date: two days more
        found = await shared(flow, case_id)
    assert [(one.agency, one.days) for one in found.agencies] == [("EWA", Fraction(13)), ("MOH", Fraction(2))]
    assert [one.hundredths for one in found.agencies] == [8_666, 1_333]
    assert found.routing == 0


async def test_a_wrong_address_is_routing_time_and_nobodys_share(flow: Flow) -> None:
    case_id = await flow.assigned()
    with clock.moved(SUNDAY + DAY):
        await passed(flow, case_id, "MOH")
    with clock.moved(SUNDAY + 4 * DAY):
        found = await shared(flow, case_id)
    assert [(one.agency, one.hundredths) for one in found.agencies] == [("EWA", None), ("MOH", 10_000)]
    assert found.routing == 1


async def test_what_passed_before_anybody_had_it_is_routing_time(flow: Flow) -> None:
    case_id = await flow.files()
    with clock.moved(SUNDAY + 2 * DAY):
        assert (await shared(flow, case_id)) == shares.Shares((), Fraction(2))
        await flow.sorts(case_id)
    with clock.moved(SUNDAY + 3 * DAY):
        found = await shared(flow, case_id)
    assert ([one.days for one in found.agencies], found.routing) == ([Fraction(1)], Fraction(2))


async def test_the_time_that_the_count_stood_is_nobodys(flow: Flow) -> None:
    case_id = await flow.assigned()
    with clock.moved(SUNDAY + 2 * DAY):
        await flow.asks(case_id)
    with clock.moved(SUNDAY + 4 * DAY):
        (only,) = (await shared(flow, case_id)).agencies
    assert only.days == 2


async def test_all_parts_together_are_what_the_promise_used(flow: Flow) -> None:
    case_id = await flow.files()
    with clock.moved(SUNDAY + 2 * DAY):
        await flow.sorts(case_id)
    with clock.moved(SUNDAY + 3 * DAY):
        await passed(flow, case_id, "MOH")
    with clock.moved(SUNDAY + 9 * DAY):
        await passed(flow, case_id, "MOW")
    with clock.moved(SUNDAY + 11 * DAY):
        found, calendar = await shared(flow, case_id), await calendars.national()
        whole = calendar.working_days((await flow.promise(case_id)).started_at, clock.now())
    kept = sum((one.days for one in found.agencies if one.hundredths is not None), Fraction(0))
    assert (found.routing + kept, found.routing) == (whole, 3)
