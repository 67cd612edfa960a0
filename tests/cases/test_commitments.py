"""What replies promise by a date: listed while it is open, marked once, and missed aloud."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from cases import colleagues, commitments, rejection, timers
from cases.reply import ReplyDraft
from cases.tables import Commitment
from tawasul.core import clock, db
from tawasul.core.errors import Conflict, Forbidden, NotFound

TUESDAY = date(2026, 12, 1)
WEDNESDAY_MORNING = datetime(2026, 12, 2, 6, tzinfo=UTC)


async def promised(flow, due_on=TUESDAY, text="The cable is replaced then."):
    """A case whose reply promises something by a date."""
    case_id = await flow.assigned()
    await flow.replies(case_id, ReplyDraft("will_be_done", text, due_on=due_on))
    return case_id


async def only():
    """The number of the only commitment."""
    return (await Commitment.select(Commitment.id).first())["id"]


async def test_the_agency_sees_what_it_still_has_to_do_soonest_first(flow):
    later, sooner = await promised(flow, date(2026, 12, 9)), await promised(flow)
    found = await commitments.open_list(flow.badr)
    numbers = [(await flow.case(case_id))["reference"] for case_id in (sooner, later)]
    assert [row.reference for row in found.rows] == numbers
    assert (found.total, found.rows[0].due_on, found.rows[0].text) == (2, TUESDAY, "The cable is replaced then.")
    assert await commitments.count(flow.badr) == 2


async def test_another_agency_sees_nothing_of_it(flow):
    await promised(flow)
    assert (await commitments.open_list(flow.tariq)).rows == []
    assert await commitments.count(flow.tariq) == 0
    assert await commitments.count(flow.nadia) == 1


async def test_the_list_is_a_fixed_number_of_statements(flow):
    await promised(flow)
    with db.count_statements() as few:
        await commitments.open_list(flow.basim)
    for _ in range(3):
        await promised(flow)
    with db.count_statements() as many:
        await commitments.open_list(flow.basim)
    assert len(few.statements) == len(many.statements)


async def test_what_is_done_leaves_the_list_and_is_in_history(flow):
    case_id, noise = await promised(flow), await promised(flow, date(2026, 12, 9))
    row = await Commitment.select().where(Commitment.case == case_id).first()
    await commitments.keep(row["id"], by=flow.badr)
    kept = await Commitment.select().where(Commitment.case == case_id).first()
    assert (kept["kept_at"], kept["kept_by"]) == (clock.now(), flow.badr.id)
    assert (await flow.acts(case_id))[-1] == "commitment_kept"
    assert [row.reference for row in (await commitments.open_list(flow.badr)).rows] == [
        (await flow.case(noise))["reference"]
    ]


async def test_of_two_who_mark_it_one_does(flow):
    await promised(flow)
    number = await only()
    sent = await asyncio.gather(
        *(commitments.keep(number, by=who) for who in (flow.basim, flow.badr)), return_exceptions=True
    )
    assert [str(error) for error in sent if error] == ["kept_already"]


async def test_a_second_time_it_is_refused(flow):
    await promised(flow)
    await commitments.keep(await only(), by=flow.basim)
    with pytest.raises(Conflict, match="kept_already"):
        await commitments.keep(await only(), by=flow.dana)


@pytest.mark.parametrize(("who", "refusal"), [("tariq", NotFound), ("nadia", Forbidden)])
async def test_who_may_not_mark_it(flow, who, refusal):
    await promised(flow)
    with pytest.raises(refusal):
        await commitments.keep(await only(), by=flow.people[who])
    with pytest.raises(NotFound):
        await commitments.keep(999, by=flow.basim)


async def test_one_that_was_not_kept_is_told_once_to_officer_and_supervisor(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.replies(case_id, ReplyDraft("will_be_done", "Then.", due_on=TUESDAY))
    with clock.moved(datetime(2026, 12, 1, 20, tzinfo=UTC)):  # its day is not over in Bahrain
        assert await timers.tell_overdue() == 0
    with clock.moved(WEDNESDAY_MORNING):
        assert await timers.tell_overdue() == 1
        assert await timers.tell_overdue() == 0
    assert await flow.letters("commitment_overdue") == [flow.basim.id, flow.dana.id]
    assert (await flow.acts(case_id)).count("commitment_overdue") == 1


async def test_one_that_was_kept_is_not_told(flow):
    await promised(flow)
    await commitments.keep(await only(), by=flow.basim)
    with clock.moved(WEDNESDAY_MORNING):
        assert await timers.tell_overdue() == 0


async def test_a_rejected_reply_promises_nothing_any_more(flow):
    case_id = await promised(flow)
    await rejection.reject(case_id, "No answer.", by=flow.dana, rev=await flow.rev(case_id))
    assert await commitments.count(flow.basim) == 0
    with clock.moved(WEDNESDAY_MORNING):
        assert await timers.tell_overdue() == 0


async def test_one_that_cannot_be_told_holds_up_no_other_and_is_told_later(flow, monkeypatch):
    monkeypatch.setattr(commitments, "BATCH", 1)
    for _ in range(2):
        await promised(flow)
    bad = await Commitment.select().order_by(Commitment.id).first()
    tell = colleagues.tell

    async def breaks(case, *rest, **options):
        if case["id"] == bad["case"]:
            raise ZeroDivisionError
        await tell(case, *rest, **options)

    with clock.moved(WEDNESDAY_MORNING):
        with monkeypatch.context() as broken:
            broken.setattr(colleagues, "tell", breaks)
            assert await timers.tell_overdue() == 1
        assert await timers.tell_overdue() == 1
