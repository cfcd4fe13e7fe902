"""One vacancy at the agency’s own desk: other terms, answers to remarks, taken back; another
agency’s is not there."""

import pytest

from catalog.vacancies import vetting
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from tests.service.pages.desk.agency.test_own_vacancy_form import TOLD
from tests.service.pages.own_desk import OWN, acts_for, hidden, vacancy
from tests.support.cast import FARIDA


@pytest.fixture
def number(seeded) -> str:
    return vacancy(seeded)


def state(seeded, number: str) -> tuple[str, int]:
    with seeded.read() as session:
        row = session.get_one(Vacancy, number)
        return row.state, row.seats


def returned(seeded, number, clock) -> None:
    with seeded.write() as session:
        session.get_one(Vacancy, number).state = "submitted"
        vetting.step(session, number, "take_up", by=FARIDA, on=clock())
        finding = CheckInput(Point.DEMAND_LETTER, Verdict.FAIL, "The letter is of another firm")
        vetting.check(session, number, finding, by=FARIDA, on=clock())
        vetting.step(session, number, "return", reason="See the letter", by=FARIDA, on=clock())


def test_other_terms_wait_for_vetting_again(as_, seeded, number):
    client, here = as_("hamid"), f"{OWN}/vacancies/{number}"
    form = client.get(f"{here}/amend")
    assert 'value="2900000"' in form.text
    result = TOLD | {
        "title": "Welder, MIG and TIG",
        "version": hidden(form, "version"),
        "seats": "9",
    }
    assert client.post(f"{here}/amend", data=result).status_code == 303
    assert state(seeded, number) == ("submitted", 9)
    assert client.post(f"{here}/amend", data=result | {"once": "", "seats": "8"}).status_code == 412
    assert state(seeded, number) == ("submitted", 9)


def test_remarks_are_answered_point_by_point_and_shown_to_the_officer(as_, seeded, number, clock):
    returned(seeded, number, clock)
    client, here = as_("hamid"), f"{OWN}/vacancies/{number}"
    page = client.get(here)
    assert "The letter is of another firm" in page.text
    assert FARIDA.name not in page.text
    values = {"version": hidden(page, "version"), "once": "k" * 20}
    refused = client.post(f"{here}/answers", data=values)
    assert refused.status_code == 422
    assert 'id="demand_letter-wrong"' in refused.text
    done = [
        client.post(f"{here}/answers", data=values | {"demand_letter": "A new letter is enclosed"})
        for _ in range(2)
    ]
    assert [one.status_code for one in done] == [303, 303]
    assert state(seeded, number)[0] == "submitted"
    assert "A new letter is enclosed" in as_("farida").get(f"/en/desk/vetting/{number}").text


def test_taken_back_it_is_gone_for_good(as_, seeded, number):
    client, here = as_("hamid"), f"{OWN}/vacancies/{number}"
    version = hidden(client.get(here), "version")
    assert (
        client.post(f"{here}/withdraw", data={"version": version, "reason": "x" * 500}).status_code
        == 303
    )
    assert state(seeded, number)[0] == "withdrawn"
    assert client.get(f"/en/vacancies/{number}").status_code == 404
    assert client.post(f"{here}/withdraw", data={"version": version}).status_code == 412


def test_another_agencys_vacancy_is_not_there(as_, seeded, number, clock):
    returned(seeded, number, clock)
    acts_for(seeded, "AG-EXPIRING")
    client, here = as_("hamid"), f"{OWN}/vacancies/{number}"
    for path in ("", "/amend", "/candidates"):
        assert client.get(f"{here}{path}").status_code == 404, path
    for path in ("/amend", "/withdraw", "/answers", "/candidates"):
        assert (
            client.post(
                f"{here}{path}", data=TOLD | {"version": "1", "demand_letter": "x"}
            ).status_code
            == 404
        ), path
    assert state(seeded, number)[0] == "returned"


def test_nobody_approves_their_own(as_, number):
    client = as_("hamid")
    for route in ("points", "steps", "decisions"):
        assert (
            client.post(f"/en/desk/vetting/{number}/{route}", data={"act": "approve"}).status_code
            == 403
        )
