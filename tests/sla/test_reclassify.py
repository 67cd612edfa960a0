"""What another category does to a promise: shorter at once by the floor, longer only with a reason and in time."""

from datetime import UTC, date, datetime

import pytest

from sla import clocks, pauses
from sla.policy import Subject
from sla.rebuild import differences
from sla.store import events_of
from sla.tables import Clock, PolicyVersion
from sla.views import final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict

BASIM = Actor("staff", 7, "officer", "EWA")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


RECEIVED, DUE = at("2026-10-04T09:00"), at("2026-10-22T14:00")


async def start() -> None:
    with clock.moved(RECEIVED):
        async with transaction():
            await clocks.start(1, "final_reply", case_kind="complaint", at=RECEIVED, actor=CITIZEN)


async def promise(category: str, target: int) -> None:
    row = {"clock": "agency", "unit": "working_days", "valid_from": date(2026, 1, 1), "ladder": '["t1", "breach"]'}
    await PolicyVersion.insert(PolicyVersion(**row, category=category, target=target))


async def all_rebuilt() -> bool:
    """Whether every clock is what its events make of it."""
    rows = await Clock.select()
    return not any([differences(row, await events_of(row["id"])) for row in rows])


async def sorted_anew(category: str | None, when: datetime, said: str | None = None):
    with clock.moved(when):
        async with transaction():
            await clocks.reclassify(1, Subject("complaint", "EWA", category), supervisor_reason=said, actor=BASIM)
    return (await final_replies([1]))[1]


async def test_another_category_may_promise_less_and_leaves_the_floor(database):
    await promise("ewa-power-outage", 3)
    await start()
    assert (await sorted_anew("ewa-power-outage", at("2026-10-05T10:00"))).due_at == at("2026-10-07T14:15")
    late_click = await sorted_anew("ewa-power-outage", at("2026-10-15T10:00"))
    assert late_click.due_at == at("2026-10-07T14:15"), "it does not move twice"


async def test_a_promise_gets_longer_only_with_a_reason_and_in_time(database):
    await promise("ewa-power-outage", 4)
    await start()
    short = await sorted_anew("ewa-power-outage", at("2026-10-04T10:00"))
    assert await sorted_anew("ewa-bill", at("2026-10-05T10:00")) == short, "without a reason it stays"
    with pytest.raises(Conflict, match="at_risk"):
        await sorted_anew("ewa-bill", at("2026-10-08T10:00"), "it is another matter")
    assert (await sorted_anew("ewa-bill", at("2026-10-05T10:00"), "it is another matter")).due_at == DUE
    assert await all_rebuilt()


async def test_what_was_waited_for_does_not_bring_a_promise_at_risk(database):
    await promise("ewa-power-outage", 4)
    await start()
    await sorted_anew("ewa-power-outage", at("2026-10-04T10:00"))
    await moved(at("2026-10-06T10:00"), pauses.pause, 1, reason="waiting_for_citizen", actor=BASIM)
    await moved(at("2026-10-18T10:00"), pauses.resume, 1, actor=CITIZEN)
    longer = await sorted_anew("ewa-bill", at("2026-10-18T11:00"), "it is another matter")
    assert longer.target == 14


async def test_a_pause_does_not_hide_that_a_promise_is_at_risk(database):
    await promise("ewa-power-outage", 4)
    await start()
    await sorted_anew("ewa-power-outage", at("2026-10-04T10:00"))
    await moved(at("2026-10-08T08:00"), pauses.pause, 1, reason="waiting_for_citizen", actor=BASIM)
    await moved(at("2026-10-21T10:00"), pauses.resume, 1, actor=CITIZEN)
    with pytest.raises(Conflict, match="at_risk"):
        await sorted_anew("ewa-bill", at("2026-10-21T11:00"), "it is another matter")


async def moved(when: datetime, act, *args, **options):
    with clock.moved(when):
        async with transaction():
            return await act(*args, **options)
