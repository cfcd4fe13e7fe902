"""Matching both ways at the desk: reasons with every point, no names of candidates, and a word to
whom it may suit."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from matching.identity.persons import Citizen
from matching.recruiting import officer_suggestions
from tests.support import cast
from tests.support.sample_applications import described, worker


@pytest.fixture
def person(seeded, clock) -> str:
    with seeded.write() as session:
        return worker(session, on=clock(), name="Dilnoza Invented").reference


def called(session) -> Citizen:
    asked = select(Citizen).where(col(Citizen.name) == "Caller of barno")
    return session.execute(asked).scalars().one()


@pytest.fixture
def here(seeded) -> str:
    with seeded.read() as session:
        return f"/en/desk/vacancies/{cast.named(session, 'published').reference}/candidates"


def test_candidates_stand_with_their_reasons_and_without_their_names(as_, here, person):
    page = as_("farida").get(here)
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    for text in (
        person,
        "Your own trade",
        "76 of the 85 points",
        "Tell this person about the vacancy",
        "points table, version 1",
    ):
        assert text in page.text, text
    assert "Dilnoza" not in page.text


def test_one_is_told_and_reads_it_in_their_account(as_, seeded, here, person):
    client = as_("farida")
    assert client.post(here, data={"citizen": person}).status_code == 303
    assert "Has been told about this vacancy." in client.get(here).text
    again = client.post(here, data={"citizen": person})
    assert (again.status_code, "already been proposed to this person" in again.text) == (422, True)
    with seeded.read() as session:
        assert (
            len(
                officer_suggestions.list_open(session, session.get_one(Citizen, person), cast.TODAY)
            )
            == 1
        )
        vacancy = cast.named(session, "published").reference
        assert "tell_of" in [one.act for one in journal.history(session, "vacancy", vacancy)]
    assert client.post(here, data={"citizen": "C-NOBODY"}).status_code == 404


def test_what_suits_a_person_is_shown_to_whoever_may_see_them(as_, person):
    for name, status in (("farida", 403), ("barno", 404), ("hamid", 403)):
        assert as_(name).get(f"/en/desk/citizens/{person}/vacancies").status_code == status


def test_an_adviser_shows_a_caller_what_suits_them(as_, seeded, clock):
    with seeded.write() as session:
        caller = called(session)
        described(session, caller, on=clock())
        number = caller.reference
    page = as_("barno").get(f"/en/desk/citizens/{number}/vacancies")
    assert page.status_code == 200
    for text in ("Caller of barno", "Welder, MIG and TIG", "76 of the 85 points"):
        assert text in page.text, text
    assert (
        f"/en/desk/citizens/{number}/vacancies"
        in as_("barno").get(f"/en/desk/citizens/{number}").text
    )


def test_of_whoever_said_nothing_of_their_trade_it_says_so(as_, seeded):
    with seeded.read() as session:
        number = called(session).reference
    assert (
        "has not entered their trade yet"
        in as_("barno").get(f"/en/desk/citizens/{number}/vacancies").text
    )


def test_only_those_who_find_candidates_look_them_up(as_, here):
    for name, status in (
        ("barno", 200),
        ("davron", 200),
        ("chinora", 403),
        ("hamid", 403),
        ("alisher", 403),
    ):
        assert as_(name).get(here).status_code == status, name
    assert as_("farida").get("/en/desk/vacancies/V-NOBODY/candidates").status_code == 404


def test_the_page_of_a_closed_vacancy_has_no_link_to_candidates(as_, seeded, here):
    page = here.replace("/vacancies/", "/vetting/").removesuffix("/candidates")
    assert f'href="{here}"' in as_("farida").get(page).text
    with seeded.write() as session:
        cast.named(session, "published").closes_on = cast.TODAY - timedelta(days=1)
    assert as_("farida").get(here).status_code == 404
    assert f'href="{here}"' not in as_("farida").get(page).text
