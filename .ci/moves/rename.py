"""Renames functions, classes and constants as names.toml says, wherever they are used: `rename.py`."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from move import NEVER, ROOT, Edit, File, dotted, edit, tracked  # noqa: E402

NO_MOVES: Any = SimpleNamespace(all={}, back={}, aliases={}, files={}, new=lambda name: name)


class Renames(File):
    """One file, in which names of this table are renamed."""

    def __init__(self, path: Path, table: dict[str, str]) -> None:
        super().__init__(path, NO_MOVES)
        self.table = table
        self.own = dotted(path)
        self.here: dict[str, str] = {}  # bound name in this file: new name
        for name in self.bound:
            full = f"{self.own}.{name}" if name not in self.modules else self.modules[name]
            if full in table and (name in self.modules or self.defines(name)) and full.rpartition(".")[2] == name:
                self.here[name] = table[full]
        for old, new in self.here.items():
            around = [scope for node, scopes in self.names if node.id == old for scope in scopes]
            if new in self.bound.union(*around):
                raise SystemExit(f"{self.path}: {old} cannot become {new}, which is there already")

    def defines(self, name: str) -> bool:
        """Whether the module itself makes this name: as a class, a function or a value."""
        for one in self.tree.body:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and one.name == name:
                return True
            targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return True
        return False

    def all_edits(self, every: dict[str, "Renames"]) -> Iterator[Edit]:
        for node, _ in self.names:
            if node.id in self.here:
                yield (*self.at(node), self.here[node.id])
        for one in self.tree.body:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and one.name in self.here:
                start = self.starts[one.lineno - 1] + one.col_offset
                found = re.compile(rb"(?:async\s+def|def|class)\s+").match(self.text.encode(), start)
                assert found, (self.path, one.name)
                yield found.end(), found.end() + len(one.name.encode()), self.here[one.name]
        for one in self.imports:
            for name in one.names:
                full = f"{one.module}.{name.name}"
                if full in self.table:
                    start = self.at(name)[0]  # type: ignore[arg-type]
                    yield start, start + len(name.name.encode()), self.table[full]
        yield from self.through_modules(every)

    def through_modules(self, every: dict[str, "Renames"]) -> Iterator[Edit]:
        meant = {id(node) for node, _ in self.names}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                target = self.target(node.value, meant, every)  # type: ignore[arg-type]
                if isinstance(target, Renames) and node.attr in target.here:
                    end = self.at(node)[1]
                    yield end - len(node.attr.encode()), end, target.here[node.attr]
            if isinstance(node, ast.Call) and len(node.args) > 1:
                target, word = self.target(node.args[0], meant, every), node.args[1]  # type: ignore[arg-type]
                if isinstance(target, Renames) and isinstance(word, ast.Constant) and word.value in target.here:
                    yield (*self.at(word), f'"{target.here[word.value]}"')

    def in_words(self) -> Iterator[Edit]:
        """Classes that docstrings name, and dotted names in strings."""
        classes = {old.rpartition(".")[2]: new for old, new in self.table.items() if old.rpartition(".")[2][0].isupper()}
        words = re.compile(r"\b(" + "|".join(map(re.escape, classes)) + r")\b") if classes else None
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            start, end = self.at(node)
            raw = self.text.encode()[start:end].decode()
            if node.value in self.table:
                yield start, end, raw.replace(node.value, f"{node.value.rpartition('.')[0]}.{self.table[node.value]}")
            elif words and raw.startswith('"""') and words.search(raw):
                kept = words.sub(lambda one: classes[one[0]] if self.known(one[0]) else one[0], raw)
                if kept != raw:
                    yield start, end, kept

    def known(self, name: str) -> bool:
        return f"{name}." in self.text or name in self.here or "Refuses:" in self.text


def main() -> None:
    table = tomllib.loads((Path(__file__).parent / "names.toml").read_text())["symbols"]
    files = [one for one in tracked() if one.suffix == ".py" and not str(one.relative_to(ROOT)).startswith(NEVER)]
    every = {one.own: one for one in (Renames(path, table) for path in files)}
    gone = [old for old in table if not (module := every.get(old.rpartition(".")[0])) or not module.defines(old.rpartition(".")[2])]
    if gone:
        raise SystemExit(f"nowhere defined: {gone}")
    for one in every.values():
        changes = {start: (start, end, new) for start, end, new in [*one.in_words(), *one.all_edits(every)]}
        if changes:
            one.path.write_text(edit(one.text, list(changes.values())))
    print("renamed", len(table))


if __name__ == "__main__":
    main()
