# ruff: noqa: PT012 - what fails together stands together
"""The one function that changes a case."""

import pytest

from cases import moves
from cases.moves import OPEN, Change, held, may_follow, move
from cases.seed import STATUSES
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, NotFound

TESTER = system("test")


def test_what_is_closed_or_withdrawn_stays_so():
    assert not [new for new in STATUSES for old in ("closed", "withdrawn") if may_follow(old, new)]


def test_every_open_status_can_end():
    assert all(may_follow(status, "closed") for status in OPEN)


def test_only_an_answered_case_is_reopened():
    assert [status for status in STATUSES if may_follow(status, "reopened") and status != "reopened"] == ["answered"]


def test_nothing_is_answered_before_it_is_sorted():
    assert not [status for status in ("received", "triage", "closed", "answered") if may_follow(status, "answered")]


def test_nothing_becomes_received_again():
    assert not [status for status in STATUSES if may_follow(status, "received")]


def test_every_status_is_known():
    named = {new for following in moves._NEXT.values() for new in following} | set(moves._NEXT)
    assert named == set(STATUSES)


async def test_a_change_writes_its_history_and_a_new_revision(flow):
    case_id = await flow.files()
    async with transaction():
        changed = await move(await held(case_id), "triage", Change(TESTER, "to_triage", {"reason": "test"}))
    case = await flow.case(case_id)
    assert (case["status"], case["rev"], changed["rev"]) == ("triage", 2, 2)
    assert (await flow.history(case_id))[-1].data == {"reason": "test"}


async def test_a_change_that_fails_later_leaves_neither_case_nor_history(flow):
    case_id = await flow.files()
    before = await flow.case(case_id)
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await move(await held(case_id), "triage", Change(TESTER, "to_triage"))
            raise ZeroDivisionError
    assert await flow.case(case_id) == before
    assert await flow.acts(case_id) == ["filed"]


async def test_what_was_seen_before_somebody_else_changed_it_moves_nothing(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="moved"):
        async with transaction():
            await held(case_id, rev=1)
    stale = {**await flow.case(case_id), "rev": 1}
    with pytest.raises(Conflict, match="moved"):
        async with transaction():
            await move(stale, "in_progress", Change(TESTER, "taken"))


async def test_a_step_that_is_not_foreseen_is_refused(flow):
    case_id = await flow.files()
    with pytest.raises(Conflict, match="not_open"):
        async with transaction():
            await move(await held(case_id), "answered", Change(TESTER, "replied"))


async def test_a_change_belongs_to_a_transaction(flow):
    case = await flow.case(await flow.files())
    with pytest.raises(RuntimeError):
        await move(case, "triage", Change(TESTER, "to_triage"))


async def test_no_case_is_not_found(flow):
    with pytest.raises(NotFound):
        async with transaction():
            await held(10_000)
