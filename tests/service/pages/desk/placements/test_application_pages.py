"""Applications at the desk: who sees which, and a licensing officer leads one to an offer, step by
step."""

from datetime import timedelta

import pytest

from catalog.core import journal
from matching.applications import applications
from matching.applications.applications import Application
from tests.support import cast
from tests.support.sample_applications import applied, worker
from tests.support.sample_journeys import signed

DESK = "/en/desk/applications"


@pytest.fixture
def number(seeded, clock) -> str:
    with seeded.write() as session:
        cast.named(session, "quota").quota = False  # a job of the State Agency outside a round
        person = worker(session, on=clock(), name="Dilnoza Invented", isco08="9112")
        return applied(session, person, to="quota", on=clock()).reference


def send(client, seeded, number, route, **values):
    with seeded.read() as session:
        version = session.get_one(Application, number).version
    return client.post(
        f"{DESK}/{number}/{route}",
        data={"version": version, "once": f"{route}{version}" + "k" * 20} | values,
    )


def state(seeded, number) -> str:
    with seeded.read() as session:
        return session.get_one(Application, number).state


def test_an_officer_leads_it_to_an_offer_and_the_history_says_how(as_, seeded, number, clock):
    client = as_("farida")
    assert send(client, seeded, number, "steps", act="find_eligible").status_code == 303
    assert send(client, seeded, number, "gates", health="true", entry_ban="true").status_code == 303
    day = (clock.today + timedelta(days=3)).isoformat()
    assert (
        send(client, seeded, number, "interview", interview_on=day, hour="09:30").status_code == 303
    )
    assert send(client, seeded, number, "offer").status_code == 303
    page = client.get(f"{DESK}/{number}").text
    for text in ("Place offered", "documents checked", "Invited", "Rule: points table, version 1"):
        assert text in page, text
    assert state(seeded, number) == "offered"


def test_an_offer_before_the_papers_names_each_of_them(as_, seeded, number):
    client = as_("farida")
    send(client, seeded, number, "steps", act="find_eligible")
    page = send(client, seeded, number, "offer")
    assert page.status_code == 422
    assert (
        "Before offering a place, check this against the documents: Health certificate."
    ) in page.text


def test_a_no_needs_its_reason_and_what_was_typed_stays(as_, seeded, number):
    client = as_("farida")
    send(client, seeded, number, "steps", act="find_eligible")
    assert send(client, seeded, number, "reject", why="").status_code == 422
    assert (
        send(
            client, seeded, number, "interview", interview_on="2026-12-01", hour="25:99"
        ).status_code
        == 422
    )
    assert (
        "01.12.2026"
        in send(client, seeded, number, "interview", interview_on="2026-12-01", hour="25:99").text
    )
    assert send(client, seeded, number, "reject", why="language").status_code == 303
    assert state(seeded, number) == "rejected"


def test_sent_twice_it_is_done_once_and_an_old_page_does_nothing(as_, seeded, number):
    client = as_("farida")
    values = {"version": 2, "once": "k" * 24, "act": "find_eligible"}
    assert [client.post(f"{DESK}/{number}/steps", data=values).status_code for _ in range(2)] == [
        303,
        303,
    ]
    stale = client.post(
        f"{DESK}/{number}/steps", data=values | {"once": "m" * 24, "act": "shortlist"}
    )
    assert (stale.status_code, state(seeded, number)) == (412, "eligible")


def test_whoever_has_no_business_with_it_does_not_find_it(as_, seeded, number):
    for name, status in (
        ("davron", 200),
        ("iroda", 200),
        ("elyor", 404),
        ("chinora", 403),
        ("hamid", 403),
        ("barno", 403),
    ):
        assert as_(name).get(f"{DESK}/{number}").status_code == status, name
    assert send(as_("davron"), seeded, number, "steps", act="find_eligible").status_code == 403
    assert as_("farida").get(f"{DESK}/A-NOBODY").status_code == 404


def test_that_it_was_opened_is_written_down(as_, seeded, number):
    as_("farida").get(f"{DESK}/{number}")
    with seeded.read() as session:
        assert [one.act for one in journal.history(session, "application", number)][-1] == "open"
        assert applications.get(session, number, by=cast.FARIDA).state == "submitted"


def test_of_a_private_agency_an_officer_sees_it_and_takes_no_step(as_, seeded, clock):
    with seeded.write() as session:
        number = applied(
            session, worker(session, on=clock()), on=clock(), until="take_offer"
        ).reference
    page = as_("farida").get(f"{DESK}/{number}")
    assert (
        page.status_code,
        "There are no actions you can take here at the moment." in page.text,
    ) == (
        200,
        True,
    )
    for act in ("employer_cancel", "find_unfit", "miss"):
        assert send(as_("farida"), seeded, number, "steps", act=act).status_code == 403
    assert state(seeded, number) == "accepted"


def test_the_history_has_the_contract_with_who_wrote_it_and_who_accepted(
    as_, seeded, number, clock
):
    with seeded.write() as session:
        person = worker(session, on=clock(), name="Nodir Invented")
        other = applied(session, person, on=clock(), until="take_offer")
        signed(session, other, on=clock())
        reference = other.reference
    page = as_("farida").get(f"{DESK}/{reference}").text
    past = page[page.index("History") :]
    for text in (
        "Contract: Terms recorded · Private agency",
        "Contract: Accepted by the worker · Citizen",
    ):
        assert past.count(text) == 1, text
    assert past.count("· Signed ·") == 1
    assert "Contract:" not in as_("farida").get(f"{DESK}/{number}").text
