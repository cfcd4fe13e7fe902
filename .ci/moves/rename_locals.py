"""Gives every parameter and variable called `told` the noun of what it holds: `rename_locals.py [WORD]`."""

import ast
import builtins
import keyword
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from move import NEVER, ROOT, SCOPES, Edit, Names, edit, tracked  # noqa: E402
from rename import Renames  # noqa: E402

WORD = sys.argv[1] if len(sys.argv) > 1 else "told"
PLAIN = {"Any": "value", "dict": "values", "Mapping": "values", "str": "text", "date": "day", "int": "number", "bytes": "content",
         "list": "items", "tuple": "items", "set": "items", "bool": "given", "object": "value", "Callable": "function", "Decimal": "amount",
         "frozenset": "items", "float": "number", "datetime": "moment", "None": "value", "type": "kind", "T": "value"}  # fmt: skip
MANY = ("Sequence", "Iterable", "Collection", "Iterator", "list", "set", "frozenset", "Set")


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip("_")).lower()


def plural(name: str) -> str:
    return name if name.endswith("s") else f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def noun(kind: ast.expr | None) -> str:
    """What a value of this annotation is called."""
    if kind is None:
        return "values"
    if isinstance(kind, ast.BinOp):
        return noun(kind.left)
    if isinstance(kind, ast.Subscript):
        outer = ast.unparse(kind.value).rpartition(".")[2]
        if outer in MANY and not isinstance(kind.slice, ast.Tuple):
            inner = noun(kind.slice)
            return "items" if inner in PLAIN.values() else plural(inner)
        return PLAIN.get(outer, snake(outer))
    name = ast.unparse(kind).rpartition(".")[2].strip("'\"")
    return PLAIN.get(name, snake(name) if re.fullmatch(r"\w+", name) else "values")


def of_value(value: ast.expr | None) -> str:
    """What a variable is called by the expression it is given."""
    if isinstance(value, ast.Call):
        called = ast.unparse(value.func).rpartition(".")[2]
        if called == "read" and value.args and isinstance(value.args[0], ast.Name | ast.Attribute):
            return noun(value.args[0])
        return snake(called) if called[:1].isupper() else "values" if called in ("dict", "asdict") else "result"
    if isinstance(value, ast.Dict | ast.DictComp):
        return "values"
    if isinstance(value, ast.List | ast.ListComp | ast.Tuple | ast.GeneratorExp):
        return "items"
    return "result"


class Scope:
    """One function, lambda or comprehension that binds the word."""

    def __init__(self, node: ast.AST) -> None:
        self.node = node
        self.places: list[ast.AST] = list(self._places(node, outermost=True))
        every = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} | {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
        self.taken = every - {WORD}

    def _places(self, node: ast.AST, *, outermost: bool = False) -> Iterator[ast.AST]:
        if isinstance(node, SCOPES) and not outermost and WORD in Names(node).bound:
            # What stands in the head of an inner scope belongs outside.
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                for one in [*node.args.defaults, *[part for part in node.args.kw_defaults if part]]:
                    yield from self._places(one)
            elif not isinstance(node, ast.ClassDef):
                yield from self._places(node.generators[0].iter)
            return
        if isinstance(node, ast.Name) and node.id == WORD or isinstance(node, ast.arg) and node.arg == WORD:
            yield node
        for child in ast.iter_child_nodes(node):
            if outermost and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                if child in node.args.defaults or child in getattr(node, "decorator_list", []):
                    continue
            if outermost and isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) and child is node.generators[0]:
                yield from self._places(child.target)
                for part in child.ifs:
                    yield from self._places(part)
                continue
            if isinstance(child, ast.arguments):
                for one in [*child.posonlyargs, *child.args, *child.kwonlyargs, child.vararg, child.kwarg]:
                    if one is not None and one.arg == WORD:
                        yield one
                if not outermost:
                    for one in [*child.defaults, *[part for part in child.kw_defaults if part]]:
                        yield from self._places(one)
                continue
            yield from self._places(child)

    def name(self) -> str:
        args = getattr(self.node, "args", None)
        first = "values"
        if args is not None:
            for one in [*args.posonlyargs, *args.args, *args.kwonlyargs]:
                if one.arg == WORD:
                    return self.free(noun(one.annotation))
            if args.vararg and args.vararg.arg == WORD:
                return self.free("items")
            if args.kwarg and args.kwarg.arg == WORD:
                return self.free("values")
        for one in ast.walk(self.node):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign | ast.NamedExpr) else []
            if any(isinstance(target, ast.Name) and target.id == WORD for target in targets):
                kind = noun(one.annotation) if isinstance(one, ast.AnnAssign) else of_value(one.value)
                return self.free(kind)
            if isinstance(one, ast.For | ast.comprehension) and isinstance(one.target, ast.Name) and one.target.id == WORD:
                first = "item"
        return self.free(first)

    def free(self, name: str) -> str:
        for choice in (name, f"{name}_input", "given", "values", "result", "details", "content"):
            if choice not in self.taken and not hasattr(builtins, choice) and not keyword.iskeyword(choice):
                return choice
        raise SystemExit(f"no name for {ast.dump(self.node)[:200]}")


def scopes(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, SCOPES) and not isinstance(node, ast.ClassDef) and WORD in Names(node).bound:
            yield node


def main() -> None:
    files = [one for one in tracked() if one.suffix == ".py" and not str(one.relative_to(ROOT)).startswith(NEVER)]
    every = {one.own: one for one in (Renames(path, {}) for path in files)}
    named: dict[tuple[str, str], str] = {}  # module and function: the new name of its parameter
    changes: dict[str, list[Edit]] = {own: [] for own in every}
    for own, file in every.items():
        for node in scopes(file.tree):
            # Parameters of tests are names of fixtures and cases, given as text.
            args = getattr(node, "args", None)
            if own.startswith("tests.") and args and any(one.arg == WORD and not one.annotation for one in args.args):
                continue
            if any(isinstance(one, ast.FunctionDef) and one.name == WORD for one in ast.walk(node)):
                continue
            scope = Scope(node)
            new = scope.name()
            for place in scope.places:
                start, end = file.at(place)  # type: ignore[arg-type]
                changes[own].append((start, start + len(WORD), new))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if any(one.arg == WORD for one in [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]):
                    named[own, node.name] = new
    left = 0
    for own, file in every.items():
        meant = {id(node) for node, _ in file.names}
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Call):
                continue
            for word in node.keywords:
                if word.arg != WORD:
                    continue
                new = None
                if isinstance(node.func, ast.Name):
                    full = file.modules.get(node.func.id, f"{own}.{node.func.id}")
                    new = named.get((full.rpartition(".")[0], full.rpartition(".")[2]))
                elif isinstance(node.func, ast.Attribute) and (target := file.target(node.func.value, meant, every)):
                    new = named.get((target.own, node.func.attr))
                if new is None:
                    left += 1
                    print(f"{file.path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}({WORD}=…) stays", file=sys.stderr)
                else:
                    start = file.at(word)[0]  # type: ignore[arg-type]
                    changes[own].append((start, start + len(WORD), new))
    for own, edits in changes.items():
        if edits:
            unique = {start: (start, end, new) for start, end, new in edits}
            every[own].path.write_text(edit(every[own].text, list(unique.values())))
    print("scopes", sum(map(len, changes.values())), "keywords left", left)


if __name__ == "__main__":
    main()
