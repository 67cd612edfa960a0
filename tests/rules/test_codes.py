"""Every code that can reach a reader has its sentence, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tawasul.core import i18n
from tests.rules.sources import calls, constants, files, name
from web.messages import codes, sentence

REFUSALS = {"DomainError", "Conflict", "NotFound", "Forbidden", "TooMany", "NotJson"}
# What is raised here is read at the command line, by its code.
FOR_COMMANDS = {"tawasul/notify/deliver.py"}
# Codes that travel in a variable, with the function that gives them.
GIVEN = {
    "cases.transfer.refused": {"too_many_transfers", "returns"},
    "tawasul.core.text.faults": {"control", "bidi", "surrogate"},
    "cases.calendars._counted": {
        *("no_working_time", "overlapping_periods", "horizon_too_near", "horizon_too_far", "bad_hours", "bad_time"),
        *("closes_before_it_opens", "overlapping_hours"),
    },
    "tawasul.core.sheet_reading._refused": {
        *("no_utf8_table", "no_table", "locked_workbook", "broken_workbook", "unpacks_too_large"),
        *("too_many_rows", "too_many_columns", "too_many_cells", "column_twice"),
    },
}
# The acts of clocks that those of cases call; the rest of the room answers `tawasul sla`.
CLOCK_ACTS = (
    *("sla/clocks.py", "sla/pauses.py", "sla/store.py", "sla/policy.py", "sla/calendars.py"),
    *("sla/calendar_change.py", "sla/new_calendar.py"),
)
# Sentences said for states of the framework, not for a refusal.
OF_THE_FRAMEWORK = {"not_found", "too_large", "form_expired", "invalid"}
PARAMS = {"limit": 5000, "over": 12, "missing": 3, "retry_after": 4, "name": "a.pdf", "most": 5, "names": "{x}"}


def choices(argument: ast.expr) -> list[ast.expr]:
    """An argument, or both ends of `this if that else other`."""
    return [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]


def raised(path: Path) -> Iterator[str]:
    """The codes that a file gives to refusals and faults of fields."""
    for called, call in calls(path):
        kind = called.rpartition(".")[2]
        if kind in REFUSALS:
            yield from constants(one for argument in call.args[:1] for one in choices(argument))
        elif kind == "FieldError":
            yield from constants(one for argument in call.args[1:2] for one in choices(argument))
        for keyword in call.keywords:
            if keyword.arg == "empty":
                yield from constants([keyword.value])


def judged() -> list[Path]:
    rooms = [path for path in files(".py", "cases", "web", "tawasul") if name(path) not in FOR_COMMANDS]
    return [*rooms, *(path for path in files(".py", "sla") if name(path) in CLOCK_ACTS)]


def every_code() -> set[str]:
    return {code for path in judged() for code in raised(path)} | set().union(*GIVEN.values())


def test_every_code_has_a_sentence() -> None:
    # `ASSERTED` are faults of ours, never an answer: a clock that is not there, a promise without a policy.
    asserted = {"no_clock", "no_calendar", "no_policy", "unknown_reason", "unknown_unit", "unknown_priority"}
    asserted |= {"clock_is_running", "target_not_positive", "end_before_start", "needs_end", "not_paused"}
    assert sorted(every_code() - codes() - asserted) == []


def test_every_sentence_has_a_code_that_says_it() -> None:
    assert sorted(codes() - every_code() - OF_THE_FRAMEWORK) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_sentence_can_be_said_without_a_gap(language: i18n.Language) -> None:
    with i18n.use(language):
        said = {code: sentence(code, PARAMS) for code in codes()}
    assert [code for code, words in said.items() if "%(" in words or not words.strip()] == []
