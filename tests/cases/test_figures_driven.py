"""The sums of the boards are what a full count gives, whatever people do."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from cases import (
    assignment,
    closure,
    correction,
    figures,
    figures_fold,
    figures_recount,
    rejection,
    reopening,
    reply_drafts,
    transfer,
    triage,
    watch,
)
from cases.moments import moments
from cases.tables import Case
from sla import pauses, sweep, verdicts
from sla.compliance import Period
from sla.views import final_replies
from tawasul.core import clock, db
from tawasul.core.actor import system
from tawasul.core.errors import Conflict, Forbidden, NotFound
from tests.cases import naive
from tests.cases.conftest import Flow

STEPS = 45
_BY = system("tests")
Act = Callable[[Flow, int], Awaitable[Any]]


async def _take(flow: Flow, case_id: int) -> None:
    case = await flow.case(case_id)
    who = {"EWA": flow.basim, "MOH": flow.tariq, "MOW": flow.mona}.get(case["agency"] or "", flow.nadia)
    await assignment.take(case_id, by=who, rev=case["rev"])


async def _transfer(flow: Flow, case_id: int) -> None:
    case = await flow.case(case_id)
    to = "MOH" if case["agency"] != "MOH" else "EWA"
    await transfer.transfer(case_id, to, "Theirs", by=flow.adel, rev=case["rev"])


async def _correct(flow: Flow, case_id: int) -> None:
    case = await flow.case(case_id)
    category = "ewa-bill" if case["category"] != "ewa-bill" else "ewa-power-outage"
    await correction.correct(case_id, category, by=flow.nadia, rev=case["rev"])


async def _place(flow: Flow, case_id: int) -> None:
    await triage.place(case_id, "ewa-bill", by=flow.nadia, rev=await flow.rev(case_id), governorate="northern")


async def _close(flow: Flow, case_id: int) -> None:
    await closure.close_as(case_id, "void_spam", "", by=flow.nadia, rev=await flow.rev(case_id))


async def _draft(flow: Flow, case_id: int) -> None:
    await reply_drafts.save(case_id, {"reply": "Soon"}, by=flow.basim)


async def _reject(flow: Flow, case_id: int) -> None:
    await rejection.reject(case_id, "No answer", by=flow.dana, rev=await flow.rev(case_id))


async def _judge_anew(flow: Flow, case_id: int) -> None:
    promise = (await final_replies([case_id]))[case_id]
    async with db.transaction():
        await verdicts.correct(promise.id, not promise.on_time, actor=_BY, reason="holiday")


async def _stand(flow: Flow, case_id: int) -> None:
    async with db.transaction():
        await pauses.pause(
            case_id, reason="legal_stay", actor=_BY, ends_at=clock.now() + timedelta(days=4), second_allowed=True
        )


async def _pass_time(flow: Flow, case_id: int) -> None:
    clock.move_to(clock.now() + timedelta(hours=random.Random(case_id).randint(1, 90)))
    await sweep.run(watch.apply)


ACTS: list[Act] = [
    lambda flow, _: flow.assigned(governorate="capital"),
    lambda flow, _: flow.waiting(),
    lambda flow, case_id: flow.asks(case_id),
    lambda flow, case_id: flow.replies(case_id),
    lambda _, case_id: reopening.reopen(case_id, "Dark again"),
    _take,
    _transfer,
    _correct,
    _place,
    _close,
    _draft,
    _reject,
    _judge_anew,
    _stand,
    _pass_time,
    _pass_time,
]


# What the rules say to acts that come at the wrong moment. Any other refusal is a fault.
REFUSALS = {
    "already_paused",
    "answered_already",
    "no_such_case",
    "not_answered",
    "not_for_you",
    "not_open",
    "not_sorted",
    "returns",
    "sorted_already",
}


async def live(flow: Flow, seed: int) -> tuple[Counter[int], Counter[str]]:
    """Let people do what comes to their minds. Gives how often each act was done, and why others were refused."""
    dice, done, refused = random.Random(seed), Counter[int](), Counter[str]()
    for _ in range(6):
        await flow.assigned()
    for _ in range(STEPS):
        number = ACTS.index(dice.choice(ACTS))
        rows = await Case.select(Case.id).order_by(Case.id)
        try:
            await ACTS[number](flow, dice.choice(rows)["id"])
            done[number] += 1
        except (Conflict, Forbidden, NotFound) as refusal:
            refused[refusal.code] += 1
    return done, refused


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_people_do_the_sums_are_those_of_a_full_count(flow: Flow, seed: int) -> None:
    done, refused = await live(flow, seed)
    assert len(done) > 5
    assert refused.keys() <= REFUSALS
    assert await figures_recount.differences() == []
    for _ in range(2):  # as appended, and folded
        await _agrees_with_the_clocks(flow)
        await figures_fold.run()


async def _agrees_with_the_clocks(flow: Flow) -> None:
    at, promises = await moments(clock.now(), "year"), await naive.promises()
    board = await figures.board(flow.nadia, "year")
    expected = naive.counts(promises, Period(at.first, at.after), clock.now())
    del expected["undrafted"]
    assert {name: board.total.counts[name] for name in expected} == expected
    for row in board.by_agency:
        of_agency = [one for one in promises if one.agency == (row.agency or "")]
        assert row.counts["open"] == sum(one.view.is_open for one in of_agency)
        assert row.counts["overdue"] == naive.counts(of_agency, Period(at.first, at.after), clock.now())["overdue"]
