"""Nothing that went wrong is kept quiet about, and nothing is caught that nobody can act on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.sources import ROOMS, dotted, files, name, tree

# The loops that must go on: they push the row back, log its number and count it.
LAST_RESORTS = {"ticker", "timers", "worker", "deliver", "sweep", "relay"}
BROAD = {"Exception", "BaseException"}

# Where one way after another is tried, a way that leads nowhere is no fault.
EXPECTED = {
    "web/language.py": {"ValueError"},  # a browser's header that cannot be read asks for nothing
    "sla/compute.py": {"BeyondHorizon", "OverflowError"},  # a wider calendar is laid out, the last failure is raised
    "tawasul/demo/plan.py": {"DomainError"},  # made-up people get in each other's way, as real ones do
}


def handlers(path: Path) -> Iterator[ast.ExceptHandler]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler))


def caught(handler: ast.ExceptHandler) -> set[str]:
    """The names that a handler catches; a bare `except` catches everything."""
    if handler.type is None:
        return {"BaseException"}
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {dotted(part) for part in parts}


def is_silent(handler: ast.ExceptHandler) -> bool:
    """Nothing but `pass`, `continue` or `...`."""
    return all(
        isinstance(statement, (ast.Pass, ast.Continue))
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in handler.body
    )


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether it only puts things right on the way out and lets the error go on."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def is_expected(path: Path, handler: ast.ExceptHandler) -> bool:
    return caught(handler) <= EXPECTED.get(name(path), set())


def test_no_exception_is_swallowed() -> None:
    silent = [
        f"{name(path)}:{handler.lineno}"
        for path in files(".py", *ROOMS)
        for handler in handlers(path)
        if is_silent(handler) and not is_expected(path, handler)
    ]
    assert silent == []


def test_everything_is_caught_only_where_a_loop_must_go_on() -> None:
    broad = [
        f"{name(path)}:{handler.lineno}"
        for path in files(".py", *ROOMS)
        for handler in handlers(path)
        if caught(handler) & BROAD and path.stem not in LAST_RESORTS and not passes_on(handler)
    ]
    assert broad == []


def test_suppress_never_takes_everything() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in files(".py", *ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("suppress")
        if BROAD & {dotted(argument) for argument in node.args}
    ]
    assert wrong == []


@pytest.mark.parametrize("body", ["pass", "continue", "..."])
def test_a_silent_handler_is_found(body: str) -> None:
    module = ast.parse(f"for a in b:\n    try:\n        f()\n    except OSError:\n        {body}\n")
    assert [is_silent(node) for node in ast.walk(module) if isinstance(node, ast.ExceptHandler)] == [True]
