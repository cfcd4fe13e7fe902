"""One candidate: points and gates, a step, papers seen; and the name, once its bearer agreed, with
a note in their file."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from matching.applications import transitions
from matching.applications.applications import Application, RejectionReason
from matching.journey import return_migration
from matching.journey.return_migration import ReturnInput, ReturnReason
from tests.service.pages.own_desk import OWN, SECRETS, acts_for, candidate, hidden
from tests.support import sample_proposals
from tests.support.cast import DAVRON, HAMID, TODAY
from tests.support.sample_journeys import arrived, drafted, ready, signed


def row_of(seeded, number) -> Application:
    with seeded.read() as session:
        return session.get_one(Application, number)


@pytest.fixture
def shut(seeded, clock) -> str:
    return candidate(seeded, clock, consent=False).reference


@pytest.fixture
def open_(seeded, clock) -> str:
    return candidate(seeded, clock).reference


def looks(seeded, number) -> list[str]:
    with seeded.read() as session:
        asked = select(col(Entry.act)).where(
            col(Entry.reference) == number, col(Entry.act) == "reveal"
        )
        return list(session.execute(asked).scalars())


def test_a_name_is_shown_after_consent_and_every_look_is_written_down(as_, seeded, open_):
    client, here = as_("hamid"), f"{OWN}/candidates/{open_}"
    page = client.get(here)
    assert not [secret for secret in SECRETS if secret in page.text], (
        "not before somebody asks for it"
    )
    assert looks(seeded, open_) == []
    shown = client.post(f"{here}/contact")
    assert "Worker Invented" in shown.text
    assert "998900000071" in "".join(filter(str.isdigit, shown.text))
    assert looks(seeded, open_) == ["reveal"]


def test_without_consent_there_is_no_name_for_anybody(as_, seeded, shut):
    client, here = as_("hamid"), f"{OWN}/candidates/{shut}"
    page = client.post(f"{here}/contact")
    assert page.status_code in (403, 409, 422)
    assert "has not agreed" in page.text
    assert not [secret for secret in SECRETS if secret in page.text]
    assert looks(seeded, shut) == []


def test_after_the_application_is_over_name_and_number_are_hidden_again(as_, seeded, clock, open_):
    with seeded.write() as session:
        row = session.get_one(Application, open_)
        transitions.reject(session, row, RejectionReason.ANOTHER_WAS_BETTER, by=HAMID, on=clock())
    client, here = as_("hamid"), f"{OWN}/candidates/{open_}"
    shown, refused = client.get(here), client.post(f"{here}/contact")
    assert "Show name and number" not in shown.text
    assert refused.status_code == 422
    for page in (shown.text, refused.text):
        assert "This application is over" in page
        assert not [secret for secret in SECRETS if secret in page]


def test_an_agency_whose_licence_was_suspended_reaches_nobody_new(as_, seeded, clock, open_):
    with seeded.write() as session:
        sample_proposals.signed(session, "AG-VALID", on=clock())
    page = as_("hamid").post(f"{OWN}/candidates/{open_}/contact")
    assert page.status_code == 422
    assert "Your licence does not allow you to recruit" in page.text
    assert not [secret for secret in SECRETS if secret in page.text]
    assert looks(seeded, open_) == []


def test_papers_are_seen_and_a_place_is_offered(as_, seeded, open_):
    client, here = as_("hamid"), f"{OWN}/candidates/{open_}"
    assert "Meets the conditions" in client.get(here).text
    assert (
        client.post(f"{here}/steps", data={"version": "2", "act": "find_eligible"}).status_code
        == 303
    )
    refused = client.post(f"{here}/steps", data={"version": "3", "act": "offer"})
    assert "check this against the documents" in refused.text
    values = {"version": "3", "gate_health": "1", "gate_entry_ban": "1"}
    assert client.post(f"{here}/papers", data=values).status_code == 303
    assert (
        client.post(
            f"{here}/steps", data={"version": "4", "act": "offer", "once": "k" * 20}
        ).status_code
        == 303
    )
    assert row_of(seeded, open_).state == "offered"
    assert "documents checked" in client.get(here).text


def test_what_is_usually_next_comes_first_and_papers_are_asked_about_while_any_is_unseen(
    as_, seeded, clock
):
    row = candidate(seeded, clock)
    client, here = as_("hamid"), f"{OWN}/candidates/{row.reference}"
    page = client.get(here).text
    assert re.findall('name="act" value="([a-z_]+)"', page) == [
        "find_eligible",
        "ask_papers",
        "reject",
    ]
    assert "I have seen these documents" in page
    gates = dict.fromkeys(re.findall('name="(gate_[a-z_]+)"', page), "1")
    assert (
        client.post(
            f"{here}/papers", data=gates | {"version": hidden(client.get(here), "version")}
        ).status_code
        == 303
    )
    assert "I have seen these documents" not in client.get(here).text


def test_twice_stale_and_absurd_steps_change_nothing(as_, seeded, open_):
    client, here = as_("hamid"), f"{OWN}/candidates/{open_}"
    values = {"version": "2", "act": "find_eligible", "once": "k" * 20}
    assert [client.post(f"{here}/steps", data=values).status_code for _ in range(2)] == [303, 303]
    assert client.post(f"{here}/steps", data=values | {"once": "n" * 20}).status_code == 412
    for changed in (
        {"act": "arrive"},
        {"act": ""},
        {"act": "reject"},
        {"act": "reject", "why": "face"},
        {"act": "offer", "until": "2099-01-01"},
    ):
        assert client.post(f"{here}/steps", data={"version": "3"} | changed).status_code in (
            403,
            409,
            422,
        ), changed
    assert row_of(seeded, open_).state == "eligible"


def test_another_agencys_candidate_is_not_there(as_, seeded, open_):
    acts_for(seeded, "AG-EXPIRING")
    client, here = as_("hamid"), f"{OWN}/candidates/{open_}"
    assert client.get(here).status_code == 404
    for act in ("contact", "steps", "papers"):
        assert (
            client.post(
                f"{here}/{act}", data={"version": "2", "act": "reject", "why": "trade"}
            ).status_code
            == 404
        )
    assert row_of(seeded, open_).state == "submitted"


def test_the_agency_reads_how_it_came_here_with_the_contract(as_, seeded, clock):
    number = candidate(seeded, clock, consent=False, until="take_offer").reference
    with seeded.write() as session:
        drafted(session, session.get_one(Application, number), on=clock())
    page = as_("hamid").get(f"{OWN}/candidates/{number}").text
    for text in (
        "Application started · Citizen",
        "Place offered · Private agency",
        "Contract: Terms recorded · Private agency",
    ):
        assert text in page, text
    assert not [secret for secret in SECRETS if secret in page]


def test_whom_a_worker_told_of_their_return_is_not_for_the_agency(as_, seeded, clock):
    number = candidate(seeded, clock, consent=False, until="take_offer").reference
    with seeded.write() as session:
        row = session.get_one(Application, number)
        signed(session, row, on=clock())
        placed = arrived(session, ready(session, row, on=clock()), on=clock())
        return_input = ReturnInput(
            TODAY, ReturnReason.NOT_PAID, unpaid=True, certificate=False, wants_work=True
        )
        return_migration.record(session, placed, return_input, by=DAVRON, on=clock(), day=TODAY)
    assert (
        "Returned home · Labour attaché"
        in as_("farida").get(f"/en/desk/applications/{number}").text
    )
    page = as_("hamid").get(f"{OWN}/candidates/{number}").text
    assert "Contract: " in page
    assert "Returned home · " not in page, "that it is over, and no more"
    assert "Labour attaché" not in page
