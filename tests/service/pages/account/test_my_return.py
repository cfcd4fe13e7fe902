"""Back home, a worker tells why once, and is led on to a claim, to insurances and to work."""

import re

import pytest

from catalog.core import corrections
from catalog.core.actor import SYSTEM
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from matching.journey import return_migration
from tests.support.job_seekers import citizen
from tests.support.sample_placements import ULSAN, placed

TOLD = {
    "came_on": "2026-11-25",
    "because": "not_paid",
    "unpaid": "1",
    "certificate": "0",
    "wants_work": "1",
}


@pytest.fixture
def number(seeded, clock) -> str:
    """Alisher is in Ulsan, and one insurance is known there."""
    with seeded.write() as session:
        fact = NewFact(
            "KR",
            Kind.MONEY_RULE,
            Mark.SOURCED,
            "eps.example",
            *["Invented words"] * 4,
            component="departure_guarantee",
        )
        countries.state_fact(session, fact, by=SYSTEM, on=clock())
        person = citizen(session, "alisher")
        return placed(
            session, ULSAN, of=person.reference, on=clock(), arrived_on=ULSAN.signed_on
        ).reference


def tell(client, number, form=TOLD, once="", **changed):
    return client.post(f"/en/me/home/{number}", data=form | {"once": once} | changed)


def test_told_once_it_leads_on_to_a_claim_that_is_filled_in(as_, seeded, number):
    client = as_("alisher")
    assert f"/me/home/{number}" in client.get("/en/me/home").text
    for _ in range(2):
        assert (
            tell(client, number, insurance_departure_guarantee="1", once="k" * 20).status_code
            == 303
        )
    page = client.get(f"/en/me/home/{number}").text
    assert "Departure guarantee insurance" in page
    assert "eps.example" in page
    assert "/en/matches" in page
    form = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page))
    begun = client.post("/en/wages/file/start", data=form)
    assert begun.status_code == 303
    assert begun.headers["location"] == "/en/wages/file/amount", (
        "country, employer and period are known"
    )
    assert "Hanbit Shipyard" in client.get("/en/wages/file/employer").text
    with seeded.read() as session:
        assert return_migration.for_placement(session, number).insurances == "departure_guarantee"
    assert tell(client, number).status_code == 422


def test_the_worker_corrects_an_answer_and_keeps_the_others(as_, seeded, number):
    client, path = as_("alisher"), f"/en/me/home/{number}/correct"
    assert client.get(path).status_code == 404
    tell(client, number, insurance_departure_guarantee="1")
    page = client.get(path).text
    for kept in (
        'value="2026-11-25"',
        'value="not_paid" checked',
        'insurance_departure_guarantee"',
    ):
        assert kept in page
    changed = TOLD | {"unpaid": "0", "insurance_departure_guarantee": "1", "version": "1"}
    assert client.post(path, data=changed).headers["location"].endswith(f"/{number}")
    assert client.post(path, data=changed).status_code == 412
    with seeded.read() as session:
        row = return_migration.for_placement(session, number)
        assert (row.unpaid, row.insurances) == (False, "departure_guarantee")
    for name in ("rustam", "farida"):
        assert as_(name).post(path, data=changed).status_code == 404


def test_the_worker_takes_back_a_report_by_mistake_and_the_history_stays(as_, seeded, number):
    client, path = as_("alisher"), f"/en/me/home/{number}"
    tell(client, number)
    assert "This was recorded by mistake" in client.get(path).text
    assert client.post(f"{path}/void", data={"version": "0"}).status_code == 412
    answer = client.post(f"{path}/void", data={"version": "1"})
    assert answer.headers["location"] == f"{path}"
    assert "Your report is taken back" in client.get(answer.headers["location"]).text
    with seeded.read() as session:
        assert return_migration.for_placement(session, number) is None
        (version,) = corrections.history(session, "homecoming", number)
    assert ("because", "not_paid", "") in [
        (one.field, one.before, one.after) for one in version.changes
    ]


def test_who_was_turned_back_is_not_welcomed_home(as_, seeded, clock):
    with seeded.write() as session:
        person = citizen(session, "alisher")
        row = placed(session, ULSAN, of=person.reference, on=clock(), departed_on=ULSAN.signed_on)
    client = as_("alisher")
    assert tell(client, row.reference, because="turned_back").status_code == 303
    page = client.get(f"/en/me/home/{row.reference}").text
    assert "We are sorry that you were not let in." in page
    for wrong in ("Welcome home", "What you learned abroad"):
        assert wrong not in page


def test_what_is_wrong_is_told_beside_its_question(as_, number):
    page = tell(as_("alisher"), number, {"came_on": "2099-01-01", "because": "deported"})
    assert page.status_code == 422
    for field in ("because", "unpaid", "certificate", "wants_work"):
        assert f'id="{field}-wrong"' in page.text
    late = tell(as_("alisher"), number, came_on="2099-01-01")
    assert (late.status_code, 'id="came_on-wrong"' in late.text) == (422, True)


def test_nobody_is_asked_about_their_papers(as_, number):
    page = as_("alisher").get(f"/en/me/home/{number}").text
    for word in ("deport", "illegal", "visa", "legal stay"):
        assert word not in page.casefold()


def test_anothers_is_not_there_nor_one_that_has_not_begun(as_, seeded, clock, number):
    for name in ("rustam", "farida"):
        client = as_(name)
        assert client.get(f"/en/me/home/{number}").status_code == 404
        assert tell(client, number).status_code == 404
    assert "no record of you having worked abroad" in as_("rustam").get("/en/me/home").text
    with seeded.write() as session:
        waiting = placed(session, of=citizen(session, "alisher").reference, on=clock()).reference
    assert as_("alisher").get(f"/en/me/home/{waiting}").status_code == 404
