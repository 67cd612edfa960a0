"""Migrations add. What is dropped is dropped one release after its last use, by hand and on purpose."""

import ast
import re
from pathlib import Path

from tests.rules.sources import ROOMS, ROOT, name

# An index holds nothing of its own: one may make way for another.
TAKES_AWAY = re.compile(r"\b(DROP(?!\s+INDEX)|TRUNCATE|RENAME|DELETE\s+FROM)\b", re.IGNORECASE)


def migrations() -> list[Path]:
    return sorted(
        path for room in ROOMS for path in (ROOT / room).rglob("piccolo_migrations/*.py") if path.stem != "__init__"
    )


def backwards(module: ast.Module) -> set[str]:
    """Names that are only for going back: the function given to `add_raw_backwards`, and what it alone uses."""
    return {
        argument.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "add_raw_backwards"
        for argument in node.args
        if isinstance(argument, ast.Name)
    }


def forward_statements(module: ast.Module) -> list[str]:
    """The text constants of a migration without those of its way back."""
    skipped = backwards(module)
    for node in ast.walk(module):
        if hasattr(node, "body") and isinstance(node.body, list):
            node.body = [part for part in node.body if getattr(part, "name", None) not in skipped]
    return [node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_there_are_migrations_in_every_room_with_tables() -> None:
    with_tables = {path.parent for room in ROOMS for path in (ROOT / room).rglob("tables.py")}
    assert with_tables == {path.parent.parent for path in migrations()}


def test_no_migration_takes_anything_away() -> None:
    wrong = []
    for path in migrations():
        module = ast.parse(path.read_text(encoding="utf-8"))
        asked = {
            node.func.attr
            for node in ast.walk(module)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        statements = [text for text in forward_statements(module) if TAKES_AWAY.search(text)]
        if statements or any(method.startswith(("drop_", "rename_")) for method in asked):
            wrong.append(f"{name(path)} {statements}")
    assert wrong == []


def test_the_names_of_migrations_are_in_order_and_once() -> None:
    for room in {path.parent for path in migrations()}:
        numbers = [path.stem.split("_")[1] for path in migrations() if path.parent == room]
        assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)], room
