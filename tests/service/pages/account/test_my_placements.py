"""A worker's own contracts: shown to them alone, and that they have arrived said by themselves,
once."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from matching.identity.persons import Citizen
from matching.placements.placements import Placement
from tests.support.sample_placements import ULSAN, placed


@pytest.fixture
def numbers(seeded, clock) -> list[str]:
    """Two contracts of Alisher and one of Rustam."""
    with seeded.write() as session:
        people = {
            name: session.execute(
                select(col(Citizen.reference)).where(col(Citizen.name) == f"{name} Invented")
            ).scalar()
            for name in ("Alisher", "Rustam")
        }
        one = placed(session, of=people["Alisher"], on=clock()).reference
        two = placed(
            session, ULSAN, of=people["Alisher"], on=clock(), departed_on=ULSAN.signed_on
        ).reference
        return [one, two, placed(session, ULSAN, of=people["Rustam"], on=clock()).reference]


def say(client, number, day, once="k" * 20):
    return client.post(f"/en/me/placements/{number}/arrive", data={"arrived_on": day, "once": once})


def kept(seeded, number) -> Placement:
    with seeded.read() as session:
        return session.get_one(Placement, number)


def test_ones_own_contracts_stand_on_ones_own_page(as_, numbers):
    mine, other = as_("alisher").get("/en/me").text, as_("rustam").get("/en/me").text
    assert [number in mine for number in numbers] == [True, True, False]
    assert [number in other for number in numbers] == [False, False, True]
    assert "Hanbit Shipyard" in mine


def test_without_a_contract_and_for_officers_there_is_no_such_part(as_):
    for name in ("alisher", "farida"):
        assert "My contracts for work abroad" not in as_(name).get("/en/me").text


def test_i_have_arrived(as_, seeded, numbers):
    client = as_("alisher")
    result = say(client, numbers[0], "2026-09-06")
    assert (result.status_code, result.headers["location"]) == (303, "/en/me#contracts")
    row = kept(seeded, numbers[0])
    assert (row.state, row.confirmed, row.post, str(row.arrived_on)) == (
        "arrived",
        "worker",
        None,
        "2026-09-06",
    )
    page = client.get("/en/me").text
    assert f"{numbers[0]}/arrive" not in page
    assert f"{numbers[1]}/arrive" in page


def test_said_twice_it_counts_once(as_, seeded, numbers):
    client = as_("alisher")
    assert [say(client, numbers[0], "2026-09-06").status_code for _ in range(2)] == [303, 303]
    again = say(client, numbers[0], "2026-09-08", "n" * 20)
    assert again.status_code == 422
    assert "has already been confirmed" in again.text
    assert (kept(seeded, numbers[0]).version, str(kept(seeded, numbers[0]).arrived_on)) == (
        2,
        "2026-09-06",
    )


@pytest.mark.parametrize("day", ["", "2099-01-01", "2026-08-31", "tomorrow"])
def test_a_day_that_cannot_be_is_told_beside_the_contract_it_was_said_of(as_, seeded, numbers, day):
    page = say(as_("alisher"), numbers[0], day)
    assert page.status_code == 422
    assert f'id="arrived_on-{numbers[0]}-wrong"' in page.text
    assert f'id="arrived_on-{numbers[1]}-wrong"' not in page.text
    assert kept(seeded, numbers[0]).state == "signed"


def test_of_somebody_elses_contract_nobody_says_anything(as_, seeded, numbers):
    assert say(as_("alisher"), numbers[2], "2026-09-06").status_code == 404
    assert say(as_("alisher"), "P-NOBODY", "2026-09-06").status_code == 404
    for officer in ("elyor", "iroda", "farida"):
        assert say(as_(officer), numbers[0], "2026-09-06").status_code == 404
    assert [kept(seeded, number).state for number in numbers] == ["signed", "departed", "signed"]


def test_the_contracts_stand_in_everything_about_me(as_, numbers):
    page = as_("alisher").get("/en/me/file").text
    assert [number in page for number in numbers] == [True, True, False]
    assert "Your contracts for work abroad" in page
    assert "State Agency for Migration" in page
