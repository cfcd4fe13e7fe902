"""Rules on routes: what they return, their templates, and a test for every module."""

import re
import typing
from collections.abc import Iterator
from functools import cache

import jinja2
import msgspec
import pytest
from jinja2 import nodes
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from sqlmodel import SQLModel

from i18n import CITIZEN_LANGUAGES
from service import app
from service.infra.access import Permission
from service.infra.settings import Settings
from service.web import rendering
from service.web.label_lists import TEMPLATE_ENUMS
from tests import conftest
from tests.conftest import write_key
from tests.support import source_tree

# Modules without a test file of their own, and where they are tested instead.
TESTED_ELSEWHERE = {
    "service.infra.list_settings": "service/pages/desk/lists/test_list_forms saves and reads them",
    "service.pages.desk.lists.views": "service/pages/desk/lists/test_list_forms opens each list",
    "service.pages.desk.claims.claim_rows": "service/pages/desk/claims/test_claim_list_page",
    "service.pages.desk.advice.session_list_page": "service/pages/desk/advice/test_session_pages",
    "service.pages.desk.shared.list_choices": "the tests of each list choose among them",
    "service.web.lists.list_view": "service/web/lists/test_listing",
    "service.web.lists.list_table": "service/web/lists/test_list_cells",
    "service.web.lists.list_export": "service/pages/desk/lists/test_list_forms exports lists",
    "service.privacy.claim_export": "service/privacy/test_personal_export",
    "service.privacy.export_conversion": "service/privacy/test_personal_export",
    "service.labels.rule_labels": "service/web/test_label_lists",
    "service.labels.vetting_labels": "service/pages/desk/vacancies/test_vetting_comparison",
    "service.approvals.fact_columns": "service/pages/desk/admin/test_fact_pages",
    "service.approvals.request_handler": "service/approvals/test_decisions",
    "service.api.contract.ledger_examples": "service/api/contract/test_examples",
    "service.api.contract.correction_examples": "service/api/contract/test_examples",
    "service.casework.workflow.claim_lines": "service/casework/workflow/test_claim_facts",
    "service.api.casework.corrections": "service/api/casework/test_advice_corrections reads every part of it",
    "service.pages.desk.shared.correction_pages": "the correction pages of each record",
    "service.api.contract.register_examples": "service/api/contract/test_examples",
    "service.api.contract.post_examples": "service/api/contract/test_examples",
    "service.casework.evidence.file_encryption": "service/approvals/test_claim_person",
    "i18n.overlays": "i18n/test_formats reads every table of it",
    "catalog.core.actor": "a value without behaviour; every command's test uses it",
    "matching.search.index": "matching/search/test_search looks through it",
    "matching.lexicon.stopwords": "matching/search/test_query drops these words",
    "matching.lexicon.places": "matching/search/test_query names places",
    "matching.fraud.offer_reasons": "matching/fraud/test_offer_check meets each reason",
    "matching.fraud.job_comparison": "matching/fraud/test_offer_check compares each fact",
    "matching.fraud.name_distance": "matching/fraud/test_confirmed_frauds tells names apart",
    "matching.lexicon.vocabulary": "matching/search/test_query meets words spelt otherwise",
    "service.privacy.claim_schema": "service/privacy/test_personal_export reads every part of it",
    "service.casework.claims.components": "service/web/test_label_lists holds a label for each",
    "service.casework.scope.advice_tables": "the tables of service.casework.advice",
    "service.casework.scope.complaint_tables": "the table of service.casework.complaints",
    "service.casework.scope.incident_tables": "the tables of service.casework.incidents",
    "service.privacy.incident_schema": "service/privacy/test_personal_export",
    "service.operations.all_models": "test_source_tables",
    "service.labels.casework_labels": "service/web/test_label_lists",
    "service.labels.journey_labels": "service/web/test_label_lists",
    "service.labels.permission_labels": "service/web/test_label_lists",
    "service.pages": "service/test_app and service/pages open every page",
}
# What a template calls a value of an enum: compared with a member, never with its text.
ENUM_VALUES = {"state", "outcome", "stand", "standing", "status", "verdict", "role"}
# Commands are tested as they are typed: service/commands has its tests by verb.
BY_VERB = "service.commands."


