"""Rules that the source must follow: sizes, names, imports, and the form of commands."""

import ast
import re

from tests.support import code_figures, source_tree
from tests.support.code_figures import EVERYTHING, SHIPPED, Figure

SOURCES = source_tree.sources()
# Names that say nothing and so collect what has no place.
NOT_A_WORD = re.compile(
    r"utils?|helpers?|base|common|core|misc|managers?|services|repositor(y|ies)|controllers?|handlers?"
)
NOT_A_THING = re.compile(r"(Manager|Helper|Service|Repository|Controller|Util|Mixin|Base)s?$")
# The clock is read in one place and passed to the routes.
CLOCK = {"catalog.core.fields"}
# A sign-in makes its own actor. A stored answer or a draft is no act: the command that was answered
# is, and a draft changes nothing until it is sent. A summary of refusals carries who was refused.
BY_ITSELF = {"create", "accept", "get_or_open", "note_read", "sum_up", "use_recovery_code"}
NO_ACT = {"service/infra/idempotency.py", "service/infra/drafts.py", "catalog/core/journal.py"}


def offending(paths, wrong) -> list[str]:
    return [
        source_tree.where(path, one) for path, one in source_tree.functions(paths) if wrong(one)
    ]


def over(limit: int, counted: dict[str, int]) -> dict[str, int]:
    return {name: lines for name, lines in counted.items() if lines > limit}


def test_a_file_has_at_most_400_lines():
    assert over(400, code_figures.file_lines(SHIPPED.values())) == {}


def test_a_template_has_at_most_400_lines_of_160_characters():
    """A sentence that is an argument stays whole, on a line with nothing else than its name."""
    assert over(400, code_figures.file_lines(code_figures.TEMPLATES)) == {}
    assert code_figures.long_template_lines() == []


def test_a_package_has_at_most_20_modules():
    assert over(20, code_figures.package_modules()) == {}


def test_a_function_has_at_most_40_lines():
    assert over(40, code_figures.function_lines(EVERYTHING.values())) == {}


def test_figures_fail_when_one_is_over_its_limit(monkeypatch, capsys):
    held, free = Figure("lines", 2, 2), Figure("words", 9_000)
    for found, code in (([held, free], 0), ([held, Figure("circles", 1, 0)], 1)):
        monkeypatch.setattr(code_figures, "figures", lambda found=found: found)
        assert code_figures.main() == code
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split() == ["lines", "2", "at", "most", "2"]
    assert shown[1].split() == ["words", "9,000"]
    assert shown[3].endswith("at most 0  OVER THE LIMIT")


def test_a_function_that_only_passes_on_is_found():
    passing = "def f(a, *, b): return g(a, b=b)", "async def f(*a):\n 'Says.'\n await g(*a)"
    working = "def f(a): return g(a, 1)", "def f(): return g()", "def f(a):\n b = a\n return g(b)"
    found = [code_figures.is_pass_through(ast.parse(one).body[0]) for one in passing + working]
    assert found == [True, True, False, False, False]


def test_a_handler_has_at_most_20_lines_of_body():
    routes = [
        path for name, path in SOURCES.items() if name.startswith(("service.api", "service.pages"))
    ]
    assert any(_is_route(one) for _, one in source_tree.functions(routes)), (
        "there are routes at all"
    )
    assert offending(routes, lambda one: _is_route(one) and _body_lines(one) > 20) == []


def _is_route(function: source_tree.Function) -> bool:
    calls = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    names = {getattr(one, "id", getattr(one, "attr", "")) for one in calls}
    return bool(names & {"get", "post", "patch", "put", "delete", "route", "page_get", "page_post"})


