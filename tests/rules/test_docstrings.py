"""What others call says what it promises."""

import ast

from tests.rules.sources import CODE, ROOMS, Function, files, functions, name, tree

# A name that says all needs no sentence; one that hides steps, units or conditions does. The measure: its length.
LONG = 15


def is_public(inner: str) -> bool:
    return not any(part.startswith("_") for part in inner.split("."))


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_every_module_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in files(".py", *CODE)
        if path.name not in ("__init__.py", "conftest.py", "piccolo_app.py") and ast.get_docstring(tree(path)) is None
    ]
    assert [path for path in silent if not path.startswith("tests/")] == []


def test_every_public_class_says_what_it_is() -> None:
    silent = [
        f"{name(path)}: {node.name}"
        for path in files(".py", *ROOMS)
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and is_public(node.name) and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_every_long_public_function_says_what_it_promises() -> None:
    silent = [
        f"{name(path)}: {inner}"
        for path in files(".py", *ROOMS)
        for inner, function in functions(tree(path))
        if "." not in inner and is_public(inner) and lines(function) > LONG and ast.get_docstring(function) is None
    ]
    assert silent == []
