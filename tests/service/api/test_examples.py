"""What the contract shows as examples is what would be taken and given."""

import jsonschema_rs
import msgspec
import pytest

from service import api
from service.api import components, examples, schema

CONTRACT = msgspec.json.decode(msgspec.json.encode(schema.document(api.HANDLERS)))
SENT = {
    components.NAMES[one.opt["takes"]]: (sorted(one.http_methods)[0], next(iter(one.paths)))
    for one in api.HANDLERS
    if "takes" in one.opt
}


@pytest.mark.parametrize("name", sorted(examples._EXAMPLES))
def test_it_fits_its_schema(name):
    whole = {"$ref": f"#/components/schemas/{name}", "components": CONTRACT["components"]}
    jsonschema_rs.validator_for(whole, validate_formats=True).validate(examples._EXAMPLES[name])


@pytest.mark.parametrize("name", sorted(SENT))
def test_what_is_sent_as_shown_is_taken(as_, name):
    method, path = SENT[name]
    address = "/api/v1" + path.replace("{reference:str}", examples.PATH_EXAMPLES["reference"])
    answer = as_("elyor", key=True).request(
        method, address, json=examples._EXAMPLES[name], headers={"if-match": '"1"'}
    )
    assert answer.status_code in (200, 201), answer.text


def test_every_example_belongs_to_something():
    kinds = {
        components.NAMES[one.opt[name]]
        for one in api.HANDLERS
        for name in ("takes", "gives")
        if name in one.opt
    }
    assert set(examples._EXAMPLES) == kinds
