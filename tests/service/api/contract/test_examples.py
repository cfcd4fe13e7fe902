"""What the contract shows as examples is what would be taken and given."""

import jsonschema_rs
import msgspec
import pytest

from service import api
from service.api.contract import components, examples, schema
from tests.support import sample_placements

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


# What is sent about money that has moved already.
ON_MONEY = {"NewDecision", "NewPayOut", "ReversalReason"}


# What is sent about an advice session.
ON_ADVICE = {"AdviceCorrection"}


def logged_session(as_) -> dict[str, str]:
    values = examples._EXAMPLES["NewSession"]
    logged = as_("elyor", key=True).post("/api/v1/advice", json=values)
    return {"session": logged.json()["reference"]}


ON_RETURNS = {"ReturnCorrection", "VoidReason"}
# What is sent about a record that is counted beside sessions, and what records it.
COUNTED = {
    "ContactCorrection": ("NewContact", "contacts"),
    "GroupSessionCorrection": ("NewGroupSession", "group-sessions"),
    "EventCorrection": ("NewEvent", "events"),
}


def counted_record(as_, name: str) -> dict[str, str]:
    new, path = COUNTED[name]
    recorded = as_("elyor", key=True).post(f"/api/v1/{path}", json=examples._EXAMPLES[new])
    return {"record": recorded.json()["reference"]}


def returned_worker(seeded, clock) -> dict[str, str]:
    with seeded.write() as session:
        one = sample_placements.returned(session, on=clock())
    return {"placement": one.reference}


def recorded_person(as_) -> str:
    new = {"name": "Botir Sherov", "language": "uz"}
    card = as_("elyor").post("/en/desk/citizens/new", data=new).headers["location"]
    return card.rpartition("/")[2]


def moved_money(as_) -> dict[str, str]:
    """References of a held payment, of a pay-out of a part of it, and of its requested reversal."""
    client, claim = as_("elyor", key=True), f"/api/v1/wages/{examples.PATH_EXAMPLES['reference']}"
    held = examples._EXAMPLES["NewPayment"] | {"amount": 13_000_000, "hand": "held"}
    payment = client.post(f"{claim}/payments", json=held).json()["payment"]
    out = examples._EXAMPLES["NewPayOut"] | {"amount": 1_000_000}
    payout = client.post(f"{claim}/pay-outs", json=out).json()["payout"]
    less = held | {"amount": 5_000_000}
    first = client.post(f"{claim}/payments", json=less).json()["payment"]
    asked = client.post(f"{claim}/payments/{first}/reversal", json={"reason": "Slip"}).json()
    return {"payment": payment, "payout": payout, "approval": asked["approval"]}


# Who sends what is shown, where it is not the attaché of the claim.
SENDERS = {"NewDecision": "iroda", "PostChanges": "davron", "TransferAnswer": "davron"}


@pytest.mark.parametrize("name", sorted(SENT))
def test_what_is_sent_as_shown_is_taken(as_, seeded, clock, name):
    method, path = SENT[name]
    values = examples._EXAMPLES[name]
    if name == "OtherPersonInput":
        values = values | {"citizen": recorded_person(as_)}
    known = examples.PATH_EXAMPLES | (moved_money(as_) if name in ON_MONEY else {})
    known |= logged_session(as_) if name in ON_ADVICE else {}
    known |= counted_record(as_, name) if name in COUNTED else {}
    known |= returned_worker(seeded, clock) if name in ON_RETURNS else {}
    for one, reference in known.items():
        path = path.replace(f"{{{one}:str}}", reference)
    if name == "TransferAnswer":
        offer = examples._EXAMPLES["TransferOffer"]
        as_("elyor", key=True).post(f"/api/v1{path.removesuffix('/answer')}", json=offer)
    client = as_(SENDERS.get(name, "elyor"), key=True)
    answer = client.request(method, f"/api/v1{path}", json=values, headers={"if-match": '"1"'})
    assert answer.status_code in (200, 201, 202), answer.text


def test_every_example_belongs_to_something():
    kinds = {
        components.NAMES[one.opt[name]]
        for one in api.HANDLERS
        for name in ("takes", "gives")
        if name in one.opt
    }
    assert set(examples._EXAMPLES) == kinds
