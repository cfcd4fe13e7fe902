"""One's own applications: where they stand in plain words, what one can do, and that nobody else's
is there."""

import re
from datetime import timedelta

import pytest

from matching.applications import applications, transitions
from matching.applications.applications import Application, RejectionReason
from matching.contracts import signing
from matching.identity.persons import Citizen
from matching.journey import departure_arrival, pre_departure
from service import accounts
from tests.support import cast, sample_applications
from tests.support.cast import HAMID
from tests.support.sample_journeys import drafted, ready, signed


@pytest.fixture
def person(seeded, clock):
    """Alisher, a welder."""
    with seeded.write() as session:
        number = accounts.find(session, cast.email("alisher")).citizen
        sample_applications.described(session, session.get_one(Citizen, number), on=clock())
    return number


def begun(seeded, clock, person, until="hand_in", **values) -> str:
    with seeded.write() as session:
        return sample_applications.applied(
            session, session.get_one(Citizen, person), on=clock(), until=until, **values
        ).reference


def state(seeded, number) -> tuple[str, bool]:
    with seeded.read() as session:
        row = session.get_one(Application, number)
        return row.state, row.consent


def test_with_nothing_applied_for_the_list_says_what_to_do(as_):
    page = as_("alisher").get("/en/me/applications").text
    assert "You have not applied for any jobs yet" in page


def test_the_list_and_the_page_say_who_acts_next(as_, seeded, clock, person):
    number = begun(seeded, clock, person)
    client = as_("alisher")
    page = client.get("/en/me/applications").text
    assert number in page
    assert "Next, the recruitment agency checks whether you meet the conditions." in page
    one = client.get(f"/en/me/applications/{number}").text
    for words in (
        "Application submitted",
        "will close automatically on 29 April 2027",
        "What you need to show before you can be offered a place",
        "points table, version 1",
        "You started the application",
        "Hanbit Shipyard",
        "+998 71 000 01 01",
    ):
        assert words in one, words


def test_an_offer_says_until_when_and_is_accepted_once(as_, seeded, clock, person):
    number = begun(seeded, clock, person, "offer")
    client, path = as_("alisher"), f"/en/me/applications/{number}"
    page = client.get(path).text
    assert "The place is reserved for you until 2 December 2026." in page
    assert [
        client.post(f"{path}/accept", data={"once": "k" * 20}).status_code for _ in range(2)
    ] == [303, 303]
    assert state(seeded, number)[0] == "accepted"
    again = client.post(f"{path}/accept", data={"once": "n" * 20})
    assert (
        again.status_code,
        "You cannot do this while the application status is" in again.text,
    ) == (
        422,
        True,
    )


def test_an_offer_that_lapsed_is_not_accepted(as_, seeded, clock, person):
    number = begun(seeded, clock, person, "offer")
    clock.forward(days=9)
    page = as_("alisher").post(f"/en/me/applications/{number}/accept", data={})
    assert (page.status_code, "The deadline for accepting this offer has passed." in page.text) == (
        422,
        True,
    )
    assert state(seeded, number)[0] == "offered"


def test_an_offer_is_declined_after_a_page_that_says_what_that_means(as_, seeded, clock, person):
    number = begun(seeded, clock, person, "offer")
    client, path = as_("alisher"), f"/en/me/applications/{number}/withdraw"
    assert "The place will then be given to somebody else." in client.get(path).text
    assert state(seeded, number)[0] == "offered"
    assert client.post(path, data={"once": "k" * 20}).status_code == 303
    assert state(seeded, number)[0] == "withdrawn"
    with seeded.read() as session:
        assert cast.named(session, "published").seats_taken == 0
    assert "You cannot withdraw this application at this stage" in client.get(path).text
    assert client.post(path, data={"once": "n" * 20}).status_code == 422


def test_consent_is_given_and_taken_back_on_any_day(as_, seeded, clock, person):
    number = begun(seeded, clock, person)
    client, path = as_("alisher"), f"/en/me/applications/{number}"
    assert "The agency can see your name and number and can call you." in client.get(path).text
    for text, kept in (("false", False), ("false", False), ("true", True)):
        assert client.post(f"{path}/consent", data={"consent": text}).status_code == 303
        assert state(seeded, number) == ("submitted", kept)
    for absurd in ("", "perhaps", "x" * 300):
        assert client.post(f"{path}/consent", data={"consent": absurd}).status_code == 422
    assert "You withdrew your consent" in client.get(path).text
    with seeded.read() as session:
        assert applications.names_worker(session.get_one(Application, number), HAMID)


def test_a_withdrawn_application_no_longer_shows_the_number_and_says_so_before(
    as_, seeded, clock, person
):
    number = begun(seeded, clock, person)
    client, path = as_("alisher"), f"/en/me/applications/{number}"
    assert "will no longer see your name or number" in client.get(f"{path}/withdraw").text
    client.post(f"{path}/withdraw", data={})
    page = client.get(path).text
    assert "can no longer see your name or number" in page
    assert "can call you" not in page


def test_papers_that_were_missing_are_there_now(as_, seeded, clock, person):
    number = begun(seeded, clock, person)
    with seeded.write() as session:
        row = session.get_one(Application, number)
        transitions.move(session, row, "ask_papers", by=HAMID, on=clock(), day=clock.today)
    client = as_("alisher")
    assert "submit again" in client.get(f"/en/me/applications/{number}").text
    assert client.post(f"/en/me/applications/{number}/hand-in", data={}).status_code == 303
    assert state(seeded, number)[0] == "submitted"