@pytest.fixture(scope="module")
def handlers(tmp_path_factory) -> list[tuple[str, BaseRouteHandler]]:
    home = tmp_path_factory.mktemp("home")
    write_key(home)
    routes = [
        route
        for route in app.create_app(Settings(home=home)).routes
        if isinstance(route, HTTPRoute)
    ]
    found = [(route.path, handler) for route in routes for handler in route.route_handlers]
    return [(path, one) for path, one in found if one.http_methods != {"OPTIONS"}]


def test_every_route_names_its_permission(handlers):
    assert len(handlers) > 5
    assert [
        path for path, one in handlers if not isinstance(one.opt.get("permission"), Permission)
    ] == []


def test_no_route_returns_a_row(handlers):
    rows = [
        path
        for path, one in handlers
        if SQLModel in set(_parts(one.parsed_fn_signature.return_type.annotation))
    ]
    assert rows == []


def _parts(kind: object, seen: frozenset[object] = frozenset()) -> Iterator[object]:
    """Yield all types in an annotation, through lists, unions and the fields of Structs.

    A row counts as SQLModel.
    """
    if kind in seen:
        return
    if isinstance(kind, type) and issubclass(kind, SQLModel):
        yield SQLModel
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field in msgspec.structs.fields(kind):
            yield from _parts(field.type, seen | {kind})
    for part in typing.get_args(kind):
        yield from _parts(part, seen)


def test_a_row_inside_an_answer_would_be_found():
    """The rule above works: an offer's verdict holds rows, and must never be returned as it is."""
    source_tree.loaded()
    judged = next(
        cls for cls in source_tree.kinds_of(msgspec.Struct) if cls.__name__ == "OfferCheck"
    )
    assert SQLModel in set(_parts(list[judged]))


@cache
def templates() -> dict[str, str]:
    return {
        str(path.relative_to(source_tree.TEMPLATES)): path.read_text()
        for path in source_tree.TEMPLATES.rglob("*.html")
    }


def _drawn_in(text: str) -> set[str]:
    return set(re.findall(r"{%-?\s*(?:include|import|from|extends)\s+[\"']([\w/.-]+)[\"']", text))


@cache
def _named_in_code() -> set[str]:
    sources = "\n".join(path.read_text() for path in source_tree.sources("service").values())
    return set(re.findall(r"[\"']([\w/-]+\.html)[\"']", sources))


def test_every_template_is_named_and_every_named_one_exists():
    known = set(templates())
    drawn = {name for text in templates().values() for name in _drawn_in(text)}
    assert sorted((drawn | _named_in_code()) - known) == []
    assert sorted(known - drawn - _named_in_code()) == []


def test_every_page_extends_the_base_and_has_a_title():
    for name in _named_in_code() & set(templates()):
        text = templates()[name]
        if text.startswith('{% extends "desk/shared/listing.html" %}'):
            continue
        assert re.match(r'{% extends "base\.html" %}', text), name
        assert "{% block title %}" in text, name
        assert "{% block main %}" in text, f"{name}: base.html shows no other block as the page"


def test_a_page_has_one_summary_of_errors_which_no_part_repeats():
    shown = {name: text.count("form.summary(") for name, text in templates().items()}
    for name in [name for name, count in shown.items() if count]:
        assert shown[name] == 1, name
        assert templates()[name].startswith('{% extends "base.html" %}'), name


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_every_template_compiles_in_every_language(lang):
    for name in templates():
        rendering.environment(lang).get_template(name)


def test_a_template_that_asks_for_an_unknown_fact_fails():
    with pytest.raises(jinja2.UndefinedError):
        rendering.environment(CITIZEN_LANGUAGES[0]).from_string("{{ nobody_told_this }}").render()


