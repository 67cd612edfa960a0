"""How long and how deep code may be. What is longer or deeper is named here with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.sources import CODE, ROOT, Function, files, functions, name, tree

LINES_OF_A_FILE, LINES_OF_A_FUNCTION, LEVELS, PARAMETERS = 300, 50, 3, 5

# "file: function": why it may have more parameters than the rest.
MORE_PARAMETERS = {}
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def every_function() -> Iterator[tuple[str, Function]]:
    for path in files(".py", *CODE):
        for inner, function in functions(tree(path)):
            yield f"{name(path)}: {inner}", function


def length(function: Function) -> int:
    """Lines from the first decorator to the last statement."""
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return (function.end_lineno or first) - first + 1


def depth(node: ast.AST) -> int:
    """How many blocks stand inside one another. `elif` goes no deeper; a function inside counts for itself."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        own = 1 if isinstance(child, _BLOCKS) and not _is_elif(node, child) else 0
        deepest = max(deepest, own + depth(child))
    return deepest


def _is_elif(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(parent, ast.If) and isinstance(child, ast.If) and parent.orelse == [child]


def parameters(function: Function) -> int:
    """All that a caller may give, without `self` and `cls`."""
    given = function.args
    named = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    rest = [argument for argument in (given.vararg, given.kwarg) if argument]
    return len([argument for argument in named if argument not in ("self", "cls")]) + len(rest)


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_file_is_longer_than_300_lines() -> None:
    judged = [*files(".py", *CODE), *files(".html", "web", "tawasul"), *files(".css", "web"), *files(".js", "web")]
    vendored = ROOT / "web" / "static" / "vendor"
    assert [name(path) for path in judged if lines_of(path) > LINES_OF_A_FILE and vendored not in path.parents] == []


def test_no_function_is_longer_than_50_lines() -> None:
    assert [place for place, function in every_function() if length(function) > LINES_OF_A_FUNCTION] == []


def test_no_function_is_deeper_than_three_levels() -> None:
    assert [place for place, function in every_function() if depth(function) > LEVELS] == []


def test_no_function_takes_more_than_five_parameters_unless_it_is_named_here() -> None:
    # Tests ask for fixtures by parameters, and a command has one for each of its options.
    judged = [(place, f) for place, f in every_function() if not place.startswith(("tests/", "tawasul/commands/"))]
    too_many = {place for place, function in judged if parameters(function) > PARAMETERS}
    assert too_many == set(MORE_PARAMETERS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f():\n    return 1", 0),
        ("def f():\n    if a:\n        pass\n    elif b:\n        pass\n    elif c:\n        pass", 1),
        ("def f():\n    for a in b:\n        with c:\n            if d:\n                pass", 3),
        ("def f():\n    try:\n        pass\n    except E:\n        if a:\n            pass", 2),
    ],
)
def test_depth_counts_blocks_and_not_branches(code: str, expected: int) -> None:
    assert depth(ast.parse(code).body[0]) == expected
