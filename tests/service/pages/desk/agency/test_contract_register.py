"""The contract register: by the day of signing, leaving or arriving; a name only after consent, and
none in a table taken away."""

from datetime import date

import pytest

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
        ("state=signed&month=2098-09", 0),
        ("state=nonsense&month=2026-99", 2),
    ):
        assert f"{many} contract" in client.get(f"{HERE}?{asked}").text, asked


def test_without_consent_the_application_stands_for_the_worker(as_, seeded, number):
    with seeded.write() as session:
        session.get_one(Application, number).consent = False
    page = as_("hamid").get(HERE).text
    assert number in page
    assert not [secret for secret in SECRETS if secret in page]


def test_a_table_is_taken_away_without_names(as_, number):
    client = as_("hamid")
    for kind in ("csv", "xlsx"):
        answer = client.post("/en/desk/lists/own_contracts/export", data={"kind": kind})
        assert answer.status_code == 200
        assert b"Worker Invented" not in answer.content
    answer = client.post("/en/desk/lists/own_contracts/export", data={"kind": "csv"})
    assert "XB-7/2026" in answer.text


def test_another_agencys_contracts_are_not_there(as_, seeded, number):
    acts_for(seeded, "AG-EXPIRING")
    page = as_("hamid").get(HERE).text
    assert "0 contracts" in page
    assert "XB-7" not in page
