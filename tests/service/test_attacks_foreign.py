"""The references of somebody else's records, told in an address, a question or a form: they are as
good as made up (T-19)."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.licensing import licences
from catalog.licensing.licences import Order
from matching.identity.persons import Citizen
from service import accounts
from service.accounts.login_sessions import SignIn
from service.casework.scope.advice_tables import Matter
from service.casework.scope.advice_tables import Session as Advice
from service.input import request_limits
from service.privacy import legal_holds
from service.privacy.erasure_records import Hold
from tests.service.infra.test_access_matrix import ACTORS, declared, enter, leaves, routes
from tests.service.test_csrf import unsafe
from tests.support import cast, intruder, source_tree
from tests.support.intruder import account, comparable_answer, sit, wear
from tests.support.route_records import address, afresh

# Where records of somebody stand; all else is everybody's.
OF_SOMEBODY = (
    "wages",
    "citizens",
    "accounts",
    "advice",
    "erasures",
    "sign-ins",
    "hold",
    "vetting",
    "licences",
)
SAID = {
    "notes": {"text": "x", "note": "x"},
    "part": {"other": "X-NONE"},
    "confirm-number": {"change": "X-NONE"},
    "steps": {"to": "acknowledged", "next_action": "x", "due": "2026-12-01", "act": "submit"},
    "decisions": {"act": "approve"},
    "payments": {
        "amount": 100,
        "currency": "RUB",
        "payer": "employer",
        "on": "2026-11-20",
        "method": "bank",
    },
    "merge": {"other": "X-NONE", "leads": "X-NONE"},
}


def made_up(reference: str) -> str:
    """A reference of the same kind and length that nothing has."""
    kind, dash, rest = reference.partition("-")
    return f"{kind}-{'Z' * len(rest)}" if dash else "9" * len(reference)


def asked(client, method: str, path: str, world: dict[str, str], headers: dict[str, str]):
    """The answer, without the address and the references that were sent."""
    client.cookies.clear()
    own = address(path, world).removeprefix("/en/")
    sent = SAID.get(path.rpartition("/")[2], {})
    body = {"json": sent} if path.startswith("/api") else {"data": sent}
    answer = client.request(
        method, address(path, world), headers=headers, **(body if method != "GET" else {})
    )
    return comparable_answer(
        answer,
        own,
        own.rpartition("/")[0],
        *(world[one] for one in OF_SOMEBODY if len(world[one]) > 2),
    )


# Who comes nearest to a record of somebody else is asked in a plain run, all others in `test
# --repeats`.
NEAREST = ("other_citizen", "attache_elsewhere", "agency_user")
OTHERS = [
    pytest.param(one, marks=pytest.mark.repeat)
    for one in ACTORS
    if one not in (*NEAREST, "anonymous")
]


@pytest.mark.parametrize("actor", [*NEAREST, *OTHERS])
def test_a_record_of_somebody_else_is_answered_as_one_that_is_not_there(
    client, seeded, clock, world, actor
):
    afresh(seeded, clock, world)
    nothing = world | {name: made_up(world[name]) for name in OF_SOMEBODY}
    headers, wrong, tried = enter(seeded, clock, actor), [], 0
    headers |= {"accept-encoding": "identity"}
    for (method, path), row in declared().items():
        if row[actor] == "yes" or not any(f"/{one}/{{" in path for one in OF_SOMEBODY):
            continue
        tried += 1
        if asked(client, method, path, world, headers) != asked(
            client, method, path, nothing, headers
        ):
            wrong.append((method, path))
    assert wrong == []
    assert tried >= 5
    assert set(declared()) >= set(routes(client)), "and no route is forgotten"


@pytest.fixture
def davron(client, seeded, clock):
    """Davron of Seoul, to whom a record of Moscow is none, signed in at the client."""
    wear(client, sit(seeded, clock, "davron"), seeded)
    client.headers["accept-encoding"] = "identity"
    return client


def of(seeded, country: str) -> Advice:
    """The session that was held about this country."""
    with seeded.read() as session:
        return session.execute(select(Advice).where(col(Advice.country) == country)).scalars().one()


def without(answer, *own: str) -> tuple:
    """What is told, but for the keys of a form that are others each time."""
    status, text, headers, cookies = comparable_answer(answer, *own)
    key = r'(name="(?:once|call)" value="|data-record=")[^"]*'
    return status, re.sub(key, r"\1", text), headers, cookies


@pytest.mark.parametrize("kind", ["citizen", "matter"])
def test_a_session_cannot_be_hung_on_somebody_else_s_person_or_problem(davron, seeded, kind):
    foreign = getattr(of(seeded, "RU"), kind)
    nobodys = made_up(foreign)
    form = {
        "channel": "hotline",
        "topic": "contract",
        "level": "advice",
        "outcome": "explained",
        "once": "0123456789",
    }
    told_by_program = {name: value for name, value in form.items() if name != "once"}
    texts = []
    for one in (foreign, nobodys):
        page = davron.get(f"/en/desk/advice/new?{kind}={one}")
        sent = davron.post("/en/desk/advice/new", data=form | {kind: one})
        program = davron.post("/api/v1/advice", json=told_by_program | {kind: one})
        assert (page.status_code, sent.status_code, program.status_code) == (200, 422, 404)
        texts.append([without(answer, one) for answer in (page, sent, program)])
    assert texts[0] == texts[1]
    with seeded.read() as session:
        assert (
            len(session.execute(select(Advice)).all())
            == len(session.execute(select(Matter)).all())
            == 2
        )


def test_nobody_is_compared_or_joined_with_somebody_else_s_person(davron, seeded, clock):
    mine, foreign = of(seeded, "KR").citizen, of(seeded, "RU").citizen
    nobodys, texts = made_up(foreign), []
    for one in (foreign, nobodys):
        sent = {"other": one, "leads": one, "once": "0123456789"}
        answers = [davron.get(f"/en/desk/citizens/{mine}/merge?other={one}")]
        answers += [
            davron.post(f"/en/desk/citizens/{mine}/{act}", data=sent) for act in ("merge", "part")
        ]
        answers += [davron.post(f"/en/desk/citizens/{one}/merge", data=sent | {"other": mine})]
        texts.append([without(answer, one) for answer in answers])
        assert [one.status_code for one in answers[1:]] == [404, 404, 404]
    assert texts[0] == texts[1]


def test_what_waits_for_one_person_is_not_done_from_the_page_of_another(
    client, seeded, clock, world
):
    afresh(seeded, clock, world)
    with seeded.write() as session:
        rustam = session.get_one(Citizen, account(seeded, "rustam").citizen)
        rustam.recorded_by = account(seeded, "chinora").reference
        theirs = legal_holds.place(session, rustam, "Court", by=cast.IRODA, on=clock()).reference
    alishers, rustams = (
        f"/en/desk/citizens/{one}" for one in (world["citizens"], rustam.reference)
    )
    wear(client, sit(seeded, clock, "chinora"), seeded)
    change = {"change": world["change"]}
    assert client.post(f"{alishers}/hold/{theirs}/lift").status_code == 404
    assert client.post(f"{rustams}/confirm-number", data=change).status_code == 404
    with seeded.read() as session:
        assert session.get_one(Hold, theirs).lifted_at is None
    assert client.post(f"{rustams}/hold/{theirs}/lift").status_code == 303
    assert client.post(f"{alishers}/confirm-number", data=change).status_code == 303


def test_a_key_or_an_order_of_one_is_not_ended_from_the_page_of_another(client, seeded, clock):
    with seeded.write() as session:
        token = accounts.issue_key(
            session, accounts.find(session, cast.email("elyor")), [], by=cast.LAYLO, on=clock()
        )
        (key,) = accounts.keys(session, accounts.find(session, cast.email("elyor")).reference)
        order = session.execute(select(Order)).scalars().first()
    wear(client, sit(seeded, clock, "laylo"), seeded)
    barno = account(seeded, "barno").reference
    assert (
        client.post(f"/en/desk/accounts/{barno}/revoke", data={"key": key.reference}).status_code
        == 404
    )
    wear(client, sit(seeded, clock, "farida"), seeded)
    lift = {
        "order": str(order.id),
        "reason": "x",
        "authority": "x",
        "number": "1",
        "starts_on": "2026-11-25",
    }
    lift["once"] = "k" * 24
    assert client.post("/en/desk/licences/AG-VALID/propose/lift", data=lift).status_code == 404
    client.cookies.clear()
    assert (
        client.get("/api/v1/advice", headers={"authorization": f"Bearer {token}"}).status_code
        == 200
    )
    with seeded.read() as session:
        assert licences.in_force(session.get_one(Order, order.id), clock.today)


def test_nobody_ends_a_sign_in_of_somebody_else(client, seeded, clock):
    theirs = sit(seeded, clock, "barno")
    with seeded.read() as session:
        number = session.get_one(SignIn, accounts.hash_token(theirs)).reference
    wear(client, sit(seeded, clock, "laylo"), seeded)
    answers = [
        comparable_answer(client.post(f"/en/me/sign-ins/{one}/end"), one)
        for one in (number, made_up(number))
    ]
    assert answers[0] == answers[1]
    assert intruder.status(client, theirs) == 200


ASKED_FOR_BY_NOBODY = {
    "role": "administrator",
    "post": cast.SEOUL,
    "region": "1726",
    "agency": "AG-VALID",
    "citizen": "C-OTHER",
    "account": "x",
    "reference": "U-OTHER",
    "email": "x@musofir.example",
    "phone_blind": "x",
    "password": "x",
    "second": "x",
    "whole": "1",
    "disabled_at": "2026-11-25",
    "recorded_by": "U-OTHER",
    "same_as": "C-OTHER",
    "scopes": "",
    "officer": "U-OTHER",
}


def test_a_field_that_no_form_has_changes_nothing(client, seeded, clock):
    """Mass assignment: neither one's own rights nor whose record it is can be told along."""
    before = account(seeded, "alisher").model_dump()
    wear(client, sit(seeded, clock, "alisher"), seeded)
    sent = {"name": before["name"], "language": "uz"} | ASKED_FOR_BY_NOBODY
    assert client.post("/en/me", data=sent).status_code == 303
    assert account(seeded, "alisher").model_dump() == before
    filed = {
        "employer": "Severny",
        "country": "RU",
        "worked_from": "2026-03-01",
        "worked_to": "2026-08-31",
    }
    filed |= {
        "lines": [{"component": "base_pay", "amount": 100, "currency": "RUB"}],
        "contact": {"name": "Alisher"},
    }
    for extra in ("state", "post", "owner", "reference", "citizen", "channel", "secret_hash"):
        assert client.post("/api/v1/wages", json=filed | {extra: "x"}).status_code == 422
    assert (
        client.post(
            "/api/v1/wages", json=filed | {"contact": {"name": "A", "recorded_by": "U-X"}}
        ).status_code
        == 422
    )


