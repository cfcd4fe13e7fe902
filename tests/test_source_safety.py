"""Security rules on the source: what it never does, and what it is made of."""

import ast
import re
import tomllib

import pytest

from tests.support import source_tree

SHIPPED = source_tree.sources(*source_tree.FLOORS)
PAGES = {
    source_tree.where(path): path.read_text() for path in source_tree.TEMPLATES.rglob("*.html")
}
SCRIPTS = [path.read_text() for path in (source_tree.ROOT / "service" / "static").glob("*.js")]
# Predictable randomness, and modules that create objects or code from bytes that were sent.
NEVER = {"random", "pickle", "marshal", "shelve", "yaml", "ctypes", "telnetlib"}
# Where SQL is composed, and of what: names of our own tables, words of our own.
OWN_WORDS = {"service/privacy/erasure_records.py", "service/infra/database.py"}
# What a form may put into an address: nothing that could identify a person (ASVS 5.0, 14.2.1).
IN_ADDRESSES = {
    *(
        "q",
        "role",
        "state",
        "month",
        "week",
        "year",
        "body",
        "way",
        "topic",
        "country",
        "city",
        "agency",
        "licence_no",
        "employer",
        "trade",
        "occupation",
        "wage",
        "period",
        "vacancy",
        # of a recruiter, who is checked at an address that can be passed on
        "telephone",
        "contact",
        "step",
        *(
            "post",
            "owner",
            "component",
            "currency",
            "filed_from",
            "filed_until",
            "due_until",
            "group",
            "overdue",
            "quiet",
        ),
        *(
            "late",
            "sort",
            "day_from",
            "day_until",
            "channel",
            "outcome",
            "level",
            "officer",
            "region",
        ),
    ),
    *("arrived_from", "arrived_until"),
    *(
        "currency",
        "years",
        "age",
        "language",
        "level",
        "certificate",
        "housing",
        "sort",
        "wage_min",
        "other",
    ),
    "vacancy",
}


def test_chance_comes_from_where_nobody_can_foretell_it_and_nothing_sent_is_woken():
    found = {
        (name, package)
        for name, path in SHIPPED.items()
        for one in source_tree.nodes(path)
        for package in NEVER & {item.split(".")[0] for item in _packages(one)}
    }
    called = {
        (name, call)
        for name, path in SHIPPED.items()
        for call in source_tree.called(source_tree.tree(path))
    }
    # The process that opens strangers' files is sandboxed by system calls, for which Python has no
    # other interface.
    assert found == {("service.input.closed_process", "ctypes")}
    assert [
        one
        for one in called
        if one[1] in {("", "eval"), ("", "exec"), ("os", "system"), ("os", "popen")}
    ] == []


def _packages(one: ast.AST) -> list[str]:
    if isinstance(one, ast.Import):
        return [name.name for name in one.names]
    return [one.module or ""] if isinstance(one, ast.ImportFrom) else []


def test_nothing_is_hashed_by_what_was_broken():
    used = {
        name
        for path in SHIPPED.values()
        for name in re.findall(r"hashlib\.(\w+)", path.read_text())
    }
    assert used == {"sha256"}


def test_no_sentence_for_the_database_is_put_together_from_what_was_sent():
    """Values are bound; only SQL that is literal in the source is executed."""
    made = {
        source_tree.where(path)
        for path in SHIPPED.values()
        for one in source_tree.nodes(path)
        if isinstance(one, ast.Call)
        and _name(one) in {"text", "exec_driver_sql", "literal_column", "execute"}
        if one.args and isinstance(one.args[0], ast.JoinedStr | ast.BinOp)
    }
    assert {one.partition(":")[0] for one in made} == OWN_WORDS


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_no_shell_is_asked_and_no_certificate_left_unseen():
    result = {
        (one.arg, getattr(one.value, "value", None))
        for path in SHIPPED.values()
        for one in _keywords(path)
    }
    assert {
        ("shell", True),
        ("verify", False),
        ("check_hostname", False),
        ("autoescape", False),
    } & result == set()


def _keywords(path) -> list[ast.keyword]:
    return [one for one in source_tree.nodes(path) if isinstance(one, ast.keyword)]


