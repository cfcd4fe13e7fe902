"""Calls in templates: each fits the function, filter or macro that it names."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import nodes
from jinja2.filters import FILTERS

from i18n import Language
from service.web import rendering
from tests.support import source_tree

ENVIRONMENT = rendering.environment(Language.EN)
Macros = dict[str, nodes.Macro]


def parsed() -> dict[str, nodes.Template]:
    return {
        str(path.relative_to(source_tree.TEMPLATES)): ENVIRONMENT.parse(path.read_text())
        for path in source_tree.TEMPLATES.rglob("*.html")
    }


def macros_of(template: nodes.Template) -> Macros:
    return {one.name: one for one in template.find_all(nodes.Macro)}


def macros_named(template: nodes.Template, known: dict[str, Macros]) -> Macros:
    """Return the macros that a template can call, as `name` or `alias.name`."""
    found = dict(known.get("", {})) | macros_of(template)
    for one in template.find_all(nodes.Import):
        if isinstance(one.template, nodes.Const):
            for name, macro in known[one.template.value].items():
                found[f"{one.target}.{name}"] = macro
    return found


def called(node: nodes.Expr) -> str:
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=nodes.Name(name=alias), attr=name):
            return f"{alias}.{name}"
    return ""


def unfit(function: Any, before: int, call: nodes.Call | nodes.Filter) -> bool:
    """Return whether a function cannot take what a template gives it."""
    if call.dyn_args is not None or call.dyn_kwargs is not None:
        return False
    try:
        signature = inspect.signature(function)
        signature.bind(
            *[None] * (before + len(call.args)), **{one.key: None for one in call.kwargs}
        )
    except TypeError:
        return True
    except ValueError:  # a function of C without a signature
        return False
    return False


def unfit_macro(macro: nodes.Macro, call: nodes.Call) -> bool:
    names = {one.name for one in macro.args}
    used = {one.name for one in macro.find_all(nodes.Name)}
    too_many = len(call.args) > len(macro.args) and "varargs" not in used
    return too_many or ("kwargs" not in used and not {one.key for one in call.kwargs} <= names)


def misfits(template: nodes.Template, known: dict[str, Macros]) -> Iterator[tuple[int, str]]:
    macros = macros_named(template, known)
    for call in template.find_all(nodes.Call):
        name = called(call.node)
        if name in macros:
            if unfit_macro(macros[name], call):
                yield call.lineno, name
        elif name != "_" and callable(function := ENVIRONMENT.globals.get(name)):
            # gettext and its like are given the context of the template first.
            before = int(hasattr(function, "jinja_pass_arg"))
            if unfit(function, before, call):
                yield call.lineno, name
    for call in template.find_all(nodes.Filter):
        if call.name not in FILTERS and unfit(ENVIRONMENT.filters[call.name], 1, call):
            yield call.lineno, call.name


def test_no_template_gives_a_function_or_macro_what_it_does_not_take():
    templates = parsed()
    known = {name: macros_of(template) for name, template in templates.items()}
    found = {name: list(misfits(template, known)) for name, template in templates.items()}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "text",
    [
        "{{ list_([], last='or', other=1) }}",
        "{{ date() }}",
        "{{ 1|typed_day(2) }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=1) }}",
    ],
)
def test_a_call_that_does_not_fit_would_be_found(text):
    assert len(list(misfits(ENVIRONMENT.parse(text), {}))) == 1


def test_no_macro_has_the_name_of_a_function_of_every_template():
    functions = {name for name, value in ENVIRONMENT.globals.items() if callable(value)}
    named = {name: functions & set(macros_of(one)) for name, one in parsed().items()}
    assert {name: both for name, both in named.items() if both} == {}


def test_a_fact_of_a_page_does_not_hide_the_function_of_its_name():
    page = ENVIRONMENT.from_string("{{ number(1234) }}, page {{ number }}")
    assert page.render(number=2) == "1,234, page 2"


def texts() -> dict[str, str]:
    return {
        str(path.relative_to(source_tree.TEMPLATES)): path.read_text()
        for path in source_tree.TEMPLATES.rglob("*.html")
    }


def test_no_list_writes_the_way_to_its_other_pages_itself():
    """The rest are the pages of a file, and of a list that is too long to count."""
    other_page = re.compile('rel="next".*page={{|page={{.*rel="next"')
    own = {name for name, text in texts().items() if other_page.search(text)}
    assert own == {
        "desk/shared/file_pages.html",
        "desk/shared/list_parts.html",
        "shared/list_end.html",
    }


def test_no_page_says_itself_why_a_row_stays_unchanged():
    own = {name for name, text in texts().items() if '_("unchanged")' in text}
    assert own == {"desk/shared/results.html"}


def test_the_pages_of_a_group_do_not_write_the_head_of_their_table_again():
    head = '<caption>{{ _("Workers") }}</caption>'
    assert {name for name, text in texts().items() if head in text} == set()
