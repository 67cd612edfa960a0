"""The project's own files, read once, for the rules that judge them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("tawasul", "cases", "routing", "sla", "classifier", "web")
CODE = (*ROOMS, "tests", "benchmarks", "deploy")
STATIC, TEMPLATES = ROOT / "web" / "static", ROOT / "web" / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=1)
def tracked() -> tuple[Path, ...]:
    """Every file under version control that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def files(suffix: str, *folders: str) -> list[Path]:
    """The files of these folders with this ending, migrations left out: they are written by a program."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))
    return sorted(path for path in found if "piccolo_migrations" not in path.parts and "__pycache__" not in path.parts)


def name(path: Path) -> str:
    """A file as one reads it in a message."""
    return path.relative_to(ROOT).as_posix()


@lru_cache(maxsize=1024)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(module: ast.Module) -> Iterator[tuple[str, Function]]:
    """Every function with its name inside the module, methods as `Class.method`."""
    yield from _functions(module, "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield f"{prefix}{child.name}", child
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


def dotted(node: ast.AST) -> str:
    """`clock.now` of an expression made of names and dots; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the name that is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and (called := dotted(node.func)):
            yield called, node


def constants(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The text constants among these nodes."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