def test_a_cookie_is_given_in_one_place():
    given = {
        name
        for name, path in SHIPPED.items()
        if "set_cookie" in {verb for _, verb in source_tree.called(source_tree.tree(path))}
    }
    assert given == {"service.web.context"}


def test_no_page_takes_words_for_markup():
    assert [
        name
        for name, text in PAGES.items()
        if re.search(r"\|\s*safe\b|autoescape|\bMarkup\b", text)
    ] == []
    trusting = {name for name, path in SHIPPED.items() if "Markup" in path.read_text()}
    assert trusting == {
        "service.web.context",
        "service.web.jobs.job_posting",
        "service.web.lists.list_cells",
        "service.web.lists.list_table",
        "service.web.rendering",
    }, "and each of them has a test of its own"


def test_what_tells_of_a_person_is_never_sent_in_an_address():
    asked = {
        name: set(re.findall(r'name="(\w+)"|form\.\w+\("(\w+)"', form)) for name, form in _asking()
    }
    assert len(asked) > 5, "there are such forms at all"
    assert {
        name: result
        for name, pairs in asked.items()
        if (result := {a or b for a, b in pairs} - IN_ADDRESSES)
    } == {}


def _asking() -> list[tuple[str, str]]:
    forms = [
        (name, form)
        for name, text in PAGES.items()
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
    ]
    return [(name, form) for name, form in forms if 'method="post"' not in form.partition(">")[0]]


def test_a_password_is_hidden_pasted_and_kept_by_whoever_helps_to_remember():
    kinds = [
        call
        for text in PAGES.values()
        for call in re.findall(r'form\.text\(\s*"(?:password|current|again)".*?}}', text, re.DOTALL)
    ]
    assert len(kinds) == 7
    assert [
        one
        for one in kinds
        if 'kind="password"' not in one or not re.search(r'auto="(current|new)-password"', one)
    ] == []
    assert [
        name
        for name, text in PAGES.items()
        if re.search(r"onpaste|oncopy|maxlength[^>]*password", text)
    ] == []


# Whether the desk's keyboard shortcuts are on: a browser setting, and nothing that anybody typed.
SWITCH = re.compile(r'localStorage\.[gs]etItem\("keys"')


@pytest.mark.parametrize(
    "word",
    [
        "Storage",
        "indexedDB",
        "document.cookie",
        "innerHTML",
        "insertAdjacentHTML",
        "eval(",
        "paste",
    ],
)
def test_no_script_keeps_or_draws_what_was_typed(word):
    assert SCRIPTS, "there are scripts at all"
    assert [text for text in SCRIPTS if word in SWITCH.sub("", text)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_everything_we_are_made_of_is_known_by_its_hash(name):
    lines = (source_tree.ROOT / name).read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert [
        line
        for line in packages
        if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []
    locked = {re.split(r"[=\[]", line)[0].replace("_", "-").lower() for line in packages}
    assert {re.split(r"[^\w.-]", one)[0].lower() for one in _wanted()} <= locked


def _wanted() -> list[str]:
    return list(
        tomllib.loads((source_tree.ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    )


def test_no_secret_lies_in_the_project():
    names = (
        "*.py",
        "*.md",
        "*.toml",
        "*.tsv",
        "*.csv",
        "*.html",
        "*.js",
        "*.txt",
        "*.json",
        "*.yml",
        "*.yaml",
        "*.lock",
    )
    theirs = re.compile(r"\.venv(-3\.\d+)?|var")
    ours = [path for path in source_tree.ROOT.iterdir() if not theirs.fullmatch(path.name)]
    texts = [
        path
        for top in ours
        for name in names
        for path in ([top] if top.match(name) else top.rglob(name))
    ]
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bmsf_[\w-]{43}|\b(?:AKIA|ghp_|xox[bp]-)\w{16}"
    )
    assert [
        source_tree.where(path) for path in texts if secret.search(path.read_text(errors="replace"))
    ] == []
    assert [
        source_tree.where(path)
        for top in ours
        for end in ("key", "pem", "p12")
        for path in top.rglob(f"[!.]*.{end}")
    ] == []
