"""Late replies become an alarm at the close of business: from the ticker to the letter and the board, once."""

from datetime import UTC, datetime, timedelta

from cases.forecast_tables import Alert
from tawasul import ticker
from tawasul.core import clock
from tawasul.notify.tables import Letter
from tests.flow.conftest import Flow

DUE = datetime(2026, 12, 10, 11, tzinfo=UTC)  # Thursday, when the offices close
OPENING = DUE - timedelta(hours=7)
WARNING = "much is due today and not yet answered"
ALARM = "Electricity and Water Authority: many late replies at the last close of business"


async def passes(flow: Flow, instant: datetime) -> None:
    """Two looks of the ticker at an instant, and the work that follows."""
    with clock.moved(instant):
        for _ in range(2):
            await ticker.tick()
            await flow.work()


async def test_three_late_replies_are_told_once_and_shown_until_the_next_close(flow: Flow) -> None:
    for number in range(3):
        await flow.files(f"No power in block {number}")
    await passes(flow, OPENING)
    assert await flow.letters("alarms") == []
    await passes(flow, DUE + timedelta(minutes=1))
    assert await flow.letters("alarms") == ["nadia", "huda"]
    await passes(flow, DUE + timedelta(hours=5))
    assert len(await flow.letters("alarms")) == 2
    with clock.moved(DUE + timedelta(days=3)):  # Sunday morning
        assert ALARM in await (await flow.desk("dana")).open("/board")
        assert "3 were late (due: 3)" in await (await flow.desk("nadia")).open("/board")
    with clock.moved(DUE + timedelta(days=3, hours=6)):  # Sunday after the close
        assert ALARM not in await (await flow.desk("dana")).open("/board")


async def test_before_the_close_people_are_warned_of_what_is_still_unanswered(flow: Flow) -> None:
    for number in range(3):
        await flow.files(f"No power in block {number}")
    await passes(flow, DUE + timedelta(minutes=1))  # three in a year: one more is no chance
    with clock.moved(DUE + timedelta(days=3)):
        late = await flow.promise(await flow.files("Another cable hangs low"))
    await passes(flow, late.due_at - timedelta(minutes=90))
    assert [row["moment"] for row in await Alert.select().where(Alert.kind == "leading", Alert.agency == "EWA")] == [
        "before_close"
    ]
    with clock.moved(late.due_at - timedelta(minutes=80)):
        assert WARNING in await (await flow.desk("dana")).open("/board")
    keys = [row["key"] for row in await Letter.select(Letter.key)]
    assert len(keys) == len(set(keys))
