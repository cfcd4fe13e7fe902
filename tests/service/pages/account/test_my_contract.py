"""A worker reads the contract beside the vacancy, accepts each worsening by itself or says no, and
prints it for the family."""

import re

import msgspec
import pytest

from catalog.licensing.proposals import ProposedAction
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Period
from matching.applications import transitions
from matching.applications.applications import Application
from matching.contracts import contracts
from tests.support import cast, sample_proposals
from tests.support.cast import HAMID, PEOPLE
from tests.support.job_seekers import citizen
from tests.support.sample_applications import WORKER, applied, described
from tests.support.sample_journeys import drafted, signed

# The terms and values that a page of a contract that waits tells once.
ONCE = (
    "Busan",
    "XB-7/2026",
    "Hours a week",
    "Place of work",
    "Monthly pay",
    "Contract length in months",
    "Housing",
)


@pytest.fixture
def number(seeded, clock) -> str:
    """Alisher’s application, accepted, with a contract that is worse in two terms."""
    with seeded.write() as session:
        person = citizen(session, "alisher")
        described(session, person, on=clock())
        row = applied(session, person, on=clock(), until="take_offer")
        drafted(session, row, on=clock(), city="Busan", hours_per_week=52)
        return row.reference


def say(client, number, what, seen="1", once="", **named):
    values = {f"worse_{name}": "1" for name in named}
    return client.post(
        f"/en/me/applications/{number}/contract/{what}", data={"seen": seen, "once": once} | values
    )


def kept(seeded, number):
    with seeded.read() as session:
        return contracts.for_application(session, session.get_one(Application, number))


def test_each_worsening_is_said_in_words_and_accepted_by_itself(as_, seeded, number):
    client = as_("alisher")
    page = client.get(f"/en/me/applications/{number}/contract").text
    assert re.findall('name="worse_([a-z_]+)"', page) == ["city", "hours_per_week"]
    assert "You work more hours a week than the vacancy says" in page
    refused = say(client, number, "accept", city=True)
    assert refused.status_code == 422
    assert 'id="worse-wrong"' in refused.text
    assert re.search('id="worse_city"[^>]* checked', refused.text), "what was ticked is kept"
    assert say(client, number, "accept", city=True, hours_per_week=True).status_code == 303
    contract = kept(seeded, number)
    assert (contract.state, contract.worse) == ("accepted", "city hours_per_week")
    page = client.get(f"/en/me/applications/{number}/contract").text
    assert "You accepted this contract" in page
    assert "You work more hours" in page
    assert "accept this contract" not in page


def test_with_the_application_the_contract_is_given_up_and_waits_no_more(as_, number):
    client, here = as_("alisher"), f"/en/me/applications/{number}"
    assert (
        "You give up this place, and the contract with it." in client.get(f"{here}/withdraw").text
    )
    client.post(f"{here}/withdraw", data={"once": "w" * 20})
    page = client.get(f"{here}/contract").text
    assert "Your application is over, so nothing more has to be done" in page
    assert "your answer" not in page


def test_its_agency_and_officers_read_the_same_without_being_spoken_to(as_, seeded, number):
    for name in ("hamid", "iroda"):
        page = as_(name).get(f"/en/desk/applications/{number}/road").text
        assert "The worker works more hours a week than the vacancy says" in page
        assert "You work" not in page


