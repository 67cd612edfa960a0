"""Imports stand at the top of a file. The contracts between rooms are held by `make contracts`."""

import ast
from pathlib import Path

from tests.rules.sources import CODE, files, functions, name, tree

# Loading these takes seconds and hundreds of megabytes: only who sorts pays for it.
HEAVY = {"torch", "sentence_transformers", "transformers", "tokenizers", "safetensors", "sklearn", "numpy", "scipy"}


def late_imports(path: Path) -> list[str]:
    """The packages that functions of this file import."""
    found = []
    for _, function in functions(tree(path)):
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                found += [alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found.append((node.module or ".").partition(".")[0])
    return found


def test_no_function_imports_but_for_the_heavy_libraries_of_the_classifier() -> None:
    wrong = []
    for path in files(".py", *CODE):
        allowed = HEAVY if name(path).startswith(("classifier/", "tests/classifier/")) else set()
        wrong += [f"{name(path)} imports {package}" for package in late_imports(path) if package not in allowed]
    assert wrong == []


def test_no_import_is_relative_and_none_takes_everything() -> None:
    wrong = [
        name(path)
        for path in files(".py", *CODE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.level > 0 or node.names[0].name == "*")
    ]
    assert wrong == []
