"""Whoever holds a letter asks whether it is genuine; a worker takes the receipt that was made for
them."""

import re

import pytest

from catalog.core import journal
from service.casework import letters
from service.casework.claims import follow_secret, wage_claims
from service.casework.letters import letter_codes
from service.casework.letters.letter_request import Kind
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from service.infra import rate_limits
from service.infra.rate_limits import HOUR, Allowance
from service.pages.filing.letter_check import VALID_FOR
from tests.support import cast, sample_money
from tests.support.letters import letter_request, made


@pytest.fixture
def demand(seeded, clock):
    with seeded.write() as session:
        return made(session, clock(), by=cast.ELYOR).number


@pytest.fixture
def receipt(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        paid = sample_money.new_payment(50_000_00, Hand.WORKER, on=clock.today)
        payments.receive(session, claim, paid, by=cast.CHINORA, on=clock(), day=clock.today)
        return made(session, clock(), letter_request(Kind.RECEIPT)).number


def check(client, code, lang="en"):
    return client.post(f"/{lang}/letters/check", data={"code": code})


def void(seeded, clock, number):
    with seeded.write() as session:
        letters.void(session, number, "Zqreason", by=cast.CHINORA, on=clock())


def followed(client):
    values = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    return client.post("/en/wages/follow", data=values).text


def tickets(client) -> list[str]:
    return re.findall(r'follow/letter">.*?name="ticket" value="([^"]+)"', followed(client))


def take(client, ticket):
    return client.post("/en/wages/follow/letter", data={"ticket": ticket})


def test_a_genuine_letter_is_told_with_kind_day_office_and_the_end_of_its_hash(
    client, seeded, demand
):
    page = check(client, letter_codes.code_of(demand))
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    with seeded.read() as session:
        ending = letters.list_for_claim(session, cast.CLAIM)[0].sha256[-2:]
    for item in (
        "This letter is genuine",
        "Demand letter to the employer",
        "25 November 2026",
        "Embassy, Moscow",
        f"<code>{ending}</code>",
    ):
        assert item in page.text


def test_no_person_no_sum_and_no_claim_is_told_of_it(client, seeded, clock, demand):
    pages = [check(client, letter_codes.code_of(demand)).text]
    void(seeded, clock, demand)
    pages.append(check(client, letter_codes.code_of(demand)).text)
    for page in pages:
        hidden = ("Alisher", "Severny", "240", cast.CLAIM, demand, "Elyor", "Zqreason", "₽")
        assert [one for one in hidden if one in page] == []


def test_a_void_letter_was_ours_and_holds_no_more(client, seeded, clock, demand):
    void(seeded, clock, demand)
    page = check(client, letter_codes.code_of(demand)).text
    assert "We issued this letter, but it is no longer valid" in page
    assert "This letter is genuine" not in page


@pytest.mark.parametrize(
    "code", ["AAAA-AAAA-AAAA-AAAA", "x", "'; DROP TABLE letters; --", "%", "ᾰ" * 30]
)
def test_a_code_that_is_none_is_not_known(client, demand, code):
    page = check(client, code)
    assert page.status_code == 200
    assert "We have no letter with this code" in page.text


@pytest.mark.parametrize("code", ["", " ", "x" * 5_000, "\x00"])
def test_what_cannot_be_a_code_is_asked_again(client, code):
    page = check(client, code)
    assert page.status_code == 422
    assert 'href="#code"' in page.text


def test_a_letter_that_was_only_looked_at_is_not_known(client, as_):
    values = {"kind": "demand", "language": "en", "once": "k" * 20}
    page = as_("chinora").post(f"/en/desk/wages/{cast.CLAIM}/letters/preview", data=values).text
    code = re.search(r'<code class="seed">([^<]+)</code>', page)[1]
    assert "We have no letter" in check(as_(), code).text


def test_the_picture_leads_to_the_question_and_tries_nothing(client, demand):
    code = letter_codes.code_of(demand)
    page = client.get(f"/en/letters/check?code={code}").text
    assert f'value="{code}"' in page
    assert "genuine</h2>" not in page
    assert "<script" not in client.get(
        "/en/letters/check", params={"code": '"><script>'}
    ).text.replace("<script src", "")


def test_whoever_guesses_has_to_wait_and_a_right_code_does_not(client, demand, monkeypatch):
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(2, HOUR))
    tried = [check(client, f"AAAA-{number}") for number in range(4)]
    assert [page.status_code for page in tried] == [200, 200, 429, 429]
    assert "Too many attempts" in tried[-1].text
    assert "This letter is genuine" in check(client, letter_codes.code_of(demand)).text


def test_a_worker_sees_the_letters_and_takes_the_receipt(client, seeded, demand, receipt):
    page = followed(client)
    assert "Demand letter to the employer" in page
    assert demand in page
    found = tickets(client)
    assert len(found) == 1, "the receipt is theirs to take"
    answer = take(client, found[0])
    assert answer.headers["content-disposition"] == f'attachment; filename="{receipt}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"%PDF")
    with seeded.read() as session:
        assert [one.act for one in journal.history(session, "letter", receipt)] == ["make", "fetch"]


def test_a_ticket_holds_for_half_an_hour(client, clock, receipt):
    ticket = tickets(client)[0]
    clock.forward(seconds=VALID_FOR.total_seconds() - 1)
    assert take(client, ticket).status_code == 200
    clock.forward(seconds=2)
    late = take(client, ticket)
    assert (late.status_code, late.headers["location"]) == (303, "/en/wages/follow")


@pytest.mark.parametrize("ticket", ["", "x", "AAAA" * 30, "é", "\x00"])
def test_a_ticket_that_is_none_leads_back_to_the_question(client, receipt, ticket):
    assert take(client, ticket).headers["location"] == "/en/wages/follow"


def test_a_void_receipt_cannot_be_taken_any_more(client, seeded, clock, receipt):
    ticket = tickets(client)[0]
    void(seeded, clock, receipt)
    assert take(client, ticket).status_code == 303
    assert tickets(client) == []
    assert "Void" in followed(client)
