"""The service's own source, as text and as trees, for the tests of its rules."""

import ast
import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("i18n", "catalog", "matching", "service")
TEMPLATES = ROOT / "service" / "templates"


@cache
def sources(*floors: str) -> dict[str, Path]:
    """Return every module by its dotted name; migrations are generated and left out."""
    found = {}
    for floor in floors or FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found[dotted.removesuffix(".__init__")] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module; walking through all modules takes a second."""
    return tuple(ast.walk(tree(path)))


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{getattr(node, 'lineno', 1)}" if node else ""
    return f"{path.relative_to(ROOT)}{line}"


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(paths: Iterable[Path]) -> Iterator[tuple[Path, Function]]:
    for path in paths:
        for node in _functions(path):
            yield path, node


@cache
def _functions(path: Path) -> tuple[Function, ...]:
    return tuple(one for one in nodes(path) if isinstance(one, Function))


@cache
def called(node: ast.AST) -> tuple[tuple[str, str], ...]:
    """Return every call in a piece of code as owner and name: ("session", "add")."""
    return tuple(_called(node))


def _called(node: ast.AST) -> Iterator[tuple[str, str]]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            owner = one.func.value
            yield (
                (owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")),
                one.func.attr,
            )
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Name):
            yield "", one.func.id


def arguments(function: Function) -> list[str]:
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args)]


def keywords(function: Function) -> set[str]:
    return {one.arg for one in function.args.kwonlyargs}


def loaded() -> None:
    """Import every module, so that all classes are known; __main__ would start the service."""
    for dotted in sources():
        if not dotted.endswith("__main__"):
            importlib.import_module(dotted)


def kinds_of(cls: type) -> Iterator[type]:
    for kind in cls.__subclasses__():
        yield kind
        yield from kinds_of(kind)
