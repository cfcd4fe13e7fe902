"""Each property of the contract says what it means."""

from service import api
from service.api.contract import descriptions, schema


def test_every_property_is_described_and_no_description_is_left_over():
    schemas = schema.document(api.HANDLERS)["components"]["schemas"]
    known = [
        (name, values["properties"]) for name, values in schemas.items() if "properties" in values
    ]
    found = {
        (name, one): its["description"] for name, values in known for one, its in values.items()
    }
    assert [where for where, text in found.items() if not text.endswith(".")] == [], (
        "add a row that ends with a full stop to service/api/contract/descriptions.tsv"
    )
    assert (
        set(descriptions.table()) - {descriptions.find_row(*where) for where in found} == set()
    ), "delete rows of removed properties from service/api/contract/descriptions.tsv"
