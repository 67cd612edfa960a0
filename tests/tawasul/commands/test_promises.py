"""`sla compute`: one answer a line, whatever the line."""

import json

CALENDAR = {
    "tz": "Asia/Bahrain",
    "hours": {day: [["07:00", "14:15"]] for day in ("sun", "mon", "tue", "wed", "thu")},
    "holidays": [],
    "overrides": {},
}


def line(**said: object) -> str:
    return json.dumps({"calendar": CALENDAR, **said}) + "\n"


def test_each_line_has_its_answer_and_a_bad_one_its_error(run) -> None:
    asked = (
        line(id="a", op="workdays", start_date="2026-11-22", working_days=1)
        + "no json\n"
        + line(id="b", op="add", start="2026-11-22T04:00:00Z", business_minutes=0)
        + line(id="c", op="workday_count", start_date="2026-11-22", end_date="2026-11-24")
    )
    result = run("sla", "compute", stdin=asked.encode() + b'{"id": "\xff"\n')
    assert result.exit_code == 0
    answers = [json.loads(found) for found in result.output.splitlines()]
    assert answers == [
        {"id": "a", "result": "2026-11-23"},
        {"id": None, "result": None, "error": "not_json"},
        {"id": "b", "result": None, "error": "target_not_positive"},
        {"id": "c", "result": 2},
        {"id": None, "result": None, "error": "not_json"},
    ]
