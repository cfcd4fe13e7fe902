"""The contract as a document: valid OpenAPI 3.1, complete, and true of every route."""

import re

import jsonschema_rs
import msgspec
import pytest
import schemathesis
from litestar import Response

from service import api
from service.api import api_routes
from service.api.contract import schema
from service.infra.access import Permission
from service.web.context import Req
from service.web.problems import Problem


@pytest.fixture(scope="module")
def contract() -> dict:
    return msgspec.json.decode(msgspec.json.encode(schema.document(api.HANDLERS)))


def operations(contract):
    return [one for path in contract["paths"].values() for one in path.values()]


def test_it_is_served_to_anybody(client, contract):
    answer = client.get("/schema/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == contract
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get("/schema/openapi.json", headers=known).status_code == 304


def test_it_is_an_openapi_document_that_others_can_read(contract):
    read = schemathesis.openapi.from_dict(contract)
    assert read.specification.version == "3.1.0"
    assert all(one.ok().method for one in read.get_all_operations())


def test_every_schema_in_it_is_a_json_schema(contract):
    for item in contract["components"]["schemas"].values():
        jsonschema_rs.meta.validate(
            item | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        )


def test_every_reference_leads_somewhere(contract):
    names = set(
        re.findall(r'#/components/schemas/([^"]+)"', msgspec.json.encode(contract).decode())
    )
    assert names <= set(contract["components"]["schemas"])
    assert not [name for name in contract["components"]["schemas"] if "." in name]


def test_every_route_is_described(contract):
    assert len(operations(contract)) == len(api.HANDLERS)
    for one in operations(contract):
        assert one["summary"].endswith(".")
        assert one["description"]
        assert one["tags"]
    assert len({one["operationId"] for one in operations(contract)}) == len(api.HANDLERS)


def test_every_error_is_a_problem(contract):
    for one in operations(contract):
        for status, answer in one["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], one["operationId"]


def test_what_a_route_can_refuse_is_said(contract):
    amend = contract["paths"]["/api/v1/wages/{reference}"]["patch"]["responses"]
    assert {
        "200",
        "400",
        "401",
        "403",
        "404",
        "409",
        "412",
        "413",
        "415",
        "422",
        "428",
        "503",
    } == set(amend)
    search = contract["paths"]["/api/v1/vacancies"]["get"]["responses"]
    assert set(search) == {"200", "414", "422", "503"}


def test_a_closed_route_names_the_scope_that_its_key_needs(contract):
    step = contract["paths"]["/api/v1/wages/{reference}/steps"]["post"]
    assert {"key": ["wages:step"]} in step["security"]
    assert {} in contract["paths"]["/api/v1/wages"]["post"]["security"]


def test_what_is_sent_has_an_end_and_no_other_names(contract):
    result = contract["components"]["schemas"]["NewClaim"]
    assert result["additionalProperties"] is False
    assert result["properties"]["lines"]["maxItems"] == 200
    assert all("maxLength" in one for one in _texts(result))


def _texts(schema):
    kinds = [kind for one in schema["properties"].values() for kind in one.get("anyOf", [one])]
    return [kind for kind in kinds if kind.get("type") == "string" and "format" not in kind]


def test_no_pattern_is_pythons_own(contract):
    assert "\\Z" not in msgspec.json.encode(contract).decode()


def test_the_problem_is_the_one_that_is_sent(client, contract):
    answer = client.get("/api/v1/agencies/AG-NOBODY").json()
    assert (
        set(answer)
        <= set(contract["components"]["schemas"]["Problem"]["properties"])
        == set(Problem.__struct_fields__)
    )


def test_no_two_schemas_have_one_title_and_none_asks_for_what_may_be_left_out(contract):
    """Generators name their classes by titles; and what has a default some of them ask for."""
    schemas = contract["components"]["schemas"]
    assert {name: values["title"] for name, values in schemas.items()} == {
        name: name for name in schemas
    }
    assert '"default"' not in msgspec.json.encode(schemas).decode()
    assert '"items":false' not in msgspec.json.encode(schemas).decode()


def test_every_tag_is_declared(contract):
    assert {tag for one in operations(contract) for tag in one["tags"]} == {
        one["name"] for one in contract["tags"]
    }


def test_a_route_without_a_name_is_refused():
    @api_routes.get("/nowhere", permission=Permission.PUBLIC, tags=["nothing"])
    def nameless(request: Req) -> Response[bytes]:
        return Response(b"")

    with pytest.raises(TypeError, match="operation_id"):
        schema.schema_route([nameless])
