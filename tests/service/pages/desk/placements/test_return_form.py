"""A return told by telephone: taken down by an officer or the post there, once, and by nobody who
recruits."""

import re

import pytest

from catalog.core.actor import SYSTEM
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from matching.journey import return_migration
from service import accounts
from tests.support.cast import email
from tests.support.correction_forms import opened
from tests.support.sample_applications import worker
from tests.support.sample_placements import ULSAN, placed

TOLD = {
    "because": "not_paid",
    "unpaid": "1",
    "certificate": "0",
    "wants_work": "1",
    "insurance_departure_guarantee": "1",
}


@pytest.fixture
def number(seeded, clock) -> str:
    """Somebody who works in Ulsan, where one insurance has a source."""
    with seeded.write() as session:
        fact = NewFact(
            "KR",
            Kind.MONEY_RULE,
            Mark.SOURCED,
            "invented",
            *["Invented"] * 4,
            component="departure_guarantee",
        )
        countries.state_fact(session, fact, by=SYSTEM, on=clock())
        person = worker(session, on=clock())
        day = clock.today
        one = placed(
            session, ULSAN, of=person.reference, on=clock(), departed_on=day, arrived_on=day
        )
        return one.reference


def address(number) -> str:
    return f"/en/desk/placements/{number}/home"


def kept(seeded, number):
    with seeded.read() as session:
        return return_migration.for_placement(session, number)


@pytest.mark.parametrize(("name", "typed"), [("davron", "post"), ("farida", "officer")])
def test_taken_down_by_telephone_with_who_did_it(as_, seeded, clock, number, name, typed):
    client = as_(name)
    assert address(number) in client.get(f"/en/desk/placements/{number}").text
    page = client.get(address(number)).text
    assert "Does the employer still owe you money?" in page
    assert "Departure guarantee insurance" in page
    told_ = TOLD | {"came_on": str(clock.today), "once": "k" * 20}
    sent = [client.post(address(number), data=told_) for _ in range(2)]
    assert [one.status_code for one in sent] == [303, 303]
    next_page = client.get(sent[0].headers["location"]).text
    assert "The return is recorded." in next_page
    assert ("File a claim for this person" in next_page) == (name == "davron")
    assert ("An adviser or the mission can help them." in next_page) == (name == "farida")
    row = kept(seeded, number)
    assert (row.because, row.unpaid, row.insurances, row.told) == (
        "not_paid",
        True,
        "departure_guarantee",
        typed,
    )
    page = client.get(address(number)).text
    for words in (
        "I was not paid, or was paid less than agreed",
        "Departure guarantee insurance",
        f"({name.title()})",
    ):
        assert words in page, words
    again = client.post(address(number), data=told_ | {"once": "n" * 20})
    assert (again.status_code, "This return home has already been reported." in again.text) == (
        422,
        True,
    )


def test_all_that_is_missing_is_told_at_once_and_the_rest_kept(as_, seeded, number):
    page = as_("farida").post(address(number), data={"because": "family", "came_on": "2099-01-01"})
    assert page.status_code == 422
    assert 'value="2099-01-01"' in page.text
    assert "unpaid-wrong" in page.text
    assert kept(seeded, number) is None


def test_whoever_never_left_is_asked_nothing(as_, seeded, clock):
    with seeded.write() as session:
        waiting = placed(
            session, ULSAN, of=worker(session, on=clock()).reference, on=clock()
        ).reference
    client = as_("farida")
    assert address(waiting) not in client.get(f"/en/desk/placements/{waiting}").text
    assert "The worker’s return home has not been reported." in client.get(address(waiting)).text
    answer = client.post(address(waiting), data=TOLD | {"came_on": str(clock.today)})
    assert (answer.status_code, kept(seeded, waiting)) == (422, None)


def test_whoever_has_no_business_with_it_finds_no_return(as_, seeded, clock, number):
    result = TOLD | {"came_on": str(clock.today)}
    for name, status in (
        ("elyor", 404),
        ("hamid", 403),
        ("barno", 403),
        ("chinora", 403),
        ("alisher", 403),
    ):
        assert as_(name).get(address(number)).status_code == status, name
        assert as_(name).post(address(number), data=result).status_code == status, name
    assert as_("iroda").get(address(number)).status_code == 200
    assert as_("iroda").post(address(number), data=result).status_code == 403
    assert kept(seeded, number) is None


def test_the_worker_reads_what_they_told_and_claims_it(as_, seeded, clock):
    with seeded.write() as session:
        person = accounts.find(session, email("alisher")).citizen
        day = clock.today
        number = placed(
            session, ULSAN, of=person, on=clock(), departed_on=day, arrived_on=day
        ).reference
    result = TOLD | {"came_on": str(day), "insurance_departure_guarantee": ""}
    assert as_("farida").post(address(number), data=result).status_code == 303
    assert "Claim what you are owed" in as_("alisher").get(f"/en/me/home/{number}").text


def test_an_officer_puts_a_return_right_and_takes_it_back(as_, seeded, clock, number):
    client, page = as_("davron"), address(number)
    path = page.replace("/home", "/return")
    client.post(page, data=TOLD | {"came_on": str(clock.today)})
    form = opened(client, path)
    assert (form["unpaid"], form["departure_guarantee"]) == ("true", "true")
    wrong = {"unpaid": "false", "departure_guarantee": "false", "because": "family"}
    assert "accident" not in form
    assert client.post(f"{path}/correct", data=form | wrong).status_code == 422
    done = client.post(f"{path}/correct", data=form | wrong | {"reason": "Misheard"})
    assert (done.status_code, done.headers["location"]) == (303, f"{page}")
    assert "The correction is saved." in client.get(page).text
    row = kept(seeded, number)
    assert (row.unpaid, row.insurances, row.because) == (False, "", "family")
    text = re.sub(r"<[^>]*>", "", client.get(page).text)
    assert "Misheard" in text
    assert "Yes → No" in text
    old = form | wrong | {"reason": "Misheard", "once": "k" * 20}
    assert client.post(f"{path}/correct", data=old).status_code == 412
    assert client.post(f"{path}/void", data={"version": "1", "reason": "x"}).status_code == 412
    assert client.post(f"{path}/void", data={"version": "2"}).status_code == 422
    assert client.post(f"{path}/void", data={"version": "2", "reason": "x"}).status_code == 303
    assert kept(seeded, number) is None
    assert "Record what the worker says by telephone" in client.get(page).text
    assert "Declared void" in client.get(page).text
    assert client.get(f"{path}/correct").status_code == 404
    assert as_("elyor").post(f"{path}/void", data={"reason": "x"}).status_code == 404
    assert as_("hamid").get(f"{path}/correct").status_code == 403
