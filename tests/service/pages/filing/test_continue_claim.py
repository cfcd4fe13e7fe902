"""A withdrawn claim goes on by its secret or its worker's sign-in, and only this page says so."""

import pytest

from service.casework.claims import follow_secret, wage_claims
from service.casework.workflow import representatives, withdrawals
from service.casework.workflow.representatives import Kind, NewRepresentative
from tests.support import cast
from tests.support.cast import ELYOR


def pair(**values) -> dict[str, str]:
    return {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)} | values


def withdraw(client, **values):
    return client.post("/en/wages/follow/withdraw-claim", data=pair(**values))


def rests(seeded) -> bool:
    with seeded.read() as session:
        return withdrawals.find_open(session, cast.CLAIM) is not None


def test_a_claim_is_withdrawn_by_its_secret_and_no_page_of_that_says_how_to_go_on(client, seeded):
    assert 'name="check"' in client.post("/en/wages/follow", data=pair()).text
    assert "Withdraw this claim?" in withdraw(client, check="yes").text
    assert not rests(seeded), "one press asks first"
    pages = [withdraw(client), withdraw(client, check="yes")]
    for page in (one.text for one in (*pages, client.post("/en/wages/follow", data=pair()))):
        assert "The claim was withdrawn. Nothing more will be sent to the employer." in page
        assert not any(
            word in page
            for word in ("wages/continue", "reopened", "back", "alone", "Withdraw th", "Evidence")
        )
    assert rests(seeded)


def test_it_goes_on_by_the_secret_however_often_it_is_sent(client, seeded):
    withdraw(client)
    assert "Reopen a withdrawn claim" in client.get("/en/wages/file/start").text
    for _ in "12":
        page = client.post("/en/wages/continue", data=pair(once="k" * 20))
        assert (page.status_code, "Your claim is open again" in page.text) == (200, True)
    assert not rests(seeded)
    assert pair()["secret"] not in page.text
    again = client.post("/en/wages/continue", data=pair())
    assert (again.status_code, "This claim is not withdrawn" in again.text) == (422, True)


@pytest.mark.parametrize("values", [{"secret": "A" * 24}, {"secret": ""}, {"reference": "W-2"}])
def test_nobody_goes_on_with_the_claim_of_somebody_else(client, seeded, values):
    withdraw(client)
    page = client.post("/en/wages/continue", data=pair(**values))
    assert (page.status_code, rests(seeded)) == (422, True)


def test_a_missing_code_is_asked_for_and_the_number_stays(client, seeded):
    withdraw(client)
    page = client.post("/en/wages/continue", data=pair(secret=""))
    assert page.status_code == 422
    assert '<a href="#secret">Secret code: Enter the secret code.</a>' in page.text
    assert f'value="{cast.CLAIM}"' in page.text
    assert "We could not find" not in page.text


def test_a_representative_neither_withdraws_nor_goes_on(client, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        named = representatives.appoint(
            session,
            claim,
            NewRepresentative(Kind.RELATIVE, "Lola Invented", "90 123 45 67"),
            by=ELYOR,
            on=clock(),
            day=clock.today,
        )
        theirs = representatives.secret_of(named.row.reference)
    assert withdraw(client, secret=theirs).status_code == 403
    assert client.post("/en/wages/continue", data=pair(secret=theirs)).status_code == 403
