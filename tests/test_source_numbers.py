"""Rules on small numbers: figures leave the service through the mask, and no other way."""

import ast
import importlib

import pytest

from service.infra.access import Permission
from service.reporting.disclosure import public_masks
from service.web import routes
from service.web.lists.list_view import ListView
from tests.support import source_tree

DOORS = ("service.pages.", "service.api.", "service.commands.")
# Modules of the report that count nothing small: documents write an edition for everybody; figures
# of other bodies are stored as printed, and a check or remark says nothing else.
PRINTED = {
    "body_returns",
    "check_sentences",
    "figure_catalogue",
    "figure_parser",
    "printed_figure",
    "remarks",
    "report_checks",
    "validation",
    "verdicts",
}
HARMLESS = {"public_masks", "months", "totals", "documents", "periods"} | PRINTED
# Routes to figures for staff alone, and why they are not masked.
STAFF: dict[str, str] = {
    "service.pages.desk.advice.session_day": "asks only whether a year is published",
    "service.pages.desk.reporting.live_numbers_page": (
        "supervisors and statisticians; protection cases go through public_masks"
    ),
    "service.pages.desk.reporting.live_numbers_list": "an export of what that page shows, masked alike",
    "service.pages.desk.reporting.report_desk": "supervisors and statisticians sign what they have seen in full",
    "service.pages.desk.reporting.report_files": "their files of a year that is not published say so",
    "service.pages.desk.reporting.figure_records": "they open the list behind a figure of the year they sign",
    "service.pages.desk.reporting.post_return_pages": "a post and its supervisor;"
    " to statisticians through public_masks",
    "service.pages.desk.shared.agency_tasks": "an agency sees which of its own returns are due",
    "service.pages.desk.agency.agency_return_pages": "an agency and the licensing officer"
    " who takes its return see its own month",
}


def asking() -> dict[str, ast.Module]:
    """Return the modules with routes or commands that take something from the report."""
    found = {}
    for name, path in source_tree.sources("service").items():
        if name.startswith(DOORS) and set(_taken(source_tree.tree(path))) - HARMLESS:
            found[name] = source_tree.tree(path)
    return found


def _taken(tree: ast.Module) -> list[str]:
    """Return the modules of the report that are used; a class alone counts nothing."""
    taken = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith("service.reporting."):
            module = str(node.module)
            for one in node.names:
                if f"{module}.{one.name}" in source_tree.sources("service"):
                    taken.append("documents" if module.endswith("documents") else one.name)
                elif one.name[0].islower():
                    taken.append(
                        "documents" if ".documents" in module else module.rpartition(".")[2]
                    )
    return taken


def _masked(tree: ast.AST) -> bool:
    """Return whether the mask is called, or the public edition that is made through it."""
    return bool(
        {("public_masks", "mask_figures"), ("public_year", "current_edition")}
        & set(source_tree.called(tree))
    )


def test_every_route_to_figures_goes_through_the_mask_or_is_for_the_service_alone():
    routes = asking()
    assert {
        "service.pages.public.report_pages",
        "service.api.report",
        "service.commands.report",
    } <= set(routes)
    assert (
        sorted(name for name, tree in routes.items() if not _masked(tree) and name not in STAFF)
        == []
    )
    assert set(STAFF) <= set(routes)


def _permissions(name: str) -> list[Permission]:
    """Return what the routes and lists of a module need."""
    module = importlib.import_module(name)
    lists = [one.permission for one in vars(module).values() if isinstance(one, ListView)]
    return lists + [one.opt["permission"] for one in routes.in_module(module)]


def _imports(path, name: str) -> bool:
    package, _, short = name.rpartition(".")
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == package
        and short in {one.name for one in node.names}
        for node in source_tree.nodes(path)
    )


@pytest.mark.parametrize("name", STAFF)
def test_what_is_for_the_service_alone_has_no_public_route(name):
    users = [one for one, path in source_tree.sources("service").items() if _imports(path, name)]
    permissions = _permissions(name) or [one for user in users for one in _permissions(user)]
    assert permissions
    assert not {Permission.PUBLIC, None} & set(permissions)


def test_whoever_masks_says_from_which_number_on_the_service_publishes():
    """Without it a raised setting would be ignored without notice."""
    found = 0
    for name, path in source_tree.sources("service").items():
        for node in source_tree.nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "public_masks.mask_figures":
                found += 1
                assert "smallest" in {one.arg for one in node.keywords}, name
    assert found >= 4


def test_nobody_hides_numbers_beside_the_mask():
    """One module decides, so that a page, an answer and a file cannot differ."""
    inner = {
        "service.reporting.disclosure.public_masks",
        "service.reporting.disclosure.table_cells",
        "service.reporting.disclosure.editions",
        "service.reporting.disclosure.suppression",
    }
    for name, path in source_tree.sources("service").items():
        if name not in inner:
            assert {"table_cells", "editions", "suppression"} & set(
                _taken(source_tree.tree(path))
            ) == set(), name


@pytest.mark.parametrize(
    "source",
    [
        "from service.reporting.annual import years\n",
        "from service.reporting.monthly.monthly_counts import counted\n",
    ],
)
def test_a_route_without_the_mask_would_be_found(source):
    tree = ast.parse(source)
    assert set(_taken(tree)) - HARMLESS
    assert not _masked(tree)
    assert callable(public_masks.mask_figures)
