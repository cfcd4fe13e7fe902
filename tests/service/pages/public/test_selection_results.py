"""Everybody can read who was chosen; of a year in which few applied nothing is shown."""

import pytest
from sqlalchemy import insert

from i18n import CITIZEN_LANGUAGES
from matching.applications.applications import Application
from matching.identity import persons
from matching.identity.persons import NewCitizen
from tests.support import cast


def test_of_few_nothing_is_shown_and_it_is_said_why(client):
    page = client.get("/en/selection/2026")
    assert page.status_code == 200
    assert page.text.count("Fewer than ten applications") == 3


def test_shares_stand_with_their_base(client, seeded, clock):
    with seeded.write() as session:
        person = persons.record(
            session, NewCitizen("Worker Invented"), by=cast.FARIDA, on=clock()
        ).reference
        values = {
            "citizen": person,
            "vacancy": cast.named(session, "published").reference,
            "state": "rejected",
        }
        values |= {
            "applied_at": clock(),
            "moved_at": clock(),
            "handed_in_at": clock(),
            "sex": "female",
            "region": "1726",
        }
        rows = [
            values | {"reference": f"A-{one:08}", "held_until": cast.TODAY if one < 3 else None}
            for one in range(12)
        ]
        session.execute(insert(Application), rows)
    page = client.get("/en/selection/2026").text
    assert page.count(">12<") == 3
    assert "25%" in page


@pytest.mark.parametrize("year", ["2025", "2027", "0", "99999999999999999999"])
def test_other_years_are_not_there(client, year):
    assert client.get(f"/en/selection/{year}").status_code == 404


def test_it_opens_in_every_language(client):
    for lang in CITIZEN_LANGUAGES:
        assert client.get(f"/{lang.value}/selection/2026").status_code == 200
