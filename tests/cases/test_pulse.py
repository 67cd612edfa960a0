"""The mark by which a board knows that nothing changed."""

from datetime import timedelta

from cases import reply_drafts
from cases.forecast_tables import Alert
from cases.pulse import LONGEST, pulse
from tawasul.core import clock

MOMENT = timedelta(seconds=50)


async def test_the_mark_stays_while_nothing_happens(flow, sunday):
    await flow.assigned()
    first = await pulse()
    with clock.moved(sunday + MOMENT):
        assert await pulse() == first


async def test_an_act_on_any_case_changes_the_mark(flow):
    first = await pulse()
    await flow.files()
    assert await pulse() != first


async def test_a_promise_that_falls_due_changes_the_mark(flow):
    case_id = await flow.assigned()
    due = (await flow.promise(case_id)).due_at
    # Close of business is a whole quarter of an hour, so both moments lie in the one that begins with it.
    with clock.moved(due - timedelta(microseconds=1)):
        before = await pulse()
    with clock.moved(due + MOMENT):
        after = await pulse()
    assert before.split(".", 4)[4] == "0"
    assert after.split(".", 4)[4] != "0"


async def test_an_alarm_changes_the_mark(flow, sunday):
    first = await pulse()
    await Alert.insert(Alert(kind="page", agency="EWA", day=sunday.date(), moment="close", at=sunday))
    assert await pulse() != first


async def test_what_leaves_no_history_is_seen_after_a_while(flow, sunday):
    first = await pulse()
    with clock.moved(sunday + LONGEST):
        assert await pulse() != first


async def test_a_draft_changes_the_mark(flow):
    case_id = await flow.assigned()
    first = await pulse()
    await reply_drafts.save(case_id, {"reply": "A crew"}, by=flow.basim)
    assert await pulse() != first
