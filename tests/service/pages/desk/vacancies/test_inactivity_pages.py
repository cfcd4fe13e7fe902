"""Idle vacancies: told of a week before, kept open or taken off, back when the employer was
reached."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from catalog.core.actor import SYSTEM
from catalog.vacancies import inactivity
from catalog.vacancies.inactivity import InactivityRule
from catalog.vacancies.vacancies import State, Vacancy
from service.operations import nightly
from tests.support import cast, sample_proposals

PAGE = "/en/desk/idle"


@pytest.fixture
def quiet(seeded, clock):
    """The world half a year on, in which nobody did anything."""
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        for row in session.execute(select(Vacancy)).scalars():
            row.closes_on = date(2028, 1, 1)
    clock.forward(days=174)
    with seeded.write() as session:
        inactivity.create_notices(session, InactivityRule.EMPLOYER, by=SYSTEM, on=clock())
    return seeded


def test_what_is_going_to_be_taken_off_stands_there_a_week_before(as_, quiet, clock):
    page = as_("iroda").get(PAGE).text
    assert "No news from the employer" in page
    assert "Welder, MIG and TIG" in page
    assert "inactive vacancies" in as_("farida").get("/en/desk").text
    number = re.search(r"idle/(\d+)/keep", page)[1]
    assert as_("farida").post(f"{PAGE}/{number}/keep").status_code == 303
    assert as_("farida").post(f"{PAGE}/{number}/keep").status_code == 422
    assert as_("farida").post(f"{PAGE}/999/keep").status_code == 404


def test_an_employer_that_was_reached_shows_its_jobs_again(as_, quiet, clock):
    clock.forward(days=7)
    assert nightly.unlist_inactive_vacancies(quiet, by=SYSTEM, on=clock()).taken_off > 3
    with quiet.read() as session:
        row = cast.named(session, "published")
    assert row.state == State.PAUSED
    assert as_().get(f"/en/vacancies/{row.reference}").status_code == 404
    page = as_("farida").get(PAGE).text
    assert "I contacted the employer: Hanbit Shipyard" in page
    for _ in range(2):
        values = {"once": "k" * 20}
        assert as_("farida").post(f"/en/desk/silent/{row.employer}", data=values).status_code == 303
    assert as_().get(f"/en/vacancies/{row.reference}").status_code == 200
    assert (
        as_("farida").post("/en/desk/silent/E-NOBODY", data={"once": "z" * 20}).status_code == 404
    )


def test_without_rules_the_page_says_so(as_):
    page = as_("farida").get(PAGE).text
    assert "A vacancy is never removed from the list just because its places are unfilled" in page


def test_who_may_not_see_it(as_):
    for name, status in ((None, 401), ("hamid", 403), ("davron", 403)):
        assert as_(name).get(PAGE).status_code == status
