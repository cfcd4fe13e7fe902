"""Figures of the source, each with its limit: `python -m tests.support.code_figures` prints them.

The exit code is 1 if a figure is over its limit."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tests.support import source_tree

OWN = source_tree.sources()
SHIPPED = source_tree.sources(*source_tree.FLOORS, "seed", "bench")
TESTS = source_tree.sources("tests")
EVERYTHING = SHIPPED | TESTS
TEMPLATES = sorted(source_tree.TEMPLATES.rglob("*.html"))
DOCS = sorted((source_tree.ROOT / "docs").glob("*.md"))


def count_doc_words() -> int:
    """Return the words of docs/; a sign alone, as between the columns of a table, is none."""
    words = (word for path in DOCS for word in path.read_text().split())
    return sum(bool(re.search(r"\w", word)) for word in words)


def file_lines(paths: Iterable[Path]) -> dict[str, int]:
    return {source_tree.where(path): len(path.read_text().splitlines()) for path in paths}


def function_lines(paths: Iterable[Path]) -> dict[str, int]:
    return {
        source_tree.where(path, one): (one.end_lineno or 0) - one.lineno + 1
        for path, one in source_tree.functions(paths)
    }


def package_modules() -> Counter[str]:
    """Return how many modules each package has; commands are a list without a limit."""
    parents = (path.parent for path in OWN.values() if path.name != "__init__.py")
    return Counter(
        source_tree.where(one) for one in parents if source_tree.where(one) != "service/commands"
    )


def modules_in_import_cycles() -> list[str]:
    """Return the modules that import themselves through others."""
    imported = {name: set(_imports(path)) & set(SHIPPED) for name, path in SHIPPED.items()}

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        open_ends = {name}
        while open_ends:
            open_ends = set().union(*(imported[one] for one in open_ends)) - found
            found |= open_ends
        return found

    return [name for name in imported if name in reached(name)]


def _imports(path: Path) -> Iterable[str]:
    for one in source_tree.nodes(path):
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom):
            dotted = (f"{one.module}.{name.name}" for name in one.names)
            yield from (name if name in SHIPPED else str(one.module) for name in dotted)


def deferred_imports() -> list[str]:
    return [
        source_tree.where(path, one)
        for path, one in source_tree.functions(EVERYTHING.values())
        if any(isinstance(part, ast.Import | ast.ImportFrom) for part in ast.walk(one))
    ]


def is_pass_through(function: source_tree.Function) -> bool:
    """Return whether a function only calls another with its own arguments."""
    last = function.body[-1]
    call = last.value if isinstance(last, ast.Return | ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    if not isinstance(call, ast.Call) or function.decorator_list:
        return False
    if len(function.body) - bool(ast.get_docstring(function)) != 1:
        return False
    own = [one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)]
    given = [getattr(one, "value", one) for one in (*call.args, *call.keywords)]
    names = [one.id for one in given if isinstance(one, ast.Name)]
    expected = sorted(set(own) - {"self", "cls"})
    return bool(expected) and len(names) == len(given) and sorted(names) == expected


def pass_through_percent() -> float:
    found = [is_pass_through(one) for _, one in source_tree.functions(OWN.values())]
    return round(100 * sum(found) / len(found), 1)


def places_named(name: str) -> int:
    """Return how often the source without tests gives something this name."""
    nodes = (one for path in SHIPPED.values() for one in source_tree.nodes(path))
    return sum(
        name == getattr(one, "name", getattr(one, "arg", None))
        if isinstance(one, ast.arg | ast.ClassDef | source_tree.Function)
        else isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store) and one.id == name
        for one in nodes
    )


def long_template_lines() -> list[str]:
    """Return lines over 160 characters; a sentence that is an argument stays whole on its line."""
    one_sentence = re.compile(r' *(\w+=)?(N?_\()?"[^"]*"\)?,?')
    return [
        f"{source_tree.where(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160 and not one_sentence.fullmatch(line)
    ]


def count_lines(paths: Iterable[Path], matches: Callable[[str], bool]) -> int:
    return sum(matches(line) for path in paths for line in path.read_text().splitlines())


class Figure(NamedTuple):
    name: str
    value: float
    limit: float | None = None

    @property
    def holds(self) -> bool:
        return self.limit is None or self.value <= self.limit

    @property
    def line(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:,}"
        return (
            f"{self.name:34}{self.value:>8,}{limit:>18}{'' if self.holds else '  OVER THE LIMIT'}"
        )


def figures() -> list[Figure]:
    skip = f"# fmt: {'skip'}"
    return [
        Figure("modules in the largest package", max(package_modules().values()), 20),
        Figure(
            "lines of the longest function", max(function_lines(EVERYTHING.values()).values()), 40
        ),
        Figure("lines of the longest file", max(file_lines(SHIPPED.values()).values()), 400),
        Figure("modules in import cycles", len(modules_in_import_cycles()), 0),
        Figure("deferred imports", len(deferred_imports()), 0),
        Figure("pass-through functions, in %", pass_through_percent(), 1),
        Figure("places named told", places_named("told"), 20),
        Figure(skip, count_lines(EVERYTHING.values(), lambda line: skip in line), 40),
        Figure("template lines over 160", len(long_template_lines()), 0),
        Figure("words in docs", count_doc_words(), 18_000),
        Figure("lines of Python without tests", sum(file_lines(SHIPPED.values()).values())),
        Figure("lines of tests", sum(file_lines(TESTS.values()).values())),
    ]


def main() -> int:
    found = figures()
    print("\n".join(one.line for one in found))
    return int(not all(one.holds for one in found))


if __name__ == "__main__":
    sys.exit(main())
