"""Answers for other programs, against the answers of independent engines."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from sla.compute import answer, run

KNOWN = json.loads((Path(__file__).parent / "vectors.json").read_text())
INPUTS = ("op", "start", "end", "business_minutes", "start_date", "end_date", "working_days", "pauses")


def asked(vector: dict[str, Any]) -> dict[str, Any]:
    question = {name: vector[name] for name in INPUTS if name in vector}
    return {"id": vector["id"], **question, "calendar": KNOWN["calendars"][vector["calendar"]]}


def ask(**fields: Any) -> dict[str, Any]:
    return json.loads(answer(json.dumps(fields)))


@pytest.mark.parametrize("vector", KNOWN["vectors"], ids=lambda vector: f"{vector['id']}-{vector['op']}")
def test_it_answers_as_the_independent_engines_do(vector):
    given = json.loads(answer(json.dumps(asked(vector))))
    assert given["id"] == vector["id"]
    assert given["result"] == vector["result"]
    assert ("error" in given) == (vector["result"] is None)


def test_there_are_as_many_vectors_as_were_agreed_and_disputed():
    assert len([v for v in KNOWN["vectors"] if "disputed" not in v]) == 597
    assert len([v for v in KNOWN["vectors"] if "disputed" in v]) == 127


WEEK = {"tz": "Asia/Bahrain", "hours": {"sun": [["07:00", "14:15"]]}, "holidays": [], "overrides": {}}
SUNDAY = "2026-01-04T08:00:00+03:00"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"op": "add", "start": SUNDAY, "business_minutes": 0}, "target_not_positive"),
        ({"op": "sub", "start": SUNDAY, "business_minutes": -5}, "target_not_positive"),
        ({"op": "workdays", "start_date": "2026-01-04", "working_days": 0}, "target_not_positive"),
        ({"op": "add", "start": SUNDAY, "business_minutes": "60"}, "bad_target"),
        ({"op": "add", "start": SUNDAY, "business_minutes": True}, "bad_target"),
        ({"op": "add", "start": SUNDAY, "business_minutes": float("nan")}, "bad_target"),
        ({"op": "add", "start": SUNDAY, "business_minutes": 10**9}, "beyond_horizon"),
        ({"op": "add", "start": SUNDAY, "business_minutes": 10**30}, "beyond_horizon"),
        ({"op": "add", "start": SUNDAY}, "bad_target"),
        ({"op": "add", "start": "2026-01-04T08:00:00", "business_minutes": 60}, "bad_instant"),
        ({"op": "add", "start": "yesterday", "business_minutes": 60}, "bad_instant"),
        ({"op": "add", "start": "0001-01-01T00:00:00+14:00", "business_minutes": 60}, "bad_instant"),
        ({"op": "sub", "start": "0001-01-01T07:00:00+00:00", "business_minutes": 60}, "beyond_horizon"),
        ({"op": "elapsed", "start": SUNDAY, "end": "2026-01-03T08:00:00+03:00"}, "end_before_start"),
        ({"op": "elapsed", "start": SUNDAY}, "bad_instant"),
        ({"op": "workdays", "start_date": "2026-02-30", "working_days": 1}, "bad_date"),
        ({"op": "workdays", "start_date": "2026-02-03", "working_days": 1.5}, "bad_target"),
        ({"op": "workday_count", "start_date": "2026-02-03", "end_date": "2026-02-01"}, "end_before_start"),
        ({"op": "add_paused", "start": SUNDAY, "business_minutes": 5, "pauses": [["x"]]}, "bad_pauses"),
        ({"op": "add_paused", "start": SUNDAY, "business_minutes": 5}, "bad_pauses"),
        ({"op": "multiply", "start": SUNDAY}, "unknown_op"),
        ({"start": SUNDAY}, "unknown_op"),
        ({"op": ["add"], "start": SUNDAY}, "unknown_op"),
    ],
)
def test_a_bad_question_is_answered_with_the_reason(fields, code):
    assert ask(id=7, calendar=WEEK, **fields) == {"id": 7, "result": None, "error": code}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hours": {}}, "no_working_time"),
        ({"hours": {"sun": []}}, "no_working_time"),
        ({"hours": {"sun": [["07:00", "12:00"], ["11:00", "14:00"]]}}, "overlapping_hours"),
        ({"hours": {"sun": [["14:00", "07:00"]]}}, "closes_before_it_opens"),
        ({"hours": {"sun": [["07:00", "25:00"]]}}, "bad_time"),
        ({"hours": {"sun": [["7", "14:00"]]}}, "bad_time"),
        ({"hours": {"sunday": [["07:00", "14:00"]]}}, "unknown_weekday"),
        ({"hours": None}, "bad_calendar"),
        ({"tz": "Asia/Atlantis"}, "unknown_zone"),
        ({"tz": "../etc/passwd"}, "unknown_zone"),
        ({"tz": "Asia"}, "unknown_zone"),
        ({"holidays": ["2026-13-01"]}, "bad_date"),
        ({"holidays": "2026-01-01"}, "bad_calendar"),
        ({"overrides": {"2026-01-05": [["07:00"]]}}, "bad_hours"),
    ],
)
def test_a_calendar_that_cannot_be_worked_by_is_refused(change, code):
    question = {"op": "add", "start": SUNDAY, "business_minutes": 60, "calendar": {**WEEK, **change}}
    assert ask(id="a", **question)["error"] == code


@pytest.mark.parametrize("line", ["{", "[]", "null", "7", "\x00", "[" * 100_000, '{"id": 1e400', "9" * 5000])
def test_a_line_that_is_no_question_has_no_id(line):
    given = json.loads(answer(line))
    assert (given["id"], given["result"]) == (None, None)
    assert given["error"] in ("not_json", "not_an_object")


def test_fractions_of_a_second_are_kept():
    start = "2026-01-04T08:00:00.000001+03:00"
    assert ask(op="add", calendar=WEEK, start=start, business_minutes=1)["result"] == "2026-01-04T05:01:00.000001Z"
    elapsed = ask(op="elapsed", calendar=WEEK, start=SUNDAY, end="2026-01-04T08:00:01.500+03:00")
    assert elapsed["result"] == 1.5


def test_a_far_answer_is_still_found():
    assert ask(op="add", calendar=WEEK, start=SUNDAY, business_minutes=435 * 52 * 30)["result"].startswith("2055-")


def test_every_line_is_answered_in_order_whatever_its_bytes():
    out = io.StringIO()
    run(io.BytesIO(b'{"id":1}\n\n\xff\xfe\n{"id":"\xd9\x85"}\n'), out)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [1, None, "م"]
