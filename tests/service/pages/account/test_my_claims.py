"""Somebody signed in withdraws an own claim, and goes on with it without the secret."""

import pytest

from service.accounts import Account, login_sessions
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
    here = f"/en/me/claims/{canary_person.CLAIM}/withdraw"
    assert me.post(here, data={"once": "k" * 20}).status_code == 303
    assert rests(seeded)
    page = me.get("/en/me/file").text
    assert "Withdraw the claim" not in page
    assert "wages/continue" not in page
    assert me.post(f"/en/me/claims/{cast.CLAIM}/withdraw").status_code == 404
    for number, status in ((cast.CLAIM, 422), (canary_person.CLAIM, 200)):
        answer = me.post("/en/wages/continue", data={"reference": number, "secret": ""})
        assert answer.status_code == status, answer.text
    assert not rests(seeded)