@cache
def parse(text: str) -> nodes.Template:
    return rendering.environment(CITIZEN_LANGUAGES[0]).parse(text)


def compared_with_text(template: nodes.Template) -> list[int]:
    """Return the lines on which a value of an enum is compared with a text."""
    found = []
    for one in template.find_all((nodes.Compare, nodes.Filter)):
        if isinstance(one, nodes.Compare):
            sides = [one.expr, *(operand.expr for operand in one.ops)]
            names = {getattr(side, "attr", getattr(side, "name", "")) for side in sides}
        else:  # rows|selectattr("state", "equalto", "open")
            sides = one.args[2:] if one.name in ("selectattr", "rejectattr") else []
            names = {part.value for part in one.args[:1] if isinstance(part, nodes.Const)}
        values = [part for side in sides for part in getattr(side, "items", [side])]
        texts = [part for part in values if isinstance(part, nodes.Const) and part.value != ""]
        if texts and names & ENUM_VALUES:
            found.append(one.lineno)
    return found


def test_no_template_compares_a_value_of_an_enum_with_a_text():
    found = {name: compared_with_text(parse(text)) for name, text in templates().items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        '{% if row.state == "open" %}{% endif %}',
        '{% if "open" != state %}{% endif %}',
        '{% if one.verdict not in ("fine", "failed") %}{% endif %}',
        '{{ rows|selectattr("outcome", "equalto", "waiting")|list }}',
    ],
)
def test_a_comparison_with_a_text_would_be_found(text):
    assert compared_with_text(parse(text)) == [1]


def test_every_member_that_a_template_names_exists():
    named = {
        (one.node.attr, one.attr)
        for text in templates().values()
        for one in parse(text).find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Getattr) and getattr(one.node.node, "name", "") == "enum"
    }
    known = {(name, member) for name, kind in TEMPLATE_ENUMS.items() for member in kind.__members__}
    assert len(named) > 50
    assert sorted(named - known) == []


# A label or legend of a field. Options and rows, whose id has the place after a hyphen, have none.
FIELD_LABEL = re.compile(
    r"<label for=\"[^\"-]+\">.*?</label>|<fieldset(?=[^>]* id=)[^>]*>\s*<legend>.*?</legend>",
    re.DOTALL,
)


def test_every_label_of_a_field_is_known_to_the_summary_of_errors():
    found = {name: FIELD_LABEL.findall(text) for name, text in templates().items()}
    assert sum(map(len, found.values())) > 40
    wrong = [
        (name, label)
        for name, labels in found.items()
        for label in labels
        if "field_label(" not in label
    ]
    assert wrong == []


def test_every_module_has_its_tests():
    missing = []
    for name, path in source_tree.sources().items():
        inside = path.relative_to(source_tree.ROOT)
        stem = "init" if inside.stem == "__init__" else inside.stem.strip("_")
        if path.name == "__init__.py" and len(path.read_text().splitlines()) < 40:
            continue
        files = (source_tree.ROOT / "tests" / inside.parent).glob(f"test_{stem}*.py")
        if name not in TESTED_ELSEWHERE and not name.startswith(BY_VERB) and not any(files):
            missing.append(name)
    assert missing == [], "add tests/<package>/test_<module>.py for each"


def test_what_is_tested_elsewhere_exists():
    assert set(TESTED_ELSEWHERE) <= set(source_tree.sources())
    assert any((source_tree.ROOT / "tests" / "service" / "commands").glob("test_*.py"))


@pytest.mark.parametrize("name", sorted({*conftest.DIFFERS, *conftest.LONG}))
def test_a_test_file_that_the_runs_treat_differently_exists(name):
    """Correct DIFFERS or LONG in tests/conftest.py when a test file gets another name."""
    assert any((source_tree.ROOT / "tests").rglob(f"test_{name}*.py"))
