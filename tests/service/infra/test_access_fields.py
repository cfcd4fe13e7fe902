"""Which words about a person each role is told at each route: declared in access_fields.csv and
looked for one by one.

A person is planted with an unmistakable word in every field (`tests/support/canary_person.py`). A
cell says `yes` when that actor is told the word in full at that route; empty, when they are not:
because it is masked, left out, or they are not let in at all."""

import csv
import html
import re
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import vault
from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput
from service import accounts, api
from service.casework.incidents import incidents
from service.casework.scope.advice_tables import Session as Advice
from service.privacy import erasure_requests, legal_holds
from tests.support import canary_person, cast

DECLARED = Path(__file__).parents[2] / "access_fields.csv"
FIELDS = {
    "name": canary_person.NAMES,
    "phone": (canary_person.PHONE[1:],),
    "passport": (canary_person.PASSPORT,),
    "pinfl": (canary_person.PINFL,),
    "story": (canary_person.STORY,),
    "claim note": (canary_person.NOTE,),
    "step reason": (canary_person.REASON,),
    "next action": (canary_person.ACTION,),
    "advice note": (canary_person.ADVICE,),
    "hold reason": (canary_person.HOLD,),
    "sign-in": (canary_person.BROWSER,),
    "incident words": canary_person.INCIDENT[:3],
    "relative": canary_person.INCIDENT[3:4],
}
DOORS = {
    "claim": "/api/v1/wages/CLAIM",
    "claim's history": "/api/v1/wages/CLAIM/history",
    "advice": "/api/v1/advice/ADVICE",
    "advice list": "/api/v1/advice",
    "claim page": "/en/desk/wages/CLAIM",
    "claims page": "/en/desk/wages?state=closed",
    "card": "/en/desk/citizens/PERSON",
    "incident page": "/en/desk/incidents/INCIDENT",
    "advice page": "/en/desk/advice/ADVICE",
    "hold page": "/en/desk/citizens/PERSON/hold",
    "erasures page": "/en/desk/erasures/REQUEST",
    "journal page": "/en/desk/journal",
    "account page": "/en/desk/accounts",
    "own file": "/en/me/file",
    "own account": "/en/me",
}
# Whoever asks: the person themself by their account, the worker of the claim by its secret alone,
# then the roles.
ACTORS = {
    "person": None,
    "secret": None,
    "stranger": None,
    "other_citizen": "rustam",
    "adviser": "barno",
    "claims_officer": "chinora",
    "attache": "elyor",
    "attache_elsewhere": "davron",
    "agency_user": "hamid",
    "licensing_officer": "farida",
    "protection_officer": "nodira",
    "supervisor": "iroda",
    "statistician": "jamshid",
    "auditor": "komila",
    "administrator": "laylo",
}


@pytest.fixture
def planted_in(seeded, clock) -> dict[str, str]:
    """The person, each of their words in its place; their call was to Barno, and they have asked to
    be erased."""
    with seeded.write() as session:
        planted = canary_person.plant(session, on=clock())
        call = (
            session.execute(select(Advice).where(col(Advice.citizen) == planted.records[2]))
            .scalars()
            .one()
        )
        call.officer = accounts.find(session, cast.email("barno")).reference
        accounts.get(session, planted.account.account).email = cast.email("person")
        row = session.get_one(Citizen, planted.records[1])
        persons.set_documents(
            session,
            row,
            DocumentsInput(canary_person.PASSPORT, canary_person.PINFL),
            by=cast.CHINORA,
            on=clock(),
        )
        request = erasure_requests.request_erasure(
            session, row.reference, by=planted.account, on=clock()
        )
        legal_holds.place(session, row, canary_person.HOLD, by=cast.IRODA, on=clock())
        return {
            "CLAIM": canary_person.CLAIM,
            "ADVICE": call.reference,
            "PERSON": row.reference,
            "INCIDENT": incidents.list_for_persons(session, planted.records)[0].reference,
            "REQUEST": request.reference,
        }


def fields_shown(as_, actor: str, route: str, planted_in: dict[str, str]) -> set[str]:
    """The fields of which this actor reads the word here."""
    path, client = DOORS[route], as_("person" if actor == "person" else ACTORS[actor])
    for word, reference in planted_in.items():
        path = path.replace(word, reference)
    headers = (
        {"x-claim-secret": vault.token("claim", canary_person.CLAIM)} if actor == "secret" else {}
    )
    text = re.sub(r"[\s\u00a0]", "", html.unescape(client.get(path, headers=headers).text))
    return {
        field
        for field, words in FIELDS.items()
        if any(one.replace(" ", "") in text for one in words)
    }


def declared() -> dict[tuple[str, str], set[str]]:
    with DECLARED.open(newline="") as file:
        rows = {(row.pop("route"), row.pop("field")): row for row in csv.DictReader(file)}
    assert all(
        set(row) == set(ACTORS) and set(row.values()) <= {"", "yes"} for row in rows.values()
    )
    return {place: {actor for actor, cell in row.items() if cell} for place, row in rows.items()}


def test_each_word_is_told_to_whom_the_table_says_and_to_nobody_else(as_, planted_in):
    found = {(route, field): set() for route in DOORS for field in FIELDS}
    for route in DOORS:
        for actor in ACTORS:
            for field in fields_shown(as_, actor, route, planted_in):
                found[route, field].add(actor)
    assert found == {place: set() for place in found} | declared()


# What only the service itself may say of a record; a body that names one of these says who may (see
# the deed's own tests).
OURS = {
    "id",
    "reference",
    "version",
    "state",
    "officer",
    "account",
    "at",
    "on",
    "post",
    "role",
    "citizen",
    "filed_at",
    "secret",
}
NAMED = {
    ("NewSession", "post"): "an attaché's own, else refused",
    ("NewSession", "citizen"): "somebody within one's scope",
    (
        "OtherPersonInput",
        "citizen",
    ): "somebody within one's scope, and only asked of another officer",
    ("NewClaim", "citizen"): "an officer's, within their scope, else refused",
    ("NewStep", "post"): "an open post that takes claims, and never an attaché's choice",
    ("OfferInput", "post"): "only offered: it must accept",
    ("AdviceCorrection", "post"): "an attaché's own, else refused",
    **{
        (f"{head}{kind}{tail}", "post"): "an attaché's own, else refused"
        for kind in ("Contact", "GroupSession", "Event")
        for head, tail in (("New", ""), ("", "Correction"))
    },
    ("NewPayment", "on"): "the day the money came, not the day it was written down",
    ("NewPayOut", "on"): "the day the money was paid out, not the day it was written down",
}


def test_nothing_that_is_sent_says_who_did_it_or_what_became_of_it():
    bodies = {takes for one in api.HANDLERS if (takes := one.opt.get("takes"))}
    named = {
        (body.__name__, field.name) for body in bodies for field in msgspec.structs.fields(body)
    }
    assert {place for place in named if place[1] in OURS} == set(NAMED)
    assert all(body.__struct_config__.forbid_unknown_fields for body in bodies)
