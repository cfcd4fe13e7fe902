"""Names of the contract: each type has one, and no name is left over."""

import msgspec
import pytest

from service import api
from service.api.api_routes import PagedQuery
from service.api.contract import components, schema
from service.reporting.figures.figures import Unit
from service.web.problems import Problem


class Unheard(msgspec.Struct):
    """A type of which the contract knows nothing."""

    word: str


class Asks(msgspec.Struct):
    about: Unheard


def test_names_are_those_of_components_in_the_document():
    contract = schema.document(api.HANDLERS)
    assert sorted(components.NAMES.values()) == sorted(contract["components"]["schemas"])


def test_every_named_type_belongs_to_what_a_route_takes_or_gives():
    kinds = {
        one.opt[name] for one in api.HANDLERS for name in ("takes", "gives") if name in one.opt
    }
    _, reached = msgspec.json.schema_components([*kinds, Problem, Unit])
    assert len(reached) == len(components.NAMES) == len(set(components.NAMES.values()))


def test_a_type_without_a_name_is_refused():
    with pytest.raises(TypeError, match="Unheard"):
        components.build_schemas(Asks)


def test_a_title_in_queries_belongs_to_a_component():
    assert set(components.QUERY_TITLES) <= set(components.NAMES.values())


def test_a_question_without_a_name_for_its_cursors_is_refused():
    with pytest.raises(TypeError, match="cursor_name"):
        type("Nameless", (PagedQuery,), {})
