"""One round at the desk from its vacancies to refills: each step by whoever may, once, and seen as
it stands."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.vacancies.vacancies import Vacancy
from matching.quota import lottery_results, pool, rounds, seat_offers
from matching.quota.lottery_results import Seat
from matching.quota.rounds import RoundVacancy, SeatRound
from service.pages.desk.quota import round_page
from tests.support import sample_applications, sample_rounds


@pytest.fixture
def jobs(seeded, clock):
    with seeded.write() as session:
        return [sample_rounds.job(session, f"J-{name}", on=clock(), seats=2) for name in "AB"]


@pytest.fixture
def number(seeded, clock, jobs) -> str:
    """One place at the first vacancy; three want it."""
    with seeded.write() as session:
        row = sample_rounds.opened(session, {jobs[0]: 1}, on=clock())
        for at in range(3):
            sample_rounds.entered(session, row, jobs[:1], on=clock(), name=f"Secret {at}", years=at)
        return row.reference


def hidden(client, number) -> dict[str, str]:
    text = client.get(f"/en/desk/seats/{number}").text
    found = re.search(r'name="version" value="(\d+)"', text)
    return {"version": found[1] if found else "0"}


def act(client, number, what, once="", **values):
    return client.post(
        f"/en/desk/seats/{number}/{what}", data=hidden(client, number) | {"once": once} | values
    )


def kept(seeded, number) -> SeatRound:
    with seeded.read() as session:
        return rounds.get(session, number)


def test_a_round_from_its_vacancies_to_a_refill(as_, seeded, clock, jobs, number):
    assert act(as_("farida"), number, "put", vacancy=jobs[1], seats="2").status_code == 303
    assert act(as_("farida"), number, "drop", vacancy=jobs[1]).status_code == 303
    early = act(as_("farida"), number, "close")
    assert (early.status_code, "Close the round after that date" in early.text) == (422, True)
    clock.now += timedelta(days=8)
    assert act(as_("farida"), number, "close").status_code == 303
    assert act(as_("farida"), number, "draw").status_code == 303
    waits = as_("farida").get(f"/en/desk/seats/{number}").text
    assert "Nobody was passed over" in waits
    assert "A colleague must check the audit" in waits
    own = as_("farida").post(
        f"/en/desk/seats/{number}/sign", data={"version": str(kept(seeded, number).version)}
    )
    assert (own.status_code, "Ask a colleague" in own.text) == (422, True)
    assert act(as_("gulnora"), number, "sign").status_code == 303
    with seeded.write() as session:
        assert session.get_one(Vacancy, jobs[0]).seats_taken == 1
        (seat,) = sample_rounds.rows(session, Seat)
        entry = session.get_one(seat_offers.Entry, seat.code)
        seat_offers.leave(
            session,
            entry,
            by=sample_applications.WORKER,
            on=clock(),
            day=sample_rounds.after(rounds.get(session, number)),
        )
    assert act(as_("gulnora"), number, "refill").status_code == 303
    assert act(as_("farida"), number, "sign").status_code == 303
    shown = as_("iroda").get(f"/en/desk/seats/{number}").text
    assert "Draw 2" in shown
    assert "Farida" in shown
    assert "Secret code" not in shown, "whoever runs a round sees codes and numbers alone"
    with seeded.read() as session:
        assert [one.placed for one in lottery_results.list_draws(session, number)] == [1, 1]
        assert journal.verify(session) is None


def test_an_old_page_changes_nothing_and_a_step_is_taken_once(as_, seeded, clock, number):
    clock.now += timedelta(days=8)
    result = hidden(as_("farida"), number)
    client = as_("farida")
    done = [
        client.post(f"/en/desk/seats/{number}/close", data=result | {"once": "k" * 20})
        for _ in range(2)
    ]
    assert [one.status_code for one in done] == [303, 303]
    late = client.post(f"/en/desk/seats/{number}/draw", data=result)
    assert late.status_code == 412
    assert kept(seeded, number).state == "closed"
    assert act(client, number, "sign").status_code == 422
    assert act(client, number, "refill").status_code == 422


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"vacancy": "", "seats": "1"}, "vacancy"),
        ({"vacancy": "V-NOTHING", "seats": "1"}, "vacancy"),
        ({"seats": "9"}, "seats"),
        ({"seats": "0"}, "seats"),
        ({"seats": "-1"}, "seats"),
        ({"seats": "many"}, "seats"),
    ],
)
def test_what_cannot_be_put_in_is_told_beside_its_answer(as_, seeded, jobs, number, values, field):
    answer = act(as_("farida"), number, "put", **{"vacancy": jobs[1]} | values)
    assert answer.status_code in (404, 422)
    assert f'id="{field}-wrong"' in answer.text
    with seeded.read() as session:
        assert len(sample_rounds.rows(session, RoundVacancy)) == 1


def test_what_people_ranked_offers_no_way_out(as_, jobs, number):
    assert f"/en/desk/seats/{number}/drop" not in as_("farida").get(f"/en/desk/seats/{number}").text
    refused = act(as_("farida"), number, "drop", vacancy=jobs[0])
    assert (refused.status_code, "People have already ranked this vacancy" in refused.text) == (
        422,
        True,
    )
    assert act(as_("farida"), number, "drop", vacancy="V-NOTHING").status_code == 404


def test_offers_that_wait_are_made_when_somebody_asks_again(
    as_, seeded, clock, jobs, number, monkeypatch
):
    clock.now += timedelta(days=8)
    with seeded.write() as session:
        sample_rounds.drawn(session, rounds.get(session, number), on=clock())
        session.get_one(Vacancy, jobs[0]).state = "paused"
    assert act(as_("gulnora"), number, "sign").status_code == 303
    page = as_("farida").get(f"/en/desk/seats/{number}").text
    assert "1 offer still has to be made." in page
    with seeded.write() as session:
        session.get_one(Vacancy, jobs[0]).state = "published"
    monkeypatch.setattr(round_page, "BATCHES", 1)
    for _ in range(2):
        assert as_("farida").post(f"/en/desk/seats/{number}/offers").status_code == 303
    with seeded.read() as session:
        assert session.get_one(Vacancy, jobs[0]).seats_taken == 1
    assert (
        "Offers for paused and full vacancies must wait"
        not in as_("farida").get(f"/en/desk/seats/{number}").text
    )


def test_only_vacancies_that_fit_are_to_choose_from(as_, seeded, clock, jobs, number):
    page = as_("farida").get(f"/en/desk/seats/{number}").text
    with seeded.read() as session:
        row = rounds.get(session, number)
        there = [one.reference for one in pool.candidates(session, row)]
        others = session.execute(select(Vacancy).where(col(Vacancy.quota).is_(False))).scalars()
        assert not any(f'value="{one.reference}"' in page for one in others)
    assert jobs[1] in there
    assert jobs[0] not in there
    assert all(f'value="{one}"' in page for one in there)


def test_whoever_calls_is_taken_out_by_their_code(as_, seeded, number):
    with seeded.read() as session:
        code = sample_rounds.rows(session, seat_offers.Entry)[0].code
    for wrong in ("", "E-NOTHING", "x" * 300):
        refused = act(as_("farida"), number, "leave", code=wrong)
        assert (refused.status_code, 'id="code-wrong"' in refused.text) == (422, True)
    for _ in range(2):
        assert act(as_("farida"), number, "leave", code=f" {code.lower()} ").status_code == 303
    with seeded.read() as session:
        assert session.get_one(seat_offers.Entry, code).left_before == 1
    assert "2 people have entered" in as_("farida").get(f"/en/desk/seats/{number}").text


def test_others_find_no_way_here(as_, number):
    for name in ("barno", "chinora", "davron", "hamid", "jamshid", "alisher"):
        assert as_(name).get(f"/en/desk/seats/{number}").status_code == 403
        for what in ("put", "drop", "close", "draw", "sign", "offers", "refill", "leave"):
            assert as_(name).post(f"/en/desk/seats/{number}/{what}", data={}).status_code == 403
    assert as_("farida").get("/en/desk/seats/S-NOTHING").status_code == 404
    for what in ("put", "drop", "close", "draw", "sign", "offers", "refill", "leave"):
        answer = as_("farida").post(f"/en/desk/seats/S-NOTHING/{what}", data={"version": "1"})
        assert answer.status_code == 404, what
