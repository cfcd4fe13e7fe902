"""A worker ranks vacancies, sees where they stand and why, hears the result when everybody does,
and can leave."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.vacancies.vacancies import Vacancy
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.quota import entries, lottery, rounds, seat_offers
from matching.quota.entries import Entry
from tests.support import sample_applications, sample_rounds
from tests.support.cast import FARIDA, GULNORA


@pytest.fixture
def pool(seeded, clock):
    """A round with two vacancies, one place each; Alisher could enter it, and a stranger with more
    years has."""
    with seeded.write() as session:
        alisher = session.execute(
            select(Citizen).where(col(Citizen.name) == "Alisher Invented")
        ).scalar_one()
        sample_applications.described(session, alisher, on=clock(), years=2)
        jobs = [sample_rounds.job(session, f"J-{name}", on=clock()) for name in "AB"]
        row = sample_rounds.opened(session, dict.fromkeys(jobs, 1), on=clock())
        sample_rounds.entered(session, row, [jobs[0]], on=clock(), name="Stranger", years=6)
        return row.reference, jobs


def page(client, number):
    answer = client.get(f"/en/me/seats/{number}")
    assert answer.status_code == 200
    return answer.text


def rank(client, number, once="k" * 20, **places):
    values = {f"place-{vacancy}": value for vacancy, value in places.items()}
    return client.post(f"/en/me/seats/{number}", data=values | {"once": once})


def mine(seeded, number) -> Entry | None:
    with seeded.read() as session:
        alisher = session.execute(
            select(Citizen).where(col(Citizen.name) == "Alisher Invented")
        ).scalar_one()
        return entries.of_person(session, number, alisher)


def over(seeded, clock, number):
    """Drawn, signed and handed out on the day after the last."""
    clock.now += timedelta(days=8)
    with seeded.write() as session:
        row = rounds.get(session, number)
        sample_rounds.drawn(session, row, on=clock())
    with seeded.write() as session:
        lottery.sign(session, number, by=GULNORA, on=clock())
        seat_offers.offer_seats(
            session, number, by=GULNORA, on=clock(), day=sample_rounds.after(row)
        )


def test_from_a_list_to_a_place(as_, seeded, clock, pool):
    number, jobs = pool
    client = as_("alisher")
    assert "Enter the round" in page(client, number)
    assert number in client.get("/en/me/seats").text
    done = rank(client, number, **{jobs[0]: "1", jobs[1]: "2"})
    assert (done.status_code, done.headers["location"]) == (303, f"/en/me/seats/{number}#mine")
    shown = page(client, number)
    entry = mine(seeded, number)
    assert entry.code in shown
    assert "Your position in the queue: 2 of 2. Places: 1." in shown
    assert "Your position in the queue: 1 of 1. Places: 1." in shown
    assert "Years of experience: 2; full points for 5 or more" in shown, (
        "and how the points come about"
    )
    over(seeded, clock, number)
    shown = page(as_("alisher"), number)
    assert "You have a place" in shown
    assert "Place offered" in shown
    assert "points were enough for a place here" in shown
    with seeded.read() as session:
        offered = session.execute(
            select(Application).where(col(Application.citizen) == entry.citizen)
        ).scalar_one()
        assert (offered.vacancy, offered.state) == (jobs[1], "offered")


def test_nobody_hears_the_result_before_it_is_signed(as_, seeded, clock, pool):
    number, jobs = pool
    rank(as_("alisher"), number, **{jobs[1]: "1"})
    clock.now += timedelta(days=8)
    with seeded.write() as session:
        sample_rounds.drawn(session, rounds.get(session, number), on=clock())
    shown = page(as_("alisher"), number)
    assert "You have a place" not in shown
    assert "Leave the round" not in shown
    left = as_("alisher").post(f"/en/me/seats/{number}/leave")
    assert left.status_code == 422
    assert "being worked out" in left.text
    assert rounds.seed_of(number) not in as_("alisher").get(f"/en/seats/{number}").text


def test_a_list_can_be_changed_and_what_is_wrong_stands_beside_its_vacancy(as_, seeded, pool):
    number, jobs = pool
    client = as_("alisher")
    for places, sentence, field in (
        ({}, "Choose at least one vacancy.", None),
        ({jobs[0]: "one"}, "Enter a whole number", jobs[0]),
        ({jobs[0]: "1", jobs[1]: "1"}, "have the same number", jobs[1]),
        ({jobs[0]: "1", "V-NOTHING": "2"}, "is not in the round", "V-NOTHING"),
        ({jobs[0]: "99999999999999999999"}, "Enter a whole number", jobs[0]),
    ):
        refused = rank(client, number, once="", **places)
        assert refused.status_code == 422
        assert sentence in refused.text
        if field in jobs:
            assert f'id="place-{field}-wrong"' in refused.text
            assert f'value="{places[field]}"' in refused.text, "what was typed is kept"
    assert mine(seeded, number) is None
    assert rank(client, number, **{jobs[0]: "5", jobs[1]: "3"}).status_code == 303
    code = mine(seeded, number).code
    assert rank(client, number, once="n" * 20, **{jobs[0]: "1"}).status_code == 303
    assert mine(seeded, number).code == code
    with seeded.read() as session:
        assert [one.vacancy for one in entries.choices(session, code)] == [jobs[0]]


def test_sent_twice_it_is_one_list(as_, seeded, pool):
    number, jobs = pool
    assert [rank(as_("alisher"), number, **{jobs[0]: "1"}).status_code for _ in range(2)] == [
        303,
        303,
    ]
    assert mine(seeded, number).version == 1


def test_whoever_does_not_meet_the_conditions_is_told_which(as_, seeded, clock, pool):
    number, jobs = pool
    with seeded.write() as session:
        alisher = session.execute(
            select(Citizen).where(col(Citizen.name) == "Alisher Invented")
        ).scalar_one()
        sample_applications.described(session, alisher, on=clock(), level="A1")
    refused = rank(as_("alisher"), number, **{jobs[0]: "1"})
    assert refused.status_code == 422
    assert "Language" in refused.text
    told_nothing = rank(as_("rustam"), number, **{jobs[0]: "1"})
    assert (told_nothing.status_code, "enter the work you can do" in told_nothing.text) == (
        422,
        True,
    )


def test_who_leaves_can_come_back_while_it_is_open_and_gives_the_place_back_after(
    as_, seeded, clock, pool
):
    number, jobs = pool
    client = as_("alisher")
    rank(client, number, **{jobs[1]: "1"})
    for _ in range(2):
        assert client.post(f"/en/me/seats/{number}/leave").status_code == 303
    assert "You are no longer in this round." in page(client, number)
    rank(client, number, once="n" * 20, **{jobs[1]: "1"})
    over(seeded, clock, number)
    client = as_("alisher")
    assert "You will give up your place" in page(client, number)
    assert client.post(f"/en/me/seats/{number}/leave").status_code == 303
    assert "You are no longer in this round." in page(client, number)
    with seeded.read() as session:
        assert session.get_one(Vacancy, jobs[1]).seats_taken == 0


def test_who_got_none_hears_what_was_enough_and_that_it_is_drawn_again(as_, seeded, clock, pool):
    number, jobs = pool
    rank(as_("alisher"), number, **{jobs[0]: "1"})
    over(seeded, clock, number)
    shown = page(as_("alisher"), number)
    assert "You have no place yet." in shown
    assert "points were enough for a place here" in shown
    assert "Your position in the queue: 2 of 2" in shown
    with seeded.write() as session:
        stranger = next(
            one
            for one in sample_rounds.rows(session, Entry)
            if one.code != mine(seeded, number).code
        )
        seat_offers.leave(
            session,
            stranger,
            by=FARIDA,
            on=clock(),
            day=sample_rounds.after(rounds.get(session, number)),
        )
        lottery.refill(
            session,
            number,
            by=FARIDA,
            on=clock(),
            day=sample_rounds.after(rounds.get(session, number)),
        )
        lottery.sign(session, number, by=GULNORA, on=clock())
    assert "The offer is being prepared." in page(as_("alisher"), number)


def test_anothers_part_is_shown_to_nobody(as_, seeded, pool):
    number, jobs = pool
    rank(as_("alisher"), number, **{jobs[0]: "1"})
    assert mine(seeded, number).code not in page(as_("rustam"), number)
    for name in ("farida", "hamid", "barno"):
        for answer in (
            as_(name).get("/en/me/seats"),
            as_(name).get(f"/en/me/seats/{number}"),
            as_(name).post(f"/en/me/seats/{number}", data={}),
            as_(name).post(f"/en/me/seats/{number}/leave"),
        ):
            assert answer.status_code == 404
    assert as_("rustam").post(f"/en/me/seats/{number}/leave").status_code == 404
    assert as_("alisher").get("/en/me/seats/S-NOTHING").status_code == 404
    assert rank(as_("alisher"), "S-NOTHING", **{jobs[0]: "1"}).status_code == 404
