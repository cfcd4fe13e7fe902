"""What pages are rendered from: typed structs, not dictionaries of anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

from service import pages

SHOWS = {"page", "page_fragment", "form_page"}
# What every page may be told besides its own facts, and how many of those need no struct.
USUAL = {"refusal", "errors", "status", "headers", "harm", "private", "about"}
MOST = 3


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Each call that renders a page, with its place."""
    root = Path(pages.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in SHOWS
            ):
                yield f"{path.relative_to(root)}:{node.lineno}", node


def test_no_page_is_rendered_from_a_dictionary() -> None:
    calls = list(_calls())
    assert len(calls) > 200
    spread = [place for place, call in calls if any(one.arg is None for one in call.keywords)]
    assert not spread, f"Pass a msgspec.Struct instead of **: {spread}"


def test_a_page_with_many_facts_has_a_struct_for_them() -> None:
    many = [
        place
        for place, call in _calls()
        if sum(one.arg is not None and one.arg not in USUAL for one in call.keywords) > MOST
    ]
    assert not many, f"Name the facts of these pages in a msgspec.Struct: {many}"


def test_no_function_of_the_pages_returns_a_dictionary_of_anything() -> None:
    root = Path(pages.__file__).parent
    loose = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) == "dict[str, Any]"
    ]
    assert not loose, f"Return a msgspec.Struct, or form_actions.Answer: {loose}"
