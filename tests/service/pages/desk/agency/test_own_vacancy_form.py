"""A vacancy is handed in at the agency's own desk: its trade is shown before it is sent, and
mistakes stand beside their fields."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.employers.employers import Employer
from catalog.vacancies.vacancies import Vacancy
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.pages.desk.agency import own_vacancy_form
from tests.service.pages.own_desk import OWN, acts_for
from tests.support.cast import SYSTEM

NEW = f"{OWN}/vacancies/new"
TOLD = {
    "external_id": "OY-1",
    "title": "Bricklayer for Ulsan",
    "language": "en",
    "country": "KR",
    "city": "Ulsan",
    "isco08": "7112",
    "employer": "Hanbit Shipyard",
    "register_no": "110-81",
    "seats": "4",
    "wage_min": "2 900 000",
    "wage_max": "",
    "currency": "KRW",
    "period": "month",
    "hours_per_week": "40",
    "housing": "employer",
    "worker_fee": "0",
    "language_required": "ko:A2",
    "opens_on": "2026-12-01",
    "closes_on": "2027-02-28",
    "description": "Hulls. " * 100,
    "once": "k" * 20,
}


def test_mistakes_are_listed_in_the_order_of_the_fields(as_):
    wrong = {"title": "", "seats": "many", "worker_fee": "x", "closes_on": "2020-01-01"}
    page = as_("hamid").post(NEW, data=TOLD | wrong).text
    listed = re.findall('<li>\\s*<a href="#([a-z_]+)"', page)
    assert (len(listed), listed) == (4, sorted(listed, key=[*TOLD].index))


def mine(seeded) -> list[Vacancy]:
    with seeded.read() as session:
        rows = session.execute(
            select(Vacancy).where(col(Vacancy.external_id).like("AG-VALID/%"))
        ).scalars()
        return [row for row in rows if session.expunge(row) is None]


def test_handed_in_once_however_often_it_is_sent(as_, seeded):
    client = as_("hamid")
    first, again = client.post(NEW, data=TOLD), client.post(NEW, data=TOLD)
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    (row,) = mine(seeded)
    assert (row.state, row.agency, row.wage_min, row.wage_max, row.worker_fee) == (
        "submitted",
        "AG-VALID",
        2_900_000,
        2_900_000,
        0,
    )
    assert row.isco08 == "7112"
    assert not row.classified
    assert "Bricklayer for Ulsan" in client.get(f"{OWN}/vacancies").text
    page = client.get(first.headers["location"]).text
    assert own_vacancy_form.SUBMITTED in page
    assert "contract; Contract with the worker" in page, "the documents that are missing"
    assert 'type="file"' in page
    assert "Waiting for vetting" in client.get(f"{OWN}/vacancies/{row.reference}").text
    assert "Bricklayer" not in client.get(f"{OWN}/vacancies?state=published").text


def test_the_trade_is_found_by_the_title_and_shown_before_anything_is_sent(as_, seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(session, [Name("7212", "title", "Welder", "en")], by=SYSTEM, on=clock())
    client, values = as_("hamid"), TOLD | {"isco08": "", "title": "Welder", "once": ""}
    page = client.post(NEW, data=values)
    assert page.status_code == 200
    assert "The title suggests one of these trades" in page.text
    assert 'value="7212" checked' in page.text
    assert mine(seeded) == []
    assert client.post(NEW, data=values | {"isco08": "", "seen_title": "Welder"}).status_code == 303
    assert [row.isco08 for row in mine(seeded)] == [None]


def test_what_is_wrong_stands_beside_its_field_and_leaves_nothing_behind(as_, seeded):
    client = as_("hamid")
    with seeded.read() as session:
        firms = len(session.execute(select(Employer)).all())
    for changed, field in (
        ({"title": ""}, "title"),
        ({"seats": "many"}, "seats"),
        ({"wage_min": "1,2,3"}, "wage_min"),
        ({"country": "XX"}, "country"),
        ({"currency": "ABC"}, "currency"),
        ({"age_min": "12"}, "age_min"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"wage_max": "5"}, "wage_max"),
        ({"isco08": "0000"}, "isco08"),
        ({"language_required": "korean"}, "language_required"),
        ({"housing": "perhaps"}, "housing"),
        ({"employer": " "}, "employer"),
        ({"city": "x" * 121}, "city"),
        ({"description": "x" * 8_001}, "description"),
        ({"title": "\u202e"}, "title"),
        ({"opens_on": "2027-03-01"}, "closes_on"),
    ):
        page = client.post(NEW, data=TOLD | {"employer": "New Firm"} | changed)
        assert page.status_code == 422, changed
        assert f'id="{field}-wrong"' in page.text, changed
    assert mine(seeded) == []
    with seeded.read() as session:
        assert len(session.execute(select(Employer)).all()) == firms


def test_numbers_that_cannot_be_true_are_refused_together_with_their_limits(as_, seeded):
    absurd = {"hours_per_week": "400", "experience_years": "99", "contract_months": "999"}
    page = as_("hamid").post(NEW, data=TOLD | absurd | {"age_max": "150", "currency": "euro"})
    assert page.status_code == 422
    for field in (*absurd, "age_max", "currency"):
        assert f'id="{field}-wrong"' in page.text, field
    assert "Enter a number from 1 to 168." in page.text
    assert "three letters, for example RUB" in page.text
    assert mine(seeded) == []


def test_what_cannot_be_read_and_what_contradicts_itself_is_told_in_one_round(as_, seeded):
    wrong = {"seats": "many", "wage_max": "5", "closes_on": "2020-01-01", "isco08": "0000"}
    page = as_("hamid").post(NEW, data=TOLD | wrong)
    assert page.status_code == 422
    for field in wrong:
        assert f'id="{field}-wrong"' in page.text, field
    assert 'id="opens_on-wrong"' not in page.text


def test_a_town_of_another_country_is_questioned_once(as_, seeded, clock):
    with seeded.write() as session:
        towns = [("TR", "Bursa", "Bursa|Бурса"), ("KR", "Ulsan", "Ulsan")]
        lexicon_terms.load_cities(session, towns, by=SYSTEM, on=clock())
    client, values = as_("hamid"), TOLD | {"city": "Бурса", "once": ""}
    page = client.post(NEW, data=values)
    assert "another country: Türkiye" in page.text
    assert 'id="city-wrong"' in page.text
    assert mine(seeded) == []
    assert client.post(NEW, data=values | {"seen_city": "KR Бурса"}).status_code == 303


def test_a_suspended_agency_hands_in_nothing_and_is_told_so(as_, seeded):
    acts_for(seeded, "AG-SUSPENDED")
    page = as_("hamid").post(NEW, data=TOLD)
    assert page.status_code in (409, 422, 403)
    assert "you are not allowed to recruit" in page.text
    assert mine(seeded) == []


def test_a_quota_is_not_an_agencys_to_name(as_, seeded):
    assert (
        as_("hamid")
        .post(NEW, data=TOLD | {"quota": "true", "classified": "true", "state": "published"})
        .status_code
        == 303
    )
    (row,) = mine(seeded)
    assert (row.quota, row.state) == (False, "submitted")


@pytest.mark.parametrize("lowest", ["ko'p", ""])
def test_a_wrong_lowest_pay_is_told_once_where_the_highest_was_left_empty(as_, lowest):
    page = as_("hamid").post(NEW, data=TOLD | {"wage_min": lowest, "wage_max": ""}).text
    assert ('id="wage_min-wrong"' in page, 'id="wage_max-wrong"' in page) == (True, False)
    page = as_("hamid").post(NEW, data=TOLD | {"wage_min": lowest, "wage_max": "x"}).text
    assert 'id="wage_max-wrong"' in page
