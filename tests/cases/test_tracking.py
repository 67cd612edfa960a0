"""A citizen sees her case with both numbers, and nobody anything without them."""

from datetime import timedelta

import pytest

from cases import access, reference, reply, tracking
from cases.reply import ReplyDraft
from tawasul.core import clock
from tawasul.core.errors import NotFound, TooMany
from tests.cases.conftest import SUNDAY, Flow


async def opened(flow: Flow, case_id: int, code: str | None = None, client: str = "10.0.0.1") -> tracking.TrackView:
    case = await flow.case(case_id)
    right = access.code_of(case_id, case["access_version"])
    return await tracking.find(case["reference"], right if code is None else code, client=client)


async def test_both_numbers_open_the_case(flow: Flow) -> None:
    case_id = await flow.assigned()
    seen = await opened(flow, case_id)
    assert (seen.status, seen.agency, seen.overdue) == ("assigned", "EWA", False)
    assert [line.act for line in seen.timeline] == ["filed", "assigned"]


async def test_a_code_is_taken_as_people_type_it(flow: Flow) -> None:
    case_id = await flow.assigned()
    code = access.code_of(case_id, 1).lower()
    assert (await opened(flow, case_id, f" {code[:4]}-{code[4:]} ")).reference


async def test_a_wrong_code_and_a_missing_case_get_the_same_answer(flow: Flow) -> None:
    case_id = await flow.assigned()
    with pytest.raises(NotFound) as wrong:
        await opened(flow, case_id, "WRONG000")
    with pytest.raises(NotFound) as missing:
        await tracking.find(reference.make(), "WRONG000", client="10.0.0.2")
    assert (wrong.value.code, wrong.value.params) == (missing.value.code, missing.value.params)


async def test_ten_wrong_tries_slow_down_for_the_case_whoever_asks(flow: Flow) -> None:
    case_id = await flow.assigned()
    for number in range(10):
        with pytest.raises(NotFound):
            await opened(flow, case_id, "WRONG000", client=f"10.0.0.{number}")
    with pytest.raises(TooMany):
        await opened(flow, case_id, client="10.9.9.9")
    with clock.moved(SUNDAY + timedelta(minutes=1)):
        assert (await opened(flow, case_id, client="10.9.9.9")).reference


async def test_ten_wrong_tries_slow_down_for_the_client_whatever_the_case(flow: Flow) -> None:
    case_id = await flow.assigned()
    for _ in range(10):
        with pytest.raises(NotFound):
            await tracking.find(reference.make(), "WRONG000", client="10.0.0.1")
    with pytest.raises(TooMany):
        await opened(flow, case_id)


async def test_internal_things_are_not_told(flow: Flow) -> None:
    case_id = await flow.assigned()
    await reply.send_reply(case_id, ReplyDraft("done", "A crew came."), by=flow.basim, rev=await flow.rev(case_id))
    seen = await opened(flow, case_id)
    assert [line.act for line in seen.timeline] == ["filed", "assigned", "replied"]
    assert seen.reply is not None
    assert seen.reply.text == "A crew came."


async def test_an_overdue_case_says_so_before_any_ticker_has_seen_it(flow: Flow) -> None:
    case_id = await flow.assigned()
    with clock.moved(SUNDAY + timedelta(days=40)):
        assert (await opened(flow, case_id)).overdue
