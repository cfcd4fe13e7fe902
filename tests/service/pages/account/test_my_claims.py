"""Somebody signed in withdraws an own claim, goes on with it without the secret, and adds another."""

import re
from datetime import timedelta

import msgspec
import pytest

from catalog.core.actor import VISITOR
from matching.identity.persons import Citizen, NewCitizen
from service import accounts
from service.accounts import Account, login_sessions, phone_login, second_factor
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import withdrawals
from service.web import context
from tests.support import canary_person, cast


@pytest.fixture
def me(client, seeded, planted, clock):
    """The planted person at their own browser."""
    with seeded.write() as session:
        session.get_one(Claim, canary_person.CLAIM).state = ClaimState.NEGOTIATION.value
        account = session.get_one(Account, planted.account.account)
        cookie = login_sessions.create(session, account, "Firefox", whole=True, on=clock())
        client.cookies.set(context.COOKIE, cookie)
        client.headers[context.TOKEN] = login_sessions.form_token(
            login_sessions.find_by_cookie(session, cookie, clock())[1]
        )
    return client


def rests(seeded) -> bool:
    with seeded.read() as session:
        return withdrawals.find_open(session, canary_person.CLAIM) is not None


def test_an_own_claim_is_withdrawn_and_goes_on_and_another_is_not_found(me, seeded):
    assert "Withdraw the claim" in me.get("/en/me/file").text
    here, own = "/en/wages/follow/withdraw-claim", {"reference": canary_person.CLAIM}
    assert "Withdraw this claim?" in me.post(here, data=own | {"check": "yes"}).text
    assert not rests(seeded)
    assert me.post(here, data=own | {"once": "k" * 20}).status_code == 200
    assert rests(seeded)
    page = me.get("/en/me/file").text
    assert "Withdraw the claim" not in page
    assert "wages/continue" not in page
    assert "We could not find a claim" in me.post(here, data={"reference": cast.CLAIM}).text
    for number, status in ((cast.CLAIM, 422), (canary_person.CLAIM, 200)):
        answer = me.post("/en/wages/continue", data={"reference": number, "secret": ""})
        assert answer.status_code == status, answer.text
    assert not rests(seeded)


ADD = "/en/me/claims/add"
RUSTAMS = "W-RUSTAMS2"


@pytest.fixture
def unsigned(seeded, clock) -> dict[str, str]:
    """Rustam's claim that he sent without signing in: its reference and secret."""
    contact = NewCitizen("Rustam Invented", "+79161234567")
    new_claim = msgspec.structs.replace(cast.ALISHERS_CLAIM, contact=contact)
    with seeded.write() as session:
        account = accounts.find(session, cast.email("rustam"))
        account.phone_blind = phone_login.mark(contact.phone)
        wage_claims.file(session, new_claim, by=VISITOR, on=clock(), day=cast.TODAY, number=RUSTAMS)
    return {"reference": RUSTAMS, "code": follow_secret.secret_of(RUSTAMS)}


def test_a_claim_is_added_by_its_secret_and_an_officer_undoes_it(as_, seeded, unsigned):
    client = as_("rustam")
    pair = {"reference": RUSTAMS, "secret": unsigned["code"]}
    assert f'action="{ADD}"' in client.post("/en/wages/follow", data=pair).text
    for _ in "12":
        added = client.post(ADD, data=unsigned | {"once": "k" * 20})
        assert added.headers["location"] == f"/en/me/claims/{RUSTAMS}"
    assert RUSTAMS in client.get("/en/me").text
    with seeded.read() as session:
        record = session.get_one(Claim, RUSTAMS).citizen
    officer, card = as_("chinora"), f"/en/desk/citizens/{record}"
    assert "added this record to their own account" in officer.get(card).text
    assert "Added by the worker" in officer.get(f"/en/desk/wages/{RUSTAMS}").text
    assert officer.post(f"{card}/part", data={"other": ""}).status_code == 303
    assert "added this record to their own account" not in officer.get(card).text
    client = as_("rustam")
    assert RUSTAMS not in client.get("/en/me").text
    again = client.post(ADD, data=unsigned)
    assert (again.status_code, "Only an officer can add this claim" in again.text) == (422, True)


def test_a_wrong_code_gets_the_same_page_whether_there_is_such_a_claim(as_, unsigned):
    client, wrong = as_("rustam"), "ABCDEFGHJK"
    for length in (1, 2):
        pages = [
            client.post(ADD, data={"reference": number, "code": wrong * length})
            for number in (RUSTAMS, "W-NOSUCHX2")
        ]
        assert [page.status_code for page in pages] == [422, 422]
        texts = [re.sub(r'"once" value="[^"]*"|W-\w+', "", page.text) for page in pages]
        assert texts[0] == texts[1]
        assert wrong not in texts[0]


def test_tries_of_short_codes_are_counted(as_, unsigned):
    client = as_("rustam")
    tries = [
        client.post(ADD, data={"reference": RUSTAMS, "code": "ABCDEFGHJK"}).status_code
        for _ in range(6)
    ]
    assert tries == [422] * 5 + [429]
    assert client.post(ADD, data=unsigned).status_code == 303


def test_a_recovery_code_signs_in_to_the_earlier_account(as_, seeded, clock):
    with seeded.write() as session:
        account = accounts.find(session, cast.email("rustam"))
        number = phone_login.persons.phone(session, session.get_one(Citizen, account.citizen))
        account.phone_blind = phone_login.mark(number)
        earlier = accounts.find(session, cast.email("alisher"))
        code = second_factor.renew_codes(session, earlier, by=cast.ALISHER, on=clock())[0]
    client, typed = as_("rustam"), {"reference": cast.CLAIM, "code": code}
    for minutes in (50, 20):
        clock.forward(minutes=minutes)
        client.get("/en/me")
    assert client.post(ADD, data=typed).headers["location"].startswith("/en/me/prove")
    client = as_("rustam")
    assert client.post(ADD, data=typed).headers["location"] == "/en/me/number"
    assert cast.CLAIM in client.get("/en/me").text
    day = clock.today + timedelta(days=3)
    assert f"{day.day}" in client.get("/en/me/number").text
