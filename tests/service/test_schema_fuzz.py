"""The contract held against nonsense of every kind: what it says is so, and nothing that is sent
makes a 500."""

from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from service.casework.claims.wage_claims import Claim
from tests.service.api.casework.test_advice import log
from tests.support import cast, sample_rounds

EXAMPLES = 13
# What fits the contract may still break a rule that no schema can say: days in order, a version
# that is the newest.
REFUSALS = [
    "400",
    "401",
    "403",
    "404",
    "405",
    "406",
    "409",
    "412",
    "413",
    "414",
    "415",
    "422",
    "428",
    "429",
]
RULES = ["2xx", "401", "403", "404", "409", "412", "414", "422"]
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": RULES},
            "negative_data_rejection": {"expected-statuses": [*REFUSALS, "5xx"]},
        }
    }
)
# It sends requests of its own, over a network that is not there; test_routes asks every closed route
# without a key.
UNSENT = [ignored_auth]
OPERATIONS = [
    "vacancies_search",
    "vacancies_show",
    "agencies_index",
    "agencies_check",
    "agencies_show",
    "offers_check",
    "offers_report",
    "matches_rank",
    "posts_list",
    "posts_show",
    "posts_change",
    "wages_request_other_person",
    "advice_log",
    "advice_index",
    "advice_show",
    "advice_correct",
    "advice_void",
    "advice_corrections",
    "contact_record",
    "contact_show",
    "contact_correct",
    "contact_void",
    "contact_corrections",
    "group_session_record",
    "group_session_show",
    "group_session_correct",
    "group_session_void",
    "group_session_corrections",
    "event_record",
    "event_show",
    "event_correct",
    "event_void",
    "event_corrections",
    "return_show",
    "return_correct",
    "return_void",
    "return_corrections",
    "wages_file",
    "wages_show",
    "wages_amend",
    "wages_correct",
    "wages_corrections",
    "wages_history",
    "wages_transfer",
    "wages_transfer_answer",
    "wages_withdraw",
    "wages_step",
    "wages_pay",
    "wages_pay_out",
    "wages_ledger",
    "wages_request_payment_reversal",
    "wages_request_pay_out_reversal",
    "approvals_list",
    "approvals_show",
    "approvals_decide",
    "wages_note",
    "report_show",
    "evidence_send",
    "referrals_refer",
    "seats_show",
]

HELD = {"place": "Hostel", "held_on": "2026-11-24"}
# What is counted beside sessions: its address, and what records one.
COUNTED = {
    "contact": ("contacts", {"channel": "hotline"}),
    "group": ("group-sessions", HELD | {"topic": "contract", "present": 43}),
    "event": ("events", HELD | {"means": "press", "reached": 500}),
}


@pytest.fixture
def contract(client: Any) -> Any:
    return schemathesis.openapi.from_dict(client.get("/schema/openapi.json").json(), config=CONFIG)


def test_every_operation_is_fuzzed(contract):
    found = [one.ok().definition.raw["operationId"] for one in contract.get_all_operations()]
    assert sorted(found) == sorted(OPERATIONS)


@pytest.mark.parametrize(
    "keyed", [False, pytest.param(True, marks=pytest.mark.repeat)], ids=["stranger", "attache"]
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_it_holds_to_its_contract(name, keyed, contract, as_, seeded, clock):
    operation = contract.find_operation_by_id(name)
    known = (
        {"path_parameters": _known(name, as_, lambda: _round(seeded, clock))}
        if "{" in operation.path
        else {}
    )
    client = as_("elyor", key=True) if keyed else as_()
    for mode, more in ((GenerationMode.POSITIVE, known), (GenerationMode.NEGATIVE, {})):

        @hypothesis.seed(2019)
        @hypothesis.settings(max_examples=EXAMPLES)
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode, **more))
        def holds(case):
            # An empty parameter is read as one that was not sent.
            hypothesis.assume("" not in (case.query or {}).values())
            case.validate_response(_sent(client, case), excluded_checks=UNSENT)

        holds()


def _sent(client: Any, case: Any) -> Any:
    """The case as it travels, under the client's own key if it has one: what is made up would only
    meet the guard."""
    result = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {
        name.lower(): value.encode("latin-1") if isinstance(value, str) else value
        for name, value in result.headers.items()
    }
    if "authorization" in client.headers:
        headers |= {"authorization": client.headers["authorization"].encode()}
    return client.request(result.method, result.url, headers=headers, content=result.body)


def _round(seeded: Any, clock: Any) -> str:
    """A round whose result is told."""
    with seeded.write() as session:
        return sample_rounds.published(
            session, session.get_one(Claim, cast.CLAIM).citizen, on=clock()
        )


def _known(name: str, as_: Any, round_: Any) -> dict[str, str]:
    """What stands in the register under the operation's address, so that it is also reached and not
    only missed."""
    word = name.partition("_")[0]
    fixed = {
        "agencies": ("external_id", "AG-SUSPENDED"),
        "report": ("year", "2026"),
        "wages": ("reference", cast.CLAIM),
        "evidence": ("reference", cast.CLAIM),
        "approvals": ("approval", "Q-NOBODYS2"),
        "posts": ("post", cast.MOSCOW),
        "return": ("placement", "P-NOBODYS2"),
    }
    if name in ("wages_request_payment_reversal", "wages_request_pay_out_reversal"):
        return {"reference": cast.CLAIM, "payment": "E-NOBODYS2", "payout": "E-NOBODYS2"}
    if name in ("advice_correct", "advice_void", "advice_corrections"):
        return {"session": log(as_("elyor", key=True)).json()["reference"]}
    if word in COUNTED:
        path, new = COUNTED[word]
        recorded = as_("elyor", key=True).post(f"/api/v1/{path}", json=new)
        return {"record": recorded.json()["reference"]}
    if word in fixed:
        return dict([fixed[word]])
    if word == "seats":
        return {"reference": round_()}
    client = as_("elyor", key=True) if word == "advice" else as_()
    listed = client.get(f"/api/v1/{word}").json()["items"]
    return {"reference": listed[0]["reference"] if listed else "A-NOBODYS"}
