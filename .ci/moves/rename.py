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
        self.clashes = []
        for old, new in self.here.items():
            around = [scope for node, scopes in self.names if node.id == old for scope in scopes]
            taken = (self.bound - set(self.here)).union(*around) | {one for was, one in self.here.items() if was != old}
            if new in taken:
                self.clashes.append((old, new))

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
        """Errors that docstrings name after "Refuses:" or "Raises", and dotted names in strings."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            start, end = self.at(node)
            raw = self.text.encode()[start:end].decode()
            if node.value in self.table:
                yield start, end, raw.replace(node.value, f"{node.value.rpartition('.')[0]}.{self.table[node.value]}")
            elif raw.startswith('"""'):
                new = re.sub(r"(Refuses:|Raises)[^.]*(?:\.[A-Z][^.]*)*", lambda one: self.refused(one[0]), raw)
                if new != raw:
                    yield start, end, new

    def refused(self, sentence: str) -> str:
        def named(found: re.Match[str]) -> str:
            full = self.modules.get(found[0]) or f"{self.own}.{found[0]}"
            if full not in self.table:
                others = [old for old in self.table if old.endswith(f".{found[0]}") and sentence[: found.start()].endswith(".")]
                full = others[0] if len(others) == 1 else full
            return self.table.get(full, found[0])

        return re.sub(r"\b[A-Z]\w+", named, sentence)


def main() -> None:
    table: dict[str, str] = {}
    for path in sys.argv[1:]:
        table |= tomllib.loads(Path(path).read_text())["symbols"]
    files = [one for one in tracked() if one.suffix == ".py" and not str(one.relative_to(ROOT)).startswith(NEVER)]
    every = {one.own: one for one in (Renames(path, table) for path in files)}
    gone = [old for old in table if not (module := every.get(old.rpartition(".")[0])) or not module.defines(old.rpartition(".")[2])]
    if gone:
        raise SystemExit(f"nowhere defined: {gone}")
    if clashes := [(one.own, one.clashes) for one in every.values() if one.clashes]:
        raise SystemExit("\n".join(f"{own}: {pairs}" for own, pairs in clashes))
    for one in every.values():
        changes = {start: (start, end, new) for start, end, new in [*one.in_words(), *one.all_edits(every)]}
        if changes:
            one.path.write_text(edit(one.text, list(changes.values())))
    print("renamed", len(table))


if __name__ == "__main__":
    main()