def test_a_no_says_why_and_what_would_help(as_, seeded, clock, person):
    number = begun(seeded, clock, person)
    with seeded.write() as session:
        transitions.reject(
            session,
            session.get_one(Application, number),
            RejectionReason.ANOTHER_WAS_BETTER,
            by=HAMID,
            on=clock(),
        )
    page = as_("alisher").get(f"/en/me/applications/{number}").text
    assert "Not chosen" in page
    assert "Other applicants met the conditions better" in page
    assert "What would help next time" in page
    assert "One more year in the trade" in page
    assert f"{number}/withdraw" not in page


def test_the_place_is_told_only_where_ten_wait_and_ties_are_said(as_, seeded, clock, person):
    number = begun(seeded, clock, person)
    path = f"/en/me/applications/{number}"
    assert "your position in the queue is" not in as_("alisher").get(path).text
    with seeded.write() as session:
        for years in range(9):
            other = sample_applications.worker(
                session, on=clock(), name=f"Worker {years}", years=years
            )
            sample_applications.applied(session, other, on=clock())
    page = as_("alisher").get(path).text
    # With four years: those of five to eight have more points from three years beyond what is
    # asked, five.
    assert "Based on points alone, your position in the queue is 5 of 10." in page
    assert "You share this position with 1 other person." in page


def test_of_somebody_elses_application_nothing_is_there(as_, seeded, clock, person):
    number = begun(seeded, clock, person, "offer")
    for name in ("rustam", "farida", "hamid", "iroda"):
        client = as_(name)
        assert number not in client.get("/en/me/applications").text
        assert client.get(f"/en/me/applications/{number}").status_code == 404
        for act in ("accept", "withdraw", "hand-in", "consent"):
            response = client.post(f"/en/me/applications/{number}/{act}", data={"consent": "false"})
            assert response.status_code == 404, (name, act)
    assert state(seeded, number) == ("offered", True)
    assert as_().get(f"/en/me/applications/{number}").status_code == 401


def test_an_application_whose_vacancy_is_gone_still_has_its_page(as_, seeded, clock, person):
    number = begun(seeded, clock, person)
    with seeded.write() as session:
        cast.named(session, "published").closes_on = clock.today - timedelta(days=1)
    assert as_("alisher").get(f"/en/me/applications/{number}").status_code == 200
    assert as_("alisher").get("/en/me/applications").status_code == 200


def accept(session, row, clock) -> None:
    signing.accept(
        session, row, set(), seen=1, by=sample_applications.WORKER, on=clock(), day=clock.today
    )


def sign(session, row, clock) -> None:
    signing.sign(session, row, clock.today, by=HAMID, on=clock(), day=clock.today)


def prepare(session, row, clock) -> None:
    pre_departure.prepare(session, row, by=HAMID, on=clock(), day=clock.today)


def depart(session, row, clock) -> None:
    departure_arrival.depart_applicant(
        session, row, clock.today, by=HAMID, on=clock(), day=clock.today
    )


# Each deed between the offer and the arrival, what is said after it, and the way to what is next.
ROAD = (
    (None, "Next, the recruitment agency gives you the contract to read.", "road"),
    (
        lambda session, row, clock: drafted(session, row, on=clock()),
        "Read the contract, then accept or decline it.",
        "contract",
    ),
    (accept, "Next, the recruitment agency signs the contract with you.", "road"),
    (sign, "Next, the recruitment agency applies for your visa.", "road"),
    (
        lambda session, row, clock: ready(session, row, on=clock(), prepared=False),
        "Next, you and the recruitment agency complete everything that must be done before you leave.",
        "road",
    ),
    (prepare, "Get ready for your departure.", "road"),
    (depart, "Tell us here that you have arrived.", "road#arrived"),
)


def test_what_the_contract_or_the_visa_leaves_open_is_said_with_the_way_to_it(
    as_, seeded, clock, person
):
    """Between the offer and the departure the state alone does not say who acts: the contract and
    the visa do."""
    number = begun(seeded, clock, person, "take_offer")
    here = f"/en/me/applications/{number}"
    for action, words, way in ROAD:
        if action:
            with seeded.write() as session:
                action(session, session.get_one(Application, number), clock)
        for address in (here, "/en/me/applications"):
            assert words in as_("alisher").get(address).text, (address, words)
        assert f'href="{here}/{way}"' in as_("alisher").get(here).text
    assert "/arrive" in as_("alisher").get(f"{here}/road").text, "the question stands there"


def test_where_no_visa_is_needed_nobody_is_said_to_apply_for_one(as_, seeded, clock, person):
    number = begun(seeded, clock, person, "take_offer")
    with seeded.write() as session:
        row = session.get_one(Application, number)
        signed(session, row, on=clock())
        none = pre_departure.NewVisa(pre_departure.Visa.NOT_NEEDED)
        pre_departure.apply_visa(session, row, none, by=HAMID, on=clock(), day=clock.today)
    assert "applies for your visa" not in as_("alisher").get(f"/en/me/applications/{number}").text


def test_how_it_came_here_says_who_wrote_the_contract_and_that_one_accepted_it(
    as_, seeded, clock, person
):
    number = begun(seeded, clock, person, "take_offer")
    with seeded.write() as session:
        signed(session, session.get_one(Application, number), on=clock())
    page = re.sub(r"<[^>]+>|\s+", " ", as_("alisher").get(f"/en/me/applications/{number}").text)
    past = re.sub(" +", " ", page[page.index("What has happened so far") :])
    wanted = (
        "Contract signed",
        "· Private agency",
        "You accepted the contract",
        "· You",
        "Contract terms recorded",
        "· Private agency",
        "Offer accepted",
        "· You",
    )
    at = [past.index(words) for words in wanted]
    assert at[0] < at[2] < at[4] < at[6], "the newest first"
