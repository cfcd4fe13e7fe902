"""The contract register: by the day of signing, leaving or arriving; a name only after consent, and
none in a table taken away."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from matching.applications.applications import Application
from tests.service.pages.own_desk import OWN, SECRETS, acts_for, candidate
from tests.support.sample_placements import placed

HERE = f"{OWN}/contracts"


@pytest.fixture
def number(seeded, clock) -> str:
    """A contract that came of an application whose worker agreed to be named."""
    result = candidate(seeded, clock)
    with seeded.write() as session:
        row = placed(
            session,
            of=result.citizen,
            on=clock(),
            contract="XB-7/2026",
            departed_on=date(2026, 9, 9),
            arrived_on=date(2026, 10, 1),
        )
        session.get_one(Application, result.reference).placement = row.reference
        placed(
            session,
            of=result.citizen,
            on=clock(),
            contract="=cmd|' /C calc'!A0".replace("=", "CMD ").replace("|", "-")[:9],
        )
    return result.reference


def test_by_the_day_of_signing_leaving_or_arriving(as_, number):
    client = as_("hamid")
    page = client.get(HERE).text
    assert "2 contracts" in page
    assert "Worker Invented" in page
    for asked, many in (
        ("state=arrived", 1),
        ("state=departed&month=2026-09", 1),
        ("state=arrived&month=2026-09", 0),
        ("state=signed&month=2026-09", 2),
        ("state=nonsense&month=2026-99", 2),
    ):
        assert f"{many} contract" in client.get(f"{HERE}?{asked}").text, asked


def test_without_consent_the_application_stands_for_the_worker(as_, seeded, number):
    with seeded.write() as session:
        session.get_one(Application, number).consent = False
    page = as_("hamid").get(HERE).text
    assert number in page
    assert not [secret for secret in SECRETS if secret in page]


def test_a_table_is_taken_away_without_names_and_noted(as_, seeded, number):
    client = as_("hamid")
    for kind in ("csv", "xlsx"):
        answer = client.post(f"{HERE}/{kind}?state=signed", data={})
        assert answer.status_code == 200
        assert f".{kind}" in answer.headers["content-disposition"]
        assert b"Worker Invented" not in answer.content
    assert "XB-7/2026" in client.post(f"{HERE}/csv", data={}).text
    assert client.post(f"{HERE}/pdf", data={}).status_code == 404
    with seeded.read() as session:
        noted = session.execute(
            select(Entry.fields).where(col(Entry.act) == "export", col(Entry.noun) == "placement")
        )
        assert "rows:2" in str(noted.scalars().first())


def test_who_sat_here_long_ago_says_again_who_they_are(as_, number, clock):
    client = as_("hamid")
    for _ in range(3):
        clock.forward(minutes=25)
        assert client.get(HERE).status_code == 200
    answer = client.post(f"{HERE}/csv", data={})
    assert "XB-7" not in answer.text
    assert answer.status_code in (303, 403)


def test_another_agencys_contracts_are_not_there(as_, seeded, number):
    acts_for(seeded, "AG-EXPIRING")
    page = as_("hamid").get(HERE).text
    assert "0 contracts" in page
    assert "XB-7" not in page