def test_while_it_waits_each_term_stands_there_once(as_, seeded, clock, number):
    """What is worse beside its box, all others beside the vacancy’s, and what no vacancy says above
    them."""
    page = as_("alisher").get(f"/en/me/applications/{number}/contract").text
    read = re.sub(
        r"\s+", " ", re.sub("<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    )
    for words in ONCE:
        assert read.count(words) == 1, words
    assert read.count("2,900,000") == 2, "in the vacancy, and in the contract"
    with seeded.write() as session:
        other = drafted(
            session,
            session.get_one(Application, number),
            on=clock(),
            wage=16_000,
            period=Period.HOUR,
        )
        assert other.state == "drafted"
    assert "16,000" in as_("alisher").get(f"/en/me/applications/{number}/contract").text, (
        "as it is written, by the hour"
    )
    with seeded.write() as session:
        transitions.move(
            session,
            session.get_one(Application, number),
            "withdraw",
            by=WORKER,
            on=clock(),
            day=clock.today,
        )
    page = as_("alisher").get(f"/en/me/applications/{number}/contract").text
    assert page.count("Hours a week") == 1, "over, it is read as it was written"


def test_a_fee_in_another_currency_stands_there_as_it_is_asked(as_, seeded, clock, number):
    """Where no rate says what it is in the currency of the vacancy, it is no sum of that
    currency."""
    with seeded.write() as session:
        row = session.get_one(Application, number)
        session.get_one(vacancies.Vacancy, row.vacancy).worker_fee = 500_000
        drafted(session, row, on=clock(), wage=2_500_00, currency="XAF", worker_fee=777_000)
    page = as_("alisher").get(f"/en/me/applications/{number}/contract").text
    read = re.sub("<[^>]+>", " ", page)
    assert "₩777,000" not in read
    assert len(re.findall(r"XAF\s777,000", read)) == 2, "beside its box, and in the contract"


def test_what_was_changed_meanwhile_is_not_accepted_unseen(as_, seeded, clock, number):
    with seeded.write() as session:
        drafted(
            session,
            session.get_one(Application, number),
            on=clock(),
            city="Busan",
            hours_per_week=60,
        )
    late = say(as_("alisher"), number, "accept", "1", city=True, hours_per_week=True)
    assert late.status_code == 412
    assert "60" in late.text
    assert kept(seeded, number).state == "drafted"


def test_said_no_the_place_stays(as_, seeded, number):
    client = as_("alisher")
    assert say(client, number, "refuse").status_code == 303
    with seeded.read() as session:
        assert session.get_one(Application, number).state == "accepted"
    assert "You declined this contract" in client.get(f"/en/me/applications/{number}/contract").text
    assert say(client, number, "refuse", "2").status_code == 412


def test_sent_twice_it_is_accepted_once(as_, seeded, number):
    client = as_("alisher")
    codes = [
        say(client, number, "accept", once="k" * 20, city=True, hours_per_week=True).status_code
        for _ in range(2)
    ]
    assert (codes, kept(seeded, number).version) == ([303, 303], 2)


def test_of_whoever_it_is_not_there_is_no_such_contract(as_, number):
    for name in ("rustam", "hamid", "farida", "davron"):
        client = as_(name)
        assert client.get(f"/en/me/applications/{number}/contract").status_code == 404, name
        assert client.get(f"/en/me/applications/{number}/contract/print").status_code == 404
        assert say(client, number, "accept", city=True, hours_per_week=True).status_code == 404
        assert say(client, number, "refuse").status_code == 404
    assert PEOPLE["rustam"].role == "citizen"


def test_a_sheet_for_the_family_in_two_languages(as_, seeded, clock, number):
    page = as_("alisher").get(f"/uz/me/applications/{number}/contract/print").text
    assert 'lang="en"' in page
    assert "XB-7/2026" in page
    assert "2 900 000" in re.sub(r"[\u00a0\u202f]", " ", page)


def test_signed_it_shows_the_terms_that_were_signed_and_no_others(as_, seeded, clock, number):
    with seeded.write() as session:
        signed(
            session,
            session.get_one(Application, number),
            on=clock(),
            city="Busan",
            hours_per_week=52,
        )
    page = as_("alisher").get(f"/en/me/applications/{number}/contract").text
    assert "Contract compared with the vacancy" not in page
    assert "The workplace is different from the one in the vacancy." in page
    assert "Busan" in page


def test_before_there_is_one_it_says_so(as_, seeded, clock):
    with seeded.write() as session:
        person = citizen(session, "rustam")
        described(session, person, on=clock())
        number = applied(session, person, on=clock(), until="take_offer").reference
    client = as_("rustam")
    assert "There is no contract yet" in client.get(f"/en/me/applications/{number}/contract").text
    assert client.get(f"/en/me/applications/{number}/contract/print").status_code == 404
    assert say(client, number, "accept").status_code == 422


def test_with_an_employer_barred_meanwhile_nothing_is_accepted_and_one_can_still_leave(
    as_, seeded, clock, number
):
    with seeded.write() as session:
        employer = cast.named(session, "published").employer
        sample_proposals.signed(
            session, None, ProposedAction.BAR, employer=employer, code="unpaid_wages", on=clock()
        )
    client = as_("alisher")
    page = say(client, number, "accept", city=True, hours_per_week=True)
    assert page.status_code == 422
    assert "This firm is on the blacklist" in page.text
    assert re.search('<a href="#employer">', page.text)
    assert 'id="employer"' in page.text
    assert kept(seeded, number).state == "drafted"
    seen = re.search(
        'name="version" value="([^"]*)"', client.get(f"/en/me/applications/{number}/withdraw").text
    )
    values = {"version": seen[1] if seen else ""}
    assert client.post(f"/en/me/applications/{number}/withdraw", data=values).status_code == 303
    with seeded.read() as session:
        assert session.get_one(Application, number).state == "withdrawn"


def test_terms_that_nobody_vetted_are_not_accepted(as_, seeded, clock, number):
    with seeded.write() as session:
        vacancy, result = cast.named(session, "published"), cast.VACANCIES["published"][2]
        result = msgspec.structs.replace(result, wage_min=2_000_000)
        vacancies.submit(
            session, result, agency=vacancy.agency, employer=vacancy.employer, by=HAMID, on=clock()
        )
    page = say(as_("alisher"), number, "accept", city=True, hours_per_week=True)
    assert page.status_code == 422
    assert "The vacancy has been changed and is being vetted" in page.text
    assert kept(seeded, number).state == "drafted"


def test_whoever_accepted_is_told_that_the_vacancy_was_changed_since(as_, seeded, clock, number):
    client = as_("alisher")
    assert say(client, number, "accept", city=True, hours_per_week=True).status_code == 303
    address, note = (
        f"/en/me/applications/{number}/contract",
        "The vacancy has changed since you applied",
    )
    assert note not in client.get(address).text
    clock.forward(hours=1)
    with seeded.write() as session:
        vacancy = cast.named(session, "published")
        result = msgspec.structs.replace(cast.VACANCIES["published"][2], wage_min=2_000_000)
        vacancies.submit(
            session, result, agency=vacancy.agency, employer=vacancy.employer, by=HAMID, on=clock()
        )
    assert note in client.get(address).text
