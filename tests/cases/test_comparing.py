"""Why a case was sorted as it was, and answered cases like it."""

from datetime import timedelta

import pytest

from cases import alike, comparing, rejection
from cases.alike_tables import Answered
from cases.reply import ReplyDraft
from tawasul.core import clock
from tawasul.outbox.tables import OutboxMessage
from tests.wordwise import Wordwise

FUSE = ReplyDraft("done", "The fuse of the pump was replaced at noon.")


async def answered(flow, text: str, draft: ReplyDraft = FUSE) -> int:
    case_id = await flow.assigned(text=text)
    await flow.replies(case_id, draft)
    await comparing.remember(case_id, Wordwise())
    return case_id


async def compared(flow, text: str) -> int:
    case_id = await flow.assigned(text=text)
    await comparing.compare(case_id, Wordwise())
    return case_id


async def test_the_reasons_of_a_case_are_kept_with_it(flow):
    case_id = await compared(flow, "No power since Sunday")
    why = (await alike.reasons([case_id]))[case_id]
    assert why.words == {"ewa-power-outage": ["No", "power", "since"]}
    assert [one.category for one in why.examples] == ["ewa-power-outage"]


async def test_the_nearest_answered_case_comes_with_its_reply(flow):
    await answered(flow, "The bill is wrong again this month", ReplyDraft("explained", "It was an estimate."))
    await answered(flow, "No water pump power in the building", FUSE)
    case_id = await compared(flow, "The water pump has no power")
    assert (await alike.answered(case_id, flow.basim))[0].reply == FUSE.text


async def test_a_text_with_nothing_in_common_is_no_example(flow):
    await answered(flow, "Bill wrong")
    assert await alike.answered(await compared(flow, "No water pump"), flow.basim) == []


async def test_one_reply_given_often_is_shown_once(flow):
    for _ in range(3):
        await answered(flow, "No power in the house")
    assert len(await alike.answered(await compared(flow, "No power in the house"), flow.basim)) == 1


async def test_another_agency_reads_none_of_the_replies(flow):
    await answered(flow, "No power in the house")
    case_id = await compared(flow, "No power in the house")
    assert await alike.answered(case_id, flow.basim)
    assert await alike.answered(case_id, flow.tariq) == []


async def test_a_reply_that_was_rejected_is_no_example(flow):
    first = await answered(flow, "No power in the house")
    case_id = await compared(flow, "No power in the house")
    await rejection.reject(first, "It answers nothing.", by=flow.dana, rev=await flow.rev(first))
    assert await alike.answered(case_id, flow.basim) == []


async def test_signatures_of_an_earlier_model_are_made_anew(flow):
    first = await answered(flow, "No power in the house")
    case_id, newer = await flow.assigned(text="No power in the house"), Wordwise("newer")
    await comparing.compare(case_id, newer)
    assert "No power in the house" in newer.signed
    assert (await Answered.select().where(Answered.case == first))[0]["model"] == "newer"
    assert await alike.answered(case_id, flow.basim)


async def test_the_oldest_of_a_kind_make_way(flow, monkeypatch):
    monkeypatch.setattr(comparing, "KEPT", 2)
    ids = []
    for hour in range(4):
        with clock.moved(clock.now() + timedelta(hours=hour)):
            ids.append(await answered(flow, f"No power for {hour} hours"))
    kept = {row["case"] for row in await Answered.select(Answered.case)}
    assert kept == set(ids[2:])


async def test_comparing_twice_keeps_one_row(flow):
    case_id = await compared(flow, "No power")
    await comparing.compare(case_id, Wordwise())
    assert list(await alike.reasons([case_id])) == [case_id]


@pytest.mark.parametrize("job", [alike.COMPARE, alike.REMEMBER])
async def test_sorting_and_answering_leave_work_for_the_worker(flow, job):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    assert [row["args"] for row in await OutboxMessage.select().where(OutboxMessage.job == job)] in (
        [f"[{case_id}]"],
        [[case_id]],
    )
