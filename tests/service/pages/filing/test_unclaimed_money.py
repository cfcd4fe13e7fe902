"""“Does money wait for me?”: yes or no by passport and year together, limited, and never a sum, a
firm or a count."""

import re

import pytest

from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput
from service.casework.claims import wage_claims
from service.casework.money import failed_payouts, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Hand, NonDeliveryReason
from tests.support import cast, sample_money
from tests.support.cast import ELYOR, TODAY

PAGE = "/en/wages/unclaimed"
RIGHT = {"passport": "AA1234567", "birth_year": "1987"}
YES, NO = "There is money for you", "We found nothing that matches these details"


@pytest.fixture
def waiting(seeded, clock) -> None:
    """A sum of Alisher's that could not be delivered, and his passport and year."""
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        new_payment = sample_money.new_payment(71_313_17, Hand.HELD)
        payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
        hurdle = NewUndelivered(
            NonDeliveryReason.NOT_FOUND, TODAY, amount=71_313_17, currency="RUB"
        )
        failed_payouts.flag(session, claim, hurdle, by=ELYOR, on=clock(), day=TODAY)
        row = session.get_one(Citizen, claim.citizen)
        persons.set_documents(
            session, row, DocumentsInput("AA1234567", birth_year=1987), by=ELYOR, on=clock()
        )


def asked(client, **values):
    return client.post(PAGE, data=RIGHT | values)


def plain(page: str) -> str:
    """A page as it is read, without what differs from one to the next."""
    return re.sub(r"<[^>]+>", " ", page)


@pytest.mark.parametrize("passport", ["AA1234567", "aa 1234567", "АА1234567"])
def test_whoever_has_both_is_told_that_there_is_something_and_no_more(client, waiting, passport):
    page = asked(client, passport=passport)
    assert page.status_code == 200
    assert YES in page.text
    assert page.headers["cache-control"] == "no-store"
    secret = (
        "71",
        "313",
        "RUB",
        "₽",
        "Severny",
        "Alisher",
        cast.CLAIM,
        "Moscow",
        "1234567",
        "1987",
        "Russia",
    )
    assert [word for word in secret if word in plain(page.text).split("Sometimes")[0]] == []
    assert [
        word for word in ("71,313", "Severny", "Alisher", cast.CLAIM) if word in page.text
    ] == []


@pytest.mark.parametrize(
    "values",
    [
        {"birth_year": "1988"},
        {"passport": "AA1234568"},
        {"passport": "BB1234567", "birth_year": "1990"},
    ],
)
def test_one_of_them_alone_tells_nothing(client, waiting, values):
    page = asked(client, **values)
    assert page.status_code == 200
    assert NO in page.text
    assert YES not in page.text


def test_nothing_waits_reads_the_same_as_nobody_known(client, seeded, clock):
    with seeded.write() as session:
        row = session.get_one(Citizen, wage_claims.get(session, cast.CLAIM, by=ELYOR).citizen)
        persons.set_documents(
            session, row, DocumentsInput("AA1234567", birth_year=1987), by=ELYOR, on=clock()
        )
    assert plain(asked(client).text) == plain(asked(client, passport="ZZ9999999").text)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"passport": ""}, "passport"),
        ({"passport": "twelve"}, "passport"),
        ({"birth_year": ""}, "birth_year"),
        ({"birth_year": "87"}, "birth_year"),
        ({"birth_year": "March"}, "birth_year"),
    ],
)
def test_what_is_no_passport_or_year_is_said_beside_it_and_not_repeated(client, values, field):
    page = asked(client, **values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "1234567" not in re.sub(r"for example AA1234567", "", plain(page.text))


def test_guessing_the_year_of_a_passport_has_to_wait(client, waiting, clock):
    answers = [asked(client, birth_year=str(1970 + year)).status_code for year in range(4)]
    assert answers == [200] * 3 + [429]
    assert asked(client).status_code == 429
    assert asked(client, passport="BB7654321").status_code == 200
    clock.forward(minutes=60)
    assert YES in asked(client).text


def test_nothing_of_it_is_kept_but_that_somebody_tried(client, waiting, seeded):
    asked(client)
    path = str(seeded.engine.url.database)
    if seeded.sqlite:
        with open(path + "-wal", "rb") as log, open(path, "rb") as file:
            assert b"AA1234567" not in log.read() + file.read()
