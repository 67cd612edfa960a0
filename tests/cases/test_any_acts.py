"""Whatever people do to a case in whatever order, status, promise and verdict are those of a small second account."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import clock_audit, priority, questions, rejection, reopening, reply, tags, timers, withdrawal
from cases.moves import stream
from sla import calendars, soundness
from sla.views import ClockView, clocks_of
from tawasul import audit
from tawasul.core import clock
from tawasul.core.errors import Conflict
from tests.cases.conftest import DONE, Flow
from tests.cases.model import Act, Model, Promise

ASKED = ("details_missing", "Which house is it?")
ACTS: tuple[Act, ...] = Act.__args__  # type: ignore[attr-defined]  # the names of a Literal
PAUSES = tuple(timedelta(hours=hours) for hours in (0.4, 3, 21, 24, 72, 260, 336, 600, 600))
LONGEST = 16


BOUNDED = settings(
    max_examples=600 if "--soak" in sys.argv else 60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def acts(flow: Flow, case_id: int, rev: int) -> Mapping[Act, Callable[[], Awaitable[Any]]]:
    """How the product does what the model names."""
    basim, dana = {"by": flow.basim, "rev": rev}, {"by": flow.dana, "rev": rev}
    return {
        "asks": lambda: questions.ask(case_id, *ASKED, **basim),
        "asks_again": lambda: questions.ask(case_id, *ASKED, **dana),
        "answers": lambda: questions.answer(case_id, "The second one."),
        "takes_back": lambda: questions.withdraw(case_id, **basim),
        "replies": lambda: reply.send_reply(case_id, DONE, **basim),
        "rejects": lambda: rejection.reject(case_id, "This answers something else.", **dana),
        "reopens": lambda: reopening.reopen(case_id, "The lamp is dark again."),
        "withdraws": lambda: withdrawal.withdraw(case_id, ""),
        "tags": lambda: tags.add(case_id, ["school"], **basim),
        "ranks": lambda: priority.set_to(case_id, priority.BY_HAND[rev % 3], reason="As agreed.", **basim),
    }


async def happens(flow: Flow, case_id: int, act: Act) -> bool:
    """Do it; says whether it was allowed. Anything but a refusal is an error."""
    try:
        await acts(flow, case_id, await flow.rev(case_id))[act]()
    except Conflict:
        return False
    return True


def shown(view: ClockView) -> dict[str, Any]:
    names = ("state", "started_at", "due_at", "met_at", "on_time", "pauses")
    return {name: getattr(view, name) for name in names}


def told(model: Model, cycle: Promise) -> dict[str, Any]:
    return {
        "state": cycle.state,
        "started_at": cycle.started,
        "due_at": model.due(cycle),
        "met_at": cycle.met,
        "on_time": model.on_time(cycle),
        "pauses": len(cycle.pauses),
    }


async def agree(flow: Flow, case_id: int, model: Model) -> None:
    assert (await flow.case(case_id))["status"] == model.status
    found = await clocks_of([case_id], "final_reply")
    assert [shown(view) for view in found] == [told(model, cycle) for cycle in model.cycles]


def next_steps(model: Model) -> st.SearchStrategy[Act | timedelta]:
    """Time that passes, what may be done now, and now and then what may not, or what ends everything."""
    allowed = [act for act in ACTS if model.may(act) and act != "withdraws"]
    return st.one_of(st.sampled_from(allowed or PAUSES), st.sampled_from(PAUSES), st.sampled_from([*allowed, *ACTS]))


async def passes(flow: Flow, model: Model, by: timedelta) -> None:
    model.passes(by)
    await flow.time_passes(model.now)
    with clock.moved(model.now):
        await timers.close_answered()


async def one_step(flow: Flow, case_id: int, model: Model, step: Act | timedelta) -> None:
    if isinstance(step, timedelta):
        await passes(flow, model, step)
        return
    with clock.moved(model.now):
        assert (await happens(flow, case_id, step), step) == (model.does(step), step)


@BOUNDED
@given(data=st.data())
async def test_any_story_of_a_case_goes_as_the_model_says(data: st.DataObject, flow: Flow) -> None:
    case_id = await flow.assigned()
    model = Model(await calendars.national(), clock.now())
    for _ in range(LONGEST):
        await one_step(flow, case_id, model, data.draw(next_steps(model)))
        await agree(flow, case_id, model)
    assert await audit.verify(stream(case_id)) == []
    await clock_audit.run()
    assert (await soundness.last_audit()).found == ()
