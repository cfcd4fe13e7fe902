"""Names are those of docs/glossary.md, and documents name only what exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from i18n import Language, gettext
from tests.support import code_figures, source_tree
from tests.test_source_tables import TABLES

DOCS = source_tree.ROOT / "docs"
# History: what was true when it was written.
HISTORY = {"trials.md"}
PAGES = sorted(
    [
        *(path for path in DOCS.glob("*.md") if path.name not in HISTORY),
        *source_tree.ROOT.glob("*.md"),
    ]
)
PARTICIPLE = re.compile(
    r"\w+ed|drawn|told|shown|frozen|given|gone|held|hidden|kept|known|learnt|left|lost|made|met|paid"
    r"|said|seen|sent|sown|taken|written"
)
# Words that end like a participle and are something else.
NO_PARTICIPLE = {
    "service.commands.seed",  # the verb that the command is called by
    "service.pages.shared",  # the usual name of what several packages of one layer import
    "service.pages.desk.shared",
    "service.pages.job_search.vacancy_feed",
}
TERMS = (Language.UZ, Language.RU, Language.KAA)
FILE = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*\.(?:py|html|toml|csv|tsv|txt|js|css|md|po|json|lock)")
FOLDER = re.compile(r"(\.?[a-z][\w-]*)(?:/[\w.-]+)+/?", re.ASCII)
DOTTED = re.compile(r"([a-z]\w*(?:\.[a-z]\w*)*)\.(\w+)(?:\(.*\))?")
TEST = re.compile(r"test_\w+")
# Files that commands read or write, and that are not part of the source.
OUTSIDE = {"erased.txt", "keys.dump", "table.csv", "search_dev.jsonl"}


@cache
def section(heading: str) -> str:
    """Return the text of the glossary below a heading, up to the next one of the same level."""
    text = (DOCS / "glossary.md").read_text()
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return found[heading] if heading else parts[0]


def rows(heading: str) -> list[list[str]]:
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return [one for one in cells if one[0] not in ("word", "table or column")]


def terms() -> list[list[str]]:
    return rows("")


def abandoned() -> dict[str, set[str]]:
    """Return each abandoned word with the names in which it stays."""
    return {
        word.strip(): set(re.findall(r"`(\w+)`", stays))
        for words, _, stays in rows("Abandoned words")
        for word in words.split(",")
    }


def words(name: str) -> set[str]:
    """Return the words of a name, split at underscores and capitals."""
    return {
        one.lower() for one in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name.replace("_", " "))
    }


def is_table(one: ast.stmt) -> bool:
    return isinstance(one, ast.ClassDef) and any(word.arg == "table" for word in one.keywords)


def named() -> list[tuple[str, str]]:
    """Return every module, and every top-level class and function, as module and name."""
    found = [
        (name.rpartition(".")[0], part)
        for name in source_tree.sources()
        for part in [name.split(".")[-1]]
    ]
    for name, path in source_tree.sources().items():
        found += [
            (name, one.name)
            for one in source_tree.tree(path).body
            if isinstance(one, ast.ClassDef | source_tree.Function) and not is_table(one)
        ]
    return found


def test_every_package_is_in_the_glossary():
    packages = {name for name, path in source_tree.sources().items() if path.name == "__init__.py"}
    known = {name for row in terms() for name in re.findall(r"`([\w.]+)`", row[2])}
    assert (sorted(packages - known), sorted(known - packages)) == ([], [])


def test_a_word_has_one_row():
    known = [row[0] for row in terms()]
    assert sorted(one for one in set(known) if known.count(one) > 1) == []


def test_terms_are_those_of_the_pages():
    wrong = []
    for word, _, _, uz, ru, english, kaa in terms():
        for lang, term in zip(TERMS, (uz, ru, kaa), strict=True):
            shown = "–" if english == "–" else gettext(lang, english)
            # Staff pages have no Karakalpak: the glossary leaves the cell empty.
            untranslated = lang is Language.KAA and shown == uz
            if term != shown and not (untranslated and term == "–"):
                wrong.append((word, lang.value, term, shown))
    assert wrong == []


def test_the_tables_with_an_older_name_exist():
    columns = {f"{name}.{one.key}" for name, cls in TABLES.items() for one in cls.__table__.columns}
    listed = {
        name
        for row in rows("Tables and columns with an older name")
        for name in re.findall(r"`([\w.]+)`", row[0])
    }
    assert sorted(listed - set(TABLES) - columns) == []


def test_no_name_uses_an_abandoned_word():
    gone = abandoned()
    assert len(gone) > 30, "the list is read at all"
    wrong = [
        f"{module}.{name}: {word}"
        for module, name in named()
        for word in sorted(words(name) & set(gone))
        if name not in gone[word]
    ]
    assert wrong == []


def test_told_is_no_name_for_whatever_a_page_shows():
    """Columns and files keep the name that they have; see the figure of the same limit."""
    assert code_figures.places_named("told") <= 20


def test_every_exception_is_needed():
    standing = {name for _, name in named()}
    assert sorted(name for stays in abandoned().values() for name in stays - standing) == []


def test_no_public_function_is_called_of():
    assert [module for module, name in named() if name == "of"] == []


def test_no_module_is_called_by_a_participle_alone():
    modules = {
        name for name in source_tree.sources() if PARTICIPLE.fullmatch(name.rpartition(".")[2])
    }
    assert modules == NO_PARTICIPLE


@cache
def defined() -> dict[str, set[str]]:
    """Return what each module defines, by its dotted name and by the last part of it."""
    found: dict[str, set[str]] = {}
    for name, path in source_tree.sources(*source_tree.FLOORS, "seed", "bench", "tests").items():
        own: set[str] = set()
        for one in source_tree.tree(path).body:
            if isinstance(one, ast.ClassDef | source_tree.Function):
                own.add(one.name)
            elif isinstance(one, ast.Assign | ast.AnnAssign):
                own |= {
                    part.id
                    for part in ast.walk(one)
                    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
                }
        for key in (name, name.rpartition(".")[2]):
            found.setdefault(key, set()).update(own)
    return found


@cache
def tree() -> list[Path]:
    """Return the files and folders of the project, without those that a run makes."""
    tops = [
        one for one in source_tree.ROOT.iterdir() if not re.match(r"\.(git|venv)|var$", one.name)
    ]
    return [path for top in tops for path in [top, *top.rglob("*")]]


@cache
def files() -> set[str]:
    return {path.name for path in tree() if path.is_file()}


@cache
def folders() -> set[str]:
    return {path.name for path in tree() if path.is_dir()}


@cache
def dotted_data() -> set[str]:
    """Return dotted names that are not Python: columns, and keys of figures and checks."""
    columns = {f"{name}.{one.key}" for name, cls in TABLES.items() for one in cls.__table__.columns}
    keys = {
        cell
        for path in (source_tree.ROOT / "seed").glob("*.tsv")
        for line in path.read_text().splitlines()
        for cell in line.split("\t")[:3]
        if "." in cell
    }
    strings = {
        one.value
        for one in ast.walk(
            source_tree.tree(source_tree.ROOT / "service/reporting/figures/definitions.py")
        )
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    return columns | keys | strings


def exists(text: str) -> bool:
    """Return whether text in backticks exists, if it looks like a part of the source."""
    path, _, test = text.partition("::")
    if path in OUTSIDE:
        return True
    if FILE.fullmatch(path):
        found = source_tree.ROOT / path
        if test:
            return found.exists() and f"def {test}(" in found.read_text()
        return any(source_tree.ROOT.glob(path)) if "/" in path else path in files()
    if TEST.fullmatch(text):
        return any(text in names for names in defined().values())
    if (part := FOLDER.fullmatch(text)) and part[1] in folders():
        return (source_tree.ROOT / text).exists() or (source_tree.ROOT / f"{text}.py").exists()
    if part := DOTTED.fullmatch(text):
        module, name = part.groups()
        plain = f"{module}.{name}"
        return (
            name in defined().get(module, ())
            or plain in defined()
            or bool({plain, module} & dotted_data())
        )
    return True


def backticked(page: str) -> list[str]:
    return [one for line in page.splitlines() for one in re.findall(r"`([^`]+)`", line)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_a_document_names_exists(path):
    page = path.read_text()
    if path.name == "CHANGELOG.md":
        page = page.split("\n## ")[1]
    assert sorted({one for one in backticked(page) if not exists(one)}) == []


@pytest.mark.parametrize(
    "gone",
    [
        "service/infra/once.py",
        "tests/test_source.py::test_nothing",
        "service/infra/once",
        "persons.nothing",
        "test_nothing_at_all",
        "nowhere.py",
    ],
)
def test_what_does_not_exist_would_be_found(gone):
    assert not exists(gone)


def _defined(path: Path) -> set[str]:
    """Return every name that a module defines or imports anywhere in it."""
    found = set()
    for one in source_tree.nodes(path):
        if isinstance(one, ast.ClassDef | source_tree.Function):
            found.add(one.name)
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            found.add(one.id)
        elif isinstance(one, ast.ImportFrom):
            found |= {name.asname or name.name for name in one.names}
    return found


def test_docstrings_name_no_function_or_class_that_a_module_has_not():
    """`payments.receive` in a docstring is a name that a module called `payments` has."""
    defined: dict[str, set[str]] = {}
    for name, path in source_tree.sources().items():
        defined.setdefault(name.rpartition(".")[2], set()).update(_defined(path))
    # What a package holds is named through it as well.
    for name in source_tree.sources():
        for package in name.split(".")[:-1]:
            defined.setdefault(package, set()).add(name.split(".")[-1])
            defined[package].update(name.split("."))
    documented = ast.Module | ast.ClassDef | source_tree.Function
    stale = [
        (source_tree.where(path, one), f"{module}.{name}")
        for path in source_tree.sources().values()
        for one in source_tree.nodes(path)
        if isinstance(one, documented)
        for module, name in re.findall(
            r"(?<![\w./])([a-z_]+)\.([A-Za-z_]\w+)\b(?!\.tsv)", ast.get_docstring(one) or ""
        )
        if name not in defined.get(module, {name}) and name not in ("org", "py", "tsv")
    ]
    assert stale == []
