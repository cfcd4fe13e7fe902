"""Moves modules as moves.toml says: `move.py LAYER files` moves files, `move.py LAYER text` edits what names them."""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOP = ("catalog", "matching", "service", "seed", "i18n", "bench", "tests")
TEXTS = {
    ".py",
    ".toml",
    ".md",
    ".tsv",
    ".csv",
    ".txt",
    ".html",
    ".js",
    ".sh",
    ".cfg",
    ".mako",
    ".in",
    ".service",
    ".yml",
    ".po",
}
NEVER = ("docs/trials.md", "CHANGELOG.md", ".ci/moves/")
SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.ClassDef,
)
Edit = tuple[int, int, str]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / one for one in listed.splitlines() if (ROOT / one).is_file()]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


class Moves:
    """Where each module of a layer goes, as dotted names, and what each new package is."""

    def __init__(self, layer: str) -> None:
        table = tomllib.loads((Path(__file__).parent / "moves.toml").read_text())[layer]
        self.packages: dict[str, str] = table.get("packages", {})
        self.aliases: dict[str, str] = table.get("aliases", {})
        self.files: dict[str, str] = table.get("files", {})
        self.modules: dict[str, str] = {}
        for package, content in table["modules"].items():
            for line in content.split():
                old, _, leaf = line.partition(">")
                self.modules[old] = f"{package}.{leaf or old.rpartition('.')[2]}"
        self.tests = self.mirrored() | table.get("tests", {})
        self.all = self.modules | self.tests
        self.back = {new: old for old, new in self.all.items()}

    def mirrored(self) -> dict[str, str]:
        """The tests of each module, `test_vault.py` and `test_vault_rotation.py`, as git lists them before anything moves."""
        head = "HEAD" if sys.argv[2] == "files" else "HEAD~1"
        listed = subprocess.run(
            ["git", "ls-tree", "-r", "--name-only", head, "tests"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        found = {}
        for line in listed.stdout.splitlines():
            folder, _, name = line.removesuffix(".py").rpartition("/")
            if not line.endswith(".py") or not name.startswith("test_"):
                continue
            layer, leaf = folder.removeprefix("tests/").replace("/", "."), name.removeprefix("test_")
            fitting = [
                old
                for old in self.modules
                if not old.startswith("tests.") and old.rpartition(".")[0] == layer and f"{leaf}_".startswith(f"{old.rpartition('.')[2]}_")
            ]
            if fitting:
                old = max(fitting, key=len)
                new = self.modules[old]
                package, _, kept = new.rpartition(".")
                rest = leaf.removeprefix(old.rpartition(".")[2])
                found[f"tests.{layer}.{name}"] = f"tests.{package}.test_{kept}{rest}"
        return found

    def new(self, name: str) -> str:
        """The new dotted name of a module, or of something in it."""
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            if found := self.all.get(".".join(parts[:end])):
                return ".".join([found, *parts[end:]])
        return name


def where(name: str) -> str:
    """The file of a module, which is that of a package where there is no other."""
    path = name.replace(".", "/")
    return f"{path}.py" if (ROOT / f"{path}.py").exists() else f"{path}/__init__.py"


def move_files(moves: Moves) -> None:
    pairs = [(where(old), f"{new.replace('.', '/')}.py") for old, new in moves.all.items()]
    for old, new in [*pairs, *moves.files.items()]:
        if old != new:
            (ROOT / new).parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["git", "mv", old, new], cwd=ROOT, check=True)
    for package, sentence in moves.packages.items():
        opening = ROOT / package.replace(".", "/") / "__init__.py"
        opening.parent.mkdir(parents=True, exist_ok=True)
        if not opening.exists():
            opening.write_text(f'"""{sentence}"""\n')
            subprocess.run(["git", "add", str(opening)], cwd=ROOT, check=True)


class Names(ast.NodeVisitor):
    """Which names a scope binds, without going into the scopes inside."""

    def __init__(self, node: ast.AST) -> None:
        self.bound: set[str] = set()
        self.outer: set[str] = set()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            args = node.args
            every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
            self.bound |= {one.arg for one in every if one}
            for one in node.body if isinstance(node.body, list) else [node.body]:
                self.visit(one)
        elif isinstance(node, ast.ClassDef | ast.Module):
            for one in node.body:
                self.visit(one)
        else:
            for part in node.generators:  # type: ignore[attr-defined]
                self.visit(part.target)
        self.bound -= self.outer

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.bound.add(node.name)
            return
        if isinstance(node, SCOPES):
            for part in ast.walk(node):
                if isinstance(part, ast.NamedExpr):
                    self.bound.add(part.target.id)
            return
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            self.bound.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.bound |= {(one.asname or one.name).split(".")[0] for one in node.names}
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            self.bound.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self.bound.add(node.rest)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            self.outer |= set(node.names)
        self.generic_visit(node)


def resolved(tree: ast.Module) -> Iterator[tuple[ast.Name, list[set[str]]]]:
    """Every name that means one of the module, with the names of the scopes around it."""

    def walk(node: ast.AST, around: list[tuple[bool, set[str]]]) -> Iterator[tuple[ast.Name, list[set[str]]]]:
        if isinstance(node, ast.Name):
            last = len(around) - 1
            if not any(node.id in bound and (not cls or place == last) for place, (cls, bound) in enumerate(around)):
                yield node, [bound for _, bound in around]
            return
        if not isinstance(node, SCOPES):
            for child in ast.iter_child_nodes(node):
                yield from walk(child, around)
            return
        inner = [*around, (isinstance(node, ast.ClassDef), Names(node).bound)]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            args = node.args
            annotations = [
                one.annotation
                for one in (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg)
                if one
            ]
            outside = [*args.defaults, *args.kw_defaults, *annotations, *getattr(node, "decorator_list", [])]
            outside += [getattr(node, "returns", None), *getattr(node, "type_params", [])]
            inside = node.body if isinstance(node.body, list) else [node.body]
        elif isinstance(node, ast.ClassDef):
            outside = [*node.bases, *node.keywords, *node.decorator_list]
            inside = node.body
        else:
            outside = [node.generators[0].iter]
            inside = [
                part for one in node.generators for part in (one.target, one.iter, *one.ifs) if part is not outside[0]
            ]
            inside += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for one in outside:
            if one is not None:
                yield from walk(one, around)
        for one in inside:
            yield from walk(one, inner)

    for child in tree.body:
        yield from walk(child, [])


class File:
    """One Python file: what its imports bind, and how that is called afterwards."""

    def __init__(self, path: Path, moves: Moves) -> None:
        self.path, self.moves, self.text = path, moves, path.read_text()
        self.tree = ast.parse(self.text)
        starts = [0]
        for line in self.text.encode().splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self.starts = starts
        self.names = list(resolved(self.tree))
        self.bound = Names(self.tree).bound
        self.modules: dict[str, str] = {}  # bound name: dotted (old) name
        self.renamed: dict[str, str] = {}
        self.own = moves.back.get(dotted(path), dotted(path))
        self.imports = [
            one for one in ast.walk(self.tree) if isinstance(one, ast.ImportFrom) and one.module and not one.level
        ]
        for one in self.imports:
            for name in one.names:
                if one.module.split(".")[0] in TOP:
                    self.modules[name.asname or name.name] = f"{one.module}.{name.name}"
        for one in self.imports:
            for name in one.names:
                full = f"{one.module}.{name.name}"
                if full in moves.all and (name.asname or name.name) == name.name:
                    leaf = moves.all[full].rpartition(".")[2]
                    if leaf != name.name:
                        self.renamed[name.name] = self.free(name.name, leaf, moves.all[full])

    def free(self, old: str, leaf: str, full: str) -> str:
        around = [scope for node, scopes in self.names if node.id == old for scope in scopes]
        taken = self.bound.union(*around) - {
            one for one in self.modules if f"{self.modules[one]}" in self.moves.all and one != leaf
        }
        taken |= set(self.renamed.values())
        for choice in (leaf, self.moves.aliases.get(full, f"{full.split('.')[-2]}_{leaf}")):
            if choice not in taken:
                if choice != leaf:
                    print(f"alias {choice} for {full} in {self.path.relative_to(ROOT)}", file=sys.stderr)
                return choice
        raise SystemExit(f"no free name for {full} in {self.path}")

    def at(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def edits(self, every: dict[str, "File"]) -> Iterator[Edit]:
        for one in self.imports:
            if any(self.moves.new(f"{one.module}.{name.name}") != f"{one.module}.{name.name}" for name in one.names):
                yield (*self.at(one), self.imported(one))
        for node, _ in self.names:
            if node.id in self.renamed:
                yield (*self.at(node), self.renamed[node.id])
        meant = {id(node) for node, _ in self.names}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                target = self.target(node.value, meant, every)
                if target and node.attr in target.renamed:
                    end = self.at(node)[1]
                    yield end - len(node.attr.encode()), end, target.renamed[node.attr]
            if (
                isinstance(node, ast.Call)
                and len(node.args) > 1
                and getattr(node.func, "attr", getattr(node.func, "id", ""))
                in ("setattr", "delattr", "getattr", "object")
            ):
                target, word = self.target(node.args[0], meant, every), node.args[1]
                if target and isinstance(word, ast.Constant) and word.value in target.renamed:
                    yield (*self.at(word), f'"{target.renamed[word.value]}"')

    def target(self, node: ast.AST, meant: set[int], every: dict[str, "File"]) -> "File | None":
        """The file of ours that an expression such as `stages` or `serve.logs` means as a module."""
        if isinstance(node, ast.Name) and id(node) in meant and node.id in self.modules:
            return every.get(self.modules[node.id])
        if (
            isinstance(node, ast.Attribute)
            and (outer := self.target(node.value, meant, every))
            and node.attr in outer.modules
        ):
            return every.get(outer.modules[node.attr])
        return None

    def imported(self, one: ast.ImportFrom) -> str:
        found = defaultdict(list)
        for name in one.names:
            full, bound = f"{one.module}.{name.name}", name.asname or name.name
            package, _, leaf = self.moves.new(full).rpartition(".")
            bound = self.renamed.get(bound, bound)
            found[package].append(leaf if leaf == bound and name.asname != leaf else f"{leaf} as {bound}")
        indent = "\n" + " " * one.col_offset
        return indent.join(f"from {package} import {', '.join(names)}" for package, names in found.items())


def edit(text: str, edits: list[Edit]) -> str:
    raw = text.encode()
    for start, end, new in sorted(edits, reverse=True):
        raw = raw[:start] + new.encode() + raw[end:]
    return raw.decode()


WORDS = re.compile(r"(?<![\w./-])(?:tests\.)?(?:catalog|matching|service|seed|tests)(?:\.\w+)+")
FROM = re.compile(r"from ((?:catalog|matching|service)(?:\.\w+)*) import (\w+)(?![\w,])")
WAYS = re.compile(r"(?<![\w-])((?:tests/)?(?:catalog|matching|service|seed|tests)/[\w/]+?)(\.py\b|\b(?![\w/.]))")


def replaced(text: str, moves: Moves) -> str:
    """Dotted names and paths in strings, comments, settings and documents."""
    raw = {old.replace(".", "/"): new.replace(".", "/") for old, new in moves.all.items()}

    def origin(found: re.Match[str]) -> str:
        package, _, leaf = moves.new(f"{found[1]}.{found[2]}").rpartition(".")
        return f"\0from {package} import {leaf}" + (f" as {found[2]}" if leaf != found[2] else "")

    def dotted_name(found: re.Match[str]) -> str:
        return found[0] if text[found.start() - 1 : found.start()] == "\0" else moves.new(found[0])

    text = FROM.sub(origin, text)
    text = re.sub(r"\0[^\n;]*", lambda one: one[0].replace(".", "\1").replace("/", "\2"), text)
    text = WORDS.sub(lambda one: moves.new(one[0]), text)
    text = WAYS.sub(lambda one: raw.get(one[1], one[1]) + one[2], text)
    for old, place in moves.files.items():
        text = text.replace(old, place)
    return text.replace("\1", ".").replace("\2", "/").replace("\0", "")


def in_strings(file: File) -> Iterator[Edit]:
    """The same in the strings and comments of a Python file."""
    kinds = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    lines = file.text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
        if token.type in kinds and (new := replaced(token.string, file.moves)) != token.string:
            (row, column), (last, end) = token.start, token.end
            start = file.starts[row - 1] + len(lines[row - 1][:column].encode())
            stop = file.starts[last - 1] + len(lines[last - 1][:end].encode())
            yield start, stop, new


def edit_python(moves: Moves, paths: list[Path]) -> None:
    files = [File(path, moves) for path in paths]
    every = {one.own: one for one in files}
    for one in files:
        changes = {start: (start, stop, new) for start, stop, new in in_strings(one)}
        changes |= {start: (start, stop, new) for start, stop, new in one.edits(every)}
        if changes:
            one.path.write_text(edit(one.text, list(changes.values())))


def edit_text(moves: Moves, paths: list[Path]) -> None:
    for path in paths:
        text = path.read_text()
        if (new := replaced(text, moves)) != text:
            path.write_text(new)


def main() -> None:
    layer, step = sys.argv[1:]
    moves = Moves(layer)
    if step == "files":
        move_files(moves)
        return
    paths = [one for one in tracked() if not str(one.relative_to(ROOT)).startswith(NEVER)]
    python = [one for one in paths if one.suffix == ".py"]
    edit_python(moves, python)
    edit_text(moves, [one for one in paths if one.suffix in TEXTS - {".py"} or one.name in ("musofir", "run")])
    clashes = [name for name, count in Counter(moves.modules.values()).items() if count > 1]
    print("moved", len(moves.all), "clashes", clashes)


if __name__ == "__main__":
    main()
