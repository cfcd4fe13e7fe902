"""Complaints at both desks: the agency answers what is about itself, and two licensing officers
judge what it did not settle."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from service.casework.complaints.complaints import Complaint
from tests.service.casework.complained import WORDS, complained
from tests.service.pages.own_desk import OWN, acts_for

OFFICE = "/en/desk/complaints"


@pytest.fixture
def number(seeded, clock) -> str:
    with seeded.write() as session:
        return complained(session, clock()).reference


def row_of(seeded, number) -> Complaint:
    with seeded.read() as session:
        return session.get_one(Complaint, number)


def test_the_agency_reads_answers_and_never_learns_who(as_, seeded, number):
    client, here = as_("hamid"), f"{OWN}/complaints/{number}"
    notices = client.get("/en/desk/notices").text
    assert "New complaint about your agency" in notices
    notice = re.search(r"/desk/notices/[0-9]+", notices)[0]
    assert client.get(f"/en{notice}").headers["location"] == here
    page = client.get(here).text
    assert "They asked for money" in page
    for secret in (WORDS, "Alisher", "000 00 01", row_of(seeded, number).citizen):
        assert secret not in page + client.get(f"{OWN}/complaints").text
    assert client.post(f"{here}/contact").status_code in (403, 409, 422)
    assert client.post(f"{here}/acknowledge", data={"version": "1"}).status_code == 303
    assert 'id="answer-wrong"' in client.post(f"{here}/answer", data={"version": "2"}).text
    values = {"version": "2", "answer": "You get it back on Monday.", "once": "k" * 20}
    assert [client.post(f"{here}/answer", data=values).status_code for _ in range(2)] == [303, 303]
    assert row_of(seeded, number).state == "answered"
    assert client.post(f"{here}/answer", data=values | {"once": ""}).status_code == 412


def test_as_far_as_the_complainant_agreed(as_, seeded, clock):
    with seeded.write() as session:
        number = complained(session, clock(), words_shown=True, contact_shown=True).reference
    client, here = as_("hamid"), f"{OWN}/complaints/{number}"
    page = client.get(here).text
    assert WORDS in page
    assert "Alisher" not in page
    shown = client.post(f"{here}/contact").text
    assert "Alisher Invented" in shown
    with seeded.read() as session:
        acts = (
            session.execute(select(Entry.act).where(col(Entry.reference) == number)).scalars().all()
        )
    assert {"open", "reveal"} <= set(acts)


def test_two_officers_judge_what_came_to_them(as_, seeded, number, clock):
    farida = as_("farida")
    here = f"{OFFICE}/{number}"
    assert WORDS in farida.get(here).text
    assert "Alisher" not in farida.get(here).text
    assert farida.post(f"{here}/escalate", data={"version": "1"}).status_code in (409, 422)
    clock.forward(days=3)
    farida = as_("farida")
    assert farida.post(f"{here}/escalate", data={"version": "1"}).status_code == 303
    assert farida.post(f"{here}/uphold", data={"version": "2"}).status_code == 303
    assert farida.post(f"{here}/uphold", data={"version": "3"}).status_code in (403, 409, 422)
    assert as_("gulnora").post(f"{here}/uphold", data={"version": "3"}).status_code == 303
    row = row_of(seeded, number)
    assert (row.state, row.first_officer != row.second_officer) == ("confirmed", True)
    assert number in as_("iroda").get(f"{OFFICE}?state=over").text


def test_an_agency_answers_the_officers_once(as_, seeded, number, clock):
    clock.forward(days=3)
    as_("farida").post(f"{OFFICE}/{number}/escalate", data={"version": "1"})
    client, here = as_("hamid"), f"{OWN}/complaints/{number}"
    assert f"{number}/answer" in client.get(here).text
    assert (
        client.post(
            f"{here}/answer", data={"version": "2", "answer": "Paid back today."}
        ).status_code
        == 303
    )
    page = client.get(here).text
    assert "Paid back today." in page
    assert f"{number}/answer" not in page, "no second answer is offered"
    assert (
        client.post(f"{here}/answer", data={"version": "3", "answer": "Never."}).status_code == 422
    )
    assert "Paid back today." in client.get(here).text


def test_who_is_not_concerned(as_, seeded, number):
    acts_for(seeded, "AG-EXPIRING")
    client = as_("hamid")
    for act in ("acknowledge", "answer", "contact"):
        assert (
            client.post(
                f"{OWN}/complaints/{number}/{act}", data={"version": "1", "answer": "x"}
            ).status_code
            == 404
        )
    assert client.get(f"{OWN}/complaints/{number}").status_code == 404
    assert number not in client.get(f"{OWN}/complaints").text
    assert client.get(f"{OFFICE}/{number}").status_code == 403
    supervisor = as_("iroda")
    assert supervisor.get(f"{OFFICE}/{number}").status_code == 200
    for act in ("escalate", "uphold", "dismiss"):
        assert supervisor.post(f"{OFFICE}/{number}/{act}", data={"version": "1"}).status_code == 403
    assert row_of(seeded, number).state == "received"
