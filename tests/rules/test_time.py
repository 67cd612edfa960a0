"""Time comes from `tawasul.core.clock.now()` alone, so that a test and a demonstration can move it."""

import ast

from tests.rules.sources import ROOMS, calls, files, name

CLOCK = "tawasul/core/clock.py"
FORBIDDEN = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
}


def test_only_the_clock_asks_the_system_for_the_time() -> None:
    asked = [
        f"{name(path)}:{call.lineno} {called}"
        for path in files(".py", *ROOMS)
        for called, call in calls(path)
        if called in FORBIDDEN and name(path) != CLOCK
    ]
    assert asked == []


def test_no_statement_asks_the_database_for_the_time() -> None:
    words = ("current_timestamp", "now()", "datetime('now'")
    asked = [
        name(path)
        for path in files(".py", *ROOMS)
        for _, call in calls(path)
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        if any(word in argument.value.lower() for word in words)
    ]
    assert asked == []