def _body_lines(function: source_tree.Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_a_module_opens_with_one_sentence():
    """Anything further follows in separate paragraphs."""
    first = {
        source_tree.where(path): (ast.get_docstring(source_tree.tree(path)) or "").split("\n\n")[0]
        for path in SHIPPED.values()
    }
    assert [
        name for name, text in first.items() if len(text) > 200 or not text.endswith((".", "?"))
    ] == []


def test_imports_stand_at_the_top_and_are_absolute():
    relative = [
        source_tree.where(path, one)
        for path in EVERYTHING.values()
        for one in source_tree.nodes(path)
        if isinstance(one, ast.ImportFrom) and one.level
    ]
    assert (relative, code_figures.deferred_imports()) == ([], [])


def test_nothing_is_imported_for_types_only():
    assert [
        source_tree.where(path) for path in SOURCES.values() if "TYPE_CHECKING" in path.read_text()
    ] == []


def test_every_name_is_a_word_of_the_domain():
    modules = [
        name
        for name in SOURCES
        if NOT_A_WORD.fullmatch(name.rpartition(".")[2]) and name != "catalog.core"
    ]
    classes = [
        source_tree.where(path, one)
        for path in SOURCES.values()
        for one in source_tree.nodes(path)
        if isinstance(one, ast.ClassDef) and NOT_A_THING.search(one.name)
    ]
    assert (modules, classes) == ([], [])


def calls(path) -> set[tuple[str, str]]:
    return set(source_tree.called(source_tree.tree(path)))


def test_only_the_database_commits():
    commits = {
        name for name, path in SOURCES.items() if "commit" in {verb for _, verb in calls(path)}
    }
    assert commits == {"service.infra.database"}, "flush instead; the caller commits"


def test_the_clock_is_asked_in_one_place():
    asked = {
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("date", "today"),
        ("datetime", "today"),
        ("time", "time"),
    }
    assert {name for name, path in SOURCES.items() if asked & calls(path)} == CLOCK


def test_no_deed_or_rule_asks_the_clock():
    floors = (
        "catalog.",
        "matching.",
        "service.casework.",
        "service.reporting.",
        "service.accounts",
        "service.infra.idempotency",
    )
    deeds = [path for name, path in SOURCES.items() if name.startswith(floors)]
    asked = [source_tree.where(path) for path in deeds if {("fields", "now")} & calls(path)]
    assert asked == [], "take on= from the caller instead of calling fields.now"


def writes(function: source_tree.Function) -> bool:
    verbs = {verb for owner, verb in source_tree.called(function) if owner in ("session", "db")}
    return bool(verbs & {"add", "add_all", "delete", "flush"})


def journals(function: source_tree.Function) -> bool:
    return bool(
        {("journal", "write"), ("journal", "write_many")} & set(source_tree.called(function))
    )


def test_a_deed_is_told_by_whom_and_when():
    result = {"by", "on"}
    assert sum(journals(one) for _, one in source_tree.functions(SOURCES.values())) > 20, (
        "there are deeds at all"
    )
    untold = offending(
        SOURCES.values(),
        lambda one: (
            journals(one) and not result <= source_tree.keywords(one) and one.name not in BY_ITSELF
        ),
    )
    assert untold == [], "a function that writes the journal takes *, by=, on="


def test_whatever_is_written_for_somebody_has_its_day():
    def undated(one: source_tree.Function) -> bool:
        return (
            writes(one)
            and "by" in source_tree.keywords(one)
            and "on" not in source_tree.keywords(one)
        )

    assert offending(SOURCES.values(), undated) == [], "add on=, the moment, beside by="


def test_a_deed_stands_in_the_journal():
    """The command writes the entry itself, or a function of its module does."""
    for path in SOURCES.values():
        beside = {one.name for _, one in source_tree.functions([path]) if journals(one)}

        def silent(one: source_tree.Function, beside: set[str] = beside) -> bool:
            public = not one.name.startswith("_")
            is_command = public and writes(one) and {"by", "on"} <= source_tree.keywords(one)
            return (
                is_command
                and not journals(one)
                and not beside & {name for owner, name in source_tree.called(one) if not owner}
            )

        assert source_tree.where(path) in NO_ACT or offending([path], silent) == [], (
            "call journal.write in each"
        )


def test_frameworks_stay_on_their_floors():
    routes = r"service\.(app|web|api|pages)(\.|$)"
    homes = {
        "litestar": routes,
        "jinja2": routes,
        "babel": r"i18n(\.|$)",
        "rapidfuzz": r"matching\.",
        "numpy": r"matching\.",
        "alembic": r"service\.infra\.database$",
        "psycopg": r"service\.infra\.database$",
        "cryptography": r"catalog\.core\.vault$",
        "typst": r"service\.(casework\.letters|reporting\.documents)\.",
    }
    strays = [
        (name, package)
        for name, path in SOURCES.items()
        for package in sorted(_packages(path) & set(homes))
        if not re.match(homes[package], name)
    ]
    assert strays == []


def _packages(path) -> set[str]:
    found = set()
    for one in source_tree.nodes(path):
        if isinstance(one, ast.Import):
            found |= {name.name.split(".")[0] for name in one.names}
        if isinstance(one, ast.ImportFrom) and one.module:
            found.add(one.module.split(".")[0])
    return found | {name.split(".")[0] for name in _by_name(path)}


def _by_name(path) -> set[str]:
    """Return the libraries that a module loads only when they are used."""
    calls = [one for one in source_tree.nodes(path) if isinstance(one, ast.Call)]
    return {
        one.args[0].value
        for one in calls
        if isinstance(one.func, ast.Name) and one.func.id == "Library"
    }


def test_no_path_of_somebodys_machine_stands_in_the_source():
    private = re.compile(r"/(?:home|root|Users|work|tmp)/[a-z]")
    texts = [*SHIPPED.values(), *source_tree.TEMPLATES.rglob("*.html")]
    assert [source_tree.where(path) for path in texts if private.search(path.read_text())] == []
