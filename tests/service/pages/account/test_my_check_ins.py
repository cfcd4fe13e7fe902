"""Asked how it is at work, a worker answers once; what cannot wait becomes a call today, and danger
is pointed to help."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from matching.journey.check_ins import CheckIn
from service.casework.scope.advice_tables import Session as Advice
from tests.support.job_seekers import citizen
from tests.support.sample_placements import arrived_today

FINE = {
    "pay": "agreed",
    "papers": "with_me",
    "work": "agreed",
    "housing": "good",
    "threatened": "0",
}
GRAVE = {"pay": "none", "papers": "kept", "work": "other", "housing": "bad", "threatened": "1"}


@pytest.fixture
def number(seeded, clock) -> str:
    """Alisher came to Ulsan thirty days ago."""
    with seeded.write() as session:
        person = citizen(session, "alisher")
        one = arrived_today(session, person.reference, on=clock())
        number = one.reference
    clock.forward(days=30)
    return number


def answer(client, number, form, day=30, once=""):
    return client.post(f"/en/me/check-ins/{number}/{day}", data=form | {"once": once})


def calls(seeded) -> list[Advice]:
    with seeded.read() as session:
        return list(
            session.execute(select(Advice).where(col(Advice.follow_up_on).is_not(None))).scalars()
        )


def test_answered_well_nobody_is_called(as_, seeded, number):
    client = as_("alisher")
    assert f"/me/check-ins/{number}/30" in client.get("/en/me/check-ins").text
    assert answer(client, number, FINE).status_code == 303
    page = client.get(f"/en/me/check-ins/{number}/30").text
    assert "Thank you." in page
    assert "will call you" not in page
    assert calls(seeded) == []


def test_trouble_becomes_a_call_today_and_danger_is_pointed_to_help(as_, seeded, clock, number):
    client = as_("alisher")
    assert answer(client, number, GRAVE, once="k" * 20).status_code == 303
    assert answer(client, number, GRAVE, once="k" * 20).status_code == 303
    page = client.get(f"/en/me/check-ins/{number}/30").text
    assert "/en/danger?country=KR" in page
    assert "Somebody will call you today" in page
    assert "/en/wages/file/start" in page
    (call,) = calls(seeded)
    assert (call.topic, call.post, call.follow_up_on, call.level) == (
        "forced_labour",
        "KR-SEOUL-EMB",
        clock.today,
        "information",
    )


def test_answered_once(as_, number):
    client = as_("alisher")
    answer(client, number, FINE)
    again = answer(client, number, GRAVE)
    assert again.status_code == 422
    assert "have already been answered" in again.text


def test_what_is_missing_is_asked_beside_its_question(as_, seeded, number):
    page = answer(as_("alisher"), number, {"pay": "plenty", "threatened": ""})
    assert page.status_code == 422
    for field in ("pay", "papers", "work", "housing", "threatened"):
        assert f'id="{field}-wrong"' in page.text
    with seeded.read() as session:
        assert session.get_one(CheckIn, (number, 30)).answered_at is None


def test_too_early_it_is_not_asked_but_help_is_named(as_, number):
    client = as_("alisher")
    assert "We will ask you this on" in client.get(f"/en/me/check-ins/{number}/90").text
    assert answer(client, number, FINE, day=90).status_code == 422
    assert "/en/danger" in client.get("/en/me/check-ins").text


def test_anothers_are_not_there(as_, number):
    for name in ("rustam", "hamid", "davron"):
        client = as_(name)
        assert client.get(f"/en/me/check-ins/{number}/30").status_code == 404
        assert answer(client, number, FINE).status_code == 404
    assert number not in as_("rustam").get("/en/me/check-ins").text
    for day in ("31", "x", "9999999999"):
        assert as_("alisher").get(f"/en/me/check-ins/{number}/{day}").status_code == 404
