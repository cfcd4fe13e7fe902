"""What docs/asvs.md says of itself is so: every row has a test that exists or a reason, and no
number stands twice."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.support import source_tree

PAGE = source_tree.ROOT / "docs" / "asvs.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:–\1\.\2\.(\d+))?")
# How a reason begins where there is no test: it comes with a later part, does not apply, or is
# owned up to.
REASON = re.compile(r"Part [3-6]: .|Does not apply: .|Not held: .")


def rows(page: str) -> list[list[str]]:
    """The four cells of each row: numbers, what is asked, how it is held, by which tests or why
    not."""
    lines = [
        line
        for line in page.splitlines()
        if line.startswith("| ") and not line.startswith("| number")
    ]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def numbers(cell: str) -> list[str]:
    """Each number by itself: "3.3.1–3.3.4" is four."""
    found = [NUMBER.fullmatch(one.strip()) for one in cell.split(",")]
    assert all(found), f"{cell} is no list of numbers"
    return [
        f"{a}.{b}.{n}"
        for a, b, first, last in (one.groups() for one in found)
        for n in range(int(first), int(last or first) + 1)
    ]


@cache
def stands_in(name: str) -> set[str]:
    path = source_tree.ROOT / name
    if not path.exists():
        return set()
    return {
        one.name
        for one in source_tree.tree(path).body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def missing(page: str) -> list[str]:
    return [f"{path}::{name}" for path, name in NAMED.findall(page) if name not in stands_in(path)]


def bare(page: str) -> list[str]:
    """The rows that say neither by which test they are held nor why by none, or with words that are
    no test's name."""
    wrong = []
    for number, asked, how, by in rows(page):
        tests, left = NAMED.findall(by), NAMED.sub("", by).strip(" ,")
        if not asked or (left if tests and how else not REASON.match(by)):
            wrong.append(number)
    return wrong


def twice(page: str) -> list[str]:
    counted = Counter(one for row in rows(page) for one in numbers(row[0]))
    return sorted(one for one, times in counted.items() if times > 1)


def test_every_row_is_held_by_tests_that_exist_or_says_why_not():
    page = PAGE.read_text()
    assert all(len(row) == 4 for row in rows(page))
    assert len(rows(page)) >= 60
    assert (missing(page), bare(page), twice(page)) == ([], [], [])


def test_every_test_named_anywhere_on_the_page_stands_in_a_row():
    page = PAGE.read_text()
    assert len(re.findall(r"::test_", page)) == sum(
        len(NAMED.findall(row[3])) for row in rows(page)
    )


HELD = "`tests/test_asvs.py::test_every_row_is_held_by_tests_that_exist_or_says_why_not`"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (f"| 1.2.1 | asked | held | {HELD} |", ([], [], [])),
        ("| 1.2.1 | asked | | Part 3: with evidence |", ([], [], [])),
        ("| 1.2.1 | asked | | Not held: told why |", ([], [], [])),
        (
            "| 1.2.1 | asked | held | `tests/test_asvs.py::test_nowhere` |",
            (["tests/test_asvs.py::test_nowhere"], [], []),
        ),
        (
            "| 1.2.1 | asked | held | `tests/nowhere.py::test_it` |",
            (["tests/nowhere.py::test_it"], [], []),
        ),
        ("| 1.2.1 | asked | held | |", ([], ["1.2.1"], [])),
        ("| 1.2.1 | asked | held | soon |", ([], ["1.2.1"], [])),
        ("| 1.2.1 | asked | | Part 2: now |", ([], ["1.2.1"], [])),
        (f"| 1.2.1 | asked | | {HELD} |", ([], ["1.2.1"], [])),
        (f"| 1.2.1 | asked | held | {HELD} and more |", ([], ["1.2.1"], [])),
        (f"| 1.2.1–1.2.3, 1.2.2 | asked | held | {HELD} |", ([], [], ["1.2.2"])),
    ],
)
def test_it_would_see_what_is_wrong(row, found):
    assert (missing(row), bare(row), twice(row)) == found