TYPED = sorted(
    {
        name
        for page in source_tree.TEMPLATES.rglob("*.html")
        for name in re.findall(r'name="(\w+)"', page.read_text())
    }
)


# In two forms, since one with more fields would be refused before a word of it is read.
HALVES = [TYPED[::2], TYPED[1::2]]
TWICE = (
    *("&".join(f"{one}=a&{one}=b" for one in half if one != "token") for half in HALVES),
    "act=approve&act=publish",
    "then=a&then=b",
)


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.repeat)])
def test_a_word_that_is_sent_twice_is_understood_or_refused_and_makes_no_fault(
    client, seeded, clock, world, whole
):
    """At every route for something typed, in a plain run at every third: each word of every form
    twice, and the act alone."""
    assert 2 * len(HALVES[0]) < request_limits.MOST_FIELDS
    afresh(seeded, clock, world)
    wrong = []
    for method, path, name in list(unsafe(client))[:: 1 if whole else 3]:
        for place, typed in enumerate(TWICE):
            if not place or leaves(path):
                wear(client, sit(seeded, clock, name), seeded)
            sent = {
                "content": typed,
                "headers": {"content-type": "application/x-www-form-urlencoded"},
            }
            if client.request(method, address(path, world), **sent).status_code >= 500:
                wrong.append((path, typed[:20]))
    assert wrong == []
