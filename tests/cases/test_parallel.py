"""Several people do something to one case at once, each from what she saw: one is first, and nothing is lost or torn.

Every act stands in a table (tests/cases/acts.py). Each writer has a connection of her own; in the last tests also a
process's own engine, as two web processes on one database have.
"""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from cases import figures_recount, notes, reply_rules
from cases.moves import stream
from cases.reply_rules import RuleView
from cases.tables import Note
from sla.views import clocks_of
from tawasul import audit
from tawasul.core import db
from tawasul.core.errors import Conflict, DomainError
from tests.cases.acts import ACTS, PAIRS, Do, Scene, Start, answer, assigned, reply_of, take
from tests.cases.conftest import Flow

WRITERS = 3
SIDE_BY_SIDE = 3
# What belongs to one case alone, and tells nothing of what was done to it.
OF_ITSELF = ("id", "reference", "text", "received_at", "updated_at", "language")


@pytest.fixture
async def demanded(flow: Flow) -> None:
    """What the agency declines is read by a second person first."""
    await reply_rules.set_rule("EWA", RuleView("some", ("declined",)), by=flow.huda)


async def begun(flow: Flow, start: Start) -> Scene:
    case_id, number = await start(flow)
    return Scene(flow, case_id, await flow.rev(case_id), number)


async def at_once(*acts: Awaitable[Any]) -> list[str]:
    """Do them all together; what each came to: done, or the code of its refusal. Any other error is raised."""
    return [_outcome(one) for one in await asyncio.gather(*acts, return_exceptions=True)]


async def one_by_one(*acts: Awaitable[Any]) -> list[str]:
    return [(await at_once(act))[0] for act in acts]


def _outcome(came: Any) -> str:
    if isinstance(came, DomainError):
        return came.code if isinstance(came, Conflict) else type(came).__name__
    if isinstance(came, BaseException):
        raise came
    return "done"


async def test_of_writers_with_the_same_page_one_wins_and_the_others_are_told(flow: Flow, demanded: None) -> None:
    assert await every(_raced(flow, name, *how) for name, how in ACTS.items()) == []
    assert await figures_recount.differences() == []


async def _raced(flow: Flow, name: str, start: Start, does: Do, rises: int) -> Any:
    """What is wrong with the outcome of an act that several do at once, or nothing."""
    scene = await begun(flow, start)
    lines = len(await flow.history(scene.case_id))
    came = await at_once(*(does(scene, turn) for turn in range(WRITERS)))
    told = [line.act for line in (await flow.history(scene.case_id))[lines:]]
    rose, broken = await flow.rev(scene.case_id) - scene.rev, await audit.verify(stream(scene.case_id))
    refused_otherwise = {"NotFound", "Invalid", "Forbidden"} & set(came)
    right = (came.count("done"), rose, broken) == (1, rises, []) and not refused_otherwise
    return None if right else (name, came, rose, broken, told)


async def every(work: Iterable[Awaitable[Any]]) -> list[Any]:
    """What is wrong with any of them. A few cases go side by side, as at every desk."""
    few = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(each: Awaitable[Any]) -> Any:
        async with few:
            return await each

    return [found for found in await asyncio.gather(*map(one, work)) if found]


async def standing(scene: Scene) -> dict[str, Any]:
    """All that tells how a case stands, without what is its own alone."""
    case = {name: value for name, value in (await scene.flow.case(scene.case_id)).items() if name not in OF_ITSELF}
    clocks = [
        (one.kind, one.cycle, one.agency, one.state, one.due_at, one.on_time)
        for kind in ("final_reply", "agency", "part")
        for one in await clocks_of([scene.case_id], kind)  # type: ignore[arg-type]  # kinds of clocks
    ]
    return {"case": case, "clocks": clocks, "acts": await scene.flow.acts(scene.case_id)}


async def lived(flow: Flow, start: Start, acts: tuple[Do, Do], *, together: bool) -> tuple[Any, ...]:
    """A new case through both acts; gives how each came out, in the order of their names, and how the case stands."""
    scene = await begun(flow, start)
    first, second = acts[0](scene, 0), acts[1](scene, 1)
    came = await (at_once if together else one_by_one)(first, second)
    assert await audit.verify(stream(scene.case_id)) == []
    return came, await standing(scene)


async def test_of_two_acts_at_once_it_is_as_if_one_had_come_first(flow: Flow, demanded: None) -> None:
    turned = [(name, start, (one, other), turn % 2) for turn, (name, (start, one, other)) in enumerate(PAIRS.items())]
    assert await every(_mixed(flow, *each) for each in turned) == []
    assert await figures_recount.differences() == []


async def _mixed(flow: Flow, name: str, start: Start, acts: tuple[Do, Do], turn: int) -> Any:
    """How two acts came out if neither order of them comes out so."""
    both = (_as(acts[0], 0), _as(acts[1], 1))
    both = both if turn else both[::-1]
    found = await lived(flow, start, both, together=True)
    came, stands = await lived(flow, start, both[::-1], together=False)
    if found == (came[::-1], stands) or found == await lived(flow, start, both, together=False):
        return None
    return name, found[0]


def _as(act: Do, turn: int) -> Do:
    """The same person does it, whichever comes first."""
    return lambda scene, _turn: act(scene, turn)


async def test_notes_at_once_are_all_kept(flow: Flow) -> None:
    scene = await begun(flow, assigned)
    people = (flow.basim, flow.badr, flow.dana, flow.huda)
    assert await at_once(*(notes.add(scene.case_id, f"By {one.username}", by=one) for one in people)) == ["done"] * 4
    assert await Note.count().where(Note.case == scene.case_id) == 4
    assert (await flow.acts(scene.case_id)).count("noted") == 4
    assert await audit.verify(stream(scene.case_id)) == []


def _alone(act: Awaitable[Any]) -> Any:
    """Do it in an event loop of its own, with connections of its own."""

    async def does() -> Any:
        try:
            return await act
        finally:
            await db.close_pool()

    return asyncio.run(does())


@pytest.mark.parametrize("does", [take, reply_of, answer], ids=["take", "reply", "answer"])
async def test_it_is_the_same_between_processes(flow: Flow, does: Do) -> None:
    start = next(begins for begins, act, _ in ACTS.values() if act is does)
    scene = await begun(flow, start)
    writers = (asyncio.to_thread(_alone, does(replace(scene), turn)) for turn in range(4))
    assert (await at_once(*writers)).count("done") == 1
    assert await flow.rev(scene.case_id) == scene.rev + 1
    assert await audit.verify(stream(scene.case_id)) == []
