"""Representatives and payees on the page of a claim: written down, hidden where they must be, and
taken back."""

import re

import pytest

from service.casework.claims import wage_claims
from service.casework.money import payees, payments
from service.casework.money.money_entries import Hand
from service.casework.workflow import representatives
from tests.support import cast, sample_money
from tests.support.cast import ELYOR, TODAY

PAGE = f"/en/desk/wages/{cast.CLAIM}"
SPEAKER = {
    "speaker_kind": "power_of_attorney",
    "speaker_name": "Lola Invented",
    "speaker_phone": "90 123 45 67",
    "speaker_document": "N 17",
    "speaker_valid_until": "2027-01-31",
}


def send(client, route: str, **values):
    hidden = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))
    return client.post(f"{PAGE}/{route}", data=hidden | values)


def test_a_representative_is_written_down_and_their_secret_shown_to_whoever_did_it(as_, clock):
    assert send(as_("chinora"), "representatives", **SPEAKER).status_code == 303
    mine, theirs = as_("chinora").get(PAGE).text, as_("elyor").get(PAGE).text
    secret = re.search(r"shown for one hour: <strong>(\w{24})</strong>", mine)[1]
    assert "Lola Invented" in theirs
    assert secret not in theirs
    assert (
        as_().post("/en/wages/follow", data={"reference": cast.CLAIM, "secret": secret}).status_code
        == 200
    )
    clock.forward(minutes=61)
    assert secret not in as_("chinora").get(PAGE).text


def test_they_are_withdrawn(as_, seeded):
    send(as_("chinora"), "representatives", **SPEAKER)
    number = re.search(r'name="number" value="(R-\w+)"', as_("chinora").get(PAGE).text)[1]
    assert send(as_("chinora"), "withdrawn", number=number).status_code == 303
    with seeded.read() as session:
        (one,) = representatives.list_for_claim(
            session, wage_claims.get(session, cast.CLAIM, by=ELYOR), TODAY
        )
    assert not one.speaks
    assert "withdrawn on" in as_("chinora").get(PAGE).text
    assert send(as_("chinora"), "withdrawn", number="R-NONE").status_code == 404


def test_whoever_pays_out_sees_to_whom_and_how(as_, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        held = sample_money.new_payment(100_00, Hand.HELD)
        payments.receive(session, claim, held, by=ELYOR, on=clock(), day=TODAY)
    client = as_("chinora")
    send(client, "payee", payee_way="own_card", payee_number="8600 1111 2222 3333")
    form = client.get(PAGE).text.split("/pay-outs")[1].split("</form>")[0]
    assert "To the worker’s own card" in form
    assert "333" in form
    assert re.search(r'<option value="card" selected', form)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"speaker_name": ""}, "speaker_name"),
        ({"speaker_phone": "twelve"}, "speaker_phone"),
        ({"speaker_document": ""}, "speaker_document"),
        ({"speaker_valid_until": "2026-11-01"}, "speaker_valid_until"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(as_, values, field):
    page = send(as_("chinora"), "representatives", **SPEAKER | values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_where_the_money_goes_is_written_down_and_shown_by_its_end(as_, seeded):
    assert (
        send(
            as_("chinora"), "payee", payee_way="own_card", payee_number="8600 1111 2222 3333"
        ).status_code
        == 303
    )
    page = as_("chinora").get(PAGE).text
    assert "333" in page
    assert "8600" not in page
    with seeded.read() as session:
        assert (
            payees.destination(session, wage_claims.get(session, cast.CLAIM, by=ELYOR)).number
            == "8600 1111 2222 3333"
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"payee_way": "own_account"}, "payee_number"),
        ({"payee_way": ""}, "payee_way"),
        ({"payee_way": "relative_of_worker", "payee_name": "Lola"}, "payee_consent_on"),
    ],
)
def test_a_payee_without_what_is_needed_is_refused(as_, values, field):
    page = send(as_("chinora"), "payee", **values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
