"""Clocks as their events tell them."""

import json
from datetime import datetime, timedelta

from tawasul.simulation.event_log import folded
from tests.tawasul.simulation.conftest import DUE, SUNDAY

BORN = {"case_id": 7, "kind": "final_reply", "cycle": 1, "agency": None, "due_at": DUE.isoformat()}


def event(kind: str, /, at: datetime = SUNDAY, clock: int = 1, **data: object) -> dict[str, object]:
    return {"clock": clock, "type": kind, "at": at, "data": json.dumps(data)}


def test_a_reply_ends_a_clock() -> None:
    (told,) = folded([event("started", **BORN), event("step_reached"), event("stopped", DUE)])
    assert (told.case, told.due_at, told.met_at, told.how) == (7, DUE, DUE, "answered")
    assert told.kept_by(DUE)
    assert not told.kept_by(DUE - timedelta(microseconds=1))


def test_a_pause_moves_the_date_and_the_gross_one_stays() -> None:
    later = DUE + timedelta(days=3)
    stands = event("paused", ends_at=later.isoformat(), due_at=later.isoformat())
    (told,) = folded([event("started", **BORN), stands])
    assert (told.due_at, told.gross_due_at, told.stands) == (later, DUE, True)
    assert told.pauses == [(SUNDAY, later)]


def test_a_void_clock_was_not_met_and_one_without_an_end_is_open() -> None:
    void, running = folded(
        [event("started", **BORN), event("voided", DUE), event("started", clock=2, **{**BORN, "case_id": 8})]
    )
    assert (void.how, void.met_at, running.how, running.case) == ("void", None, None, 8)


def test_an_event_that_it_does_not_know_is_told() -> None:
    (told,) = folded([event("started", **BORN), event("revoked")])
    assert told.unknown == ["revoked"]
