"""The facts of a claim put right at the desk: by whom, and what cannot be."""

import pytest
from sqlalchemy import select

from service.casework.claims.wage_claims import Claim
from tests.service.pages.desk.claims.test_claim_page import PAGE, hidden, send
from tests.support import cast


def claim(seeded) -> Claim:
    with seeded.read() as session:
        return session.execute(select(Claim).where(Claim.reference == cast.CLAIM)).scalars().one()


def test_the_employer_and_the_town_are_put_right_and_it_stands_in_the_history(as_, seeded):
    client = as_("elyor")
    assert (
        send(
            client, "facts", fact_employer="Severny Dvor Stroy OOO", fact_city="Khimki"
        ).status_code
        == 303
    )
    assert (claim(seeded).employer, claim(seeded).city, claim(seeded).version) == (
        "Severny Dvor Stroy OOO",
        "Khimki",
        2,
    )
    page = client.get(PAGE).text
    assert "<h1>Severny Dvor Stroy OOO</h1>" in page
    assert "<p>Changed</p>" in page
    assert (
        send(client, "facts", fact_employer="Severny Dvor Stroy OOO", fact_city="").status_code
        == 303
    )
    assert claim(seeded).city == ""


@pytest.mark.parametrize(
    "told",
    [
        {"fact_employer": ""},
        {"fact_employer": "x" * 201},
        {"fact_employer": "A", "fact_city": "x" * 121},
    ],
)
def test_what_cannot_be_is_said_beside_its_field(as_, seeded, told):
    page = send(as_("elyor"), "facts", **told)
    assert page.status_code == 422
    assert 'href="#fact_' in page.text
    assert claim(seeded).employer == "Severny Dvor Stroy"


def test_sums_that_were_not_understood_are_all_said_at_once(as_):
    page = send(as_("elyor"), "amounts", documented_1="much", agreed_1="more")
    assert page.status_code == 422
    assert 'href="#documented_1"' in page.text
    assert 'href="#agreed_1"' in page.text


@pytest.mark.parametrize(
    ("name", "status"), [("davron", 404), ("iroda", 403), ("barno", 403), ("jamshid", 403)]
)
def test_nobody_else_puts_it_right(as_, seeded, name, status):
    assert (
        as_(name).post(f"{PAGE}/facts", data={"version": "1", "fact_employer": "Mine"}).status_code
        == status
    )
    assert claim(seeded).employer == "Severny Dvor Stroy"


def test_sent_twice_it_is_put_right_once(as_, seeded):
    client = as_("elyor")
    result = hidden(client) | {"fact_employer": "Other", "fact_city": ""}
    assert [client.post(f"{PAGE}/facts", data=result).status_code for _ in range(2)] == [303, 303]
    assert claim(seeded).version == 2
