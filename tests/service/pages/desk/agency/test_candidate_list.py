"""The candidates for all vacancies of an agency: in order, by filter, and never a name."""

import pytest

from matching.applications.applications import Application
from tests.service.pages.own_desk import OWN, SECRETS, acts_for, move_to_another_vacancy, vacancy
from tests.support.sample_applications import applied, worker

LIST = f"{OWN}/candidates"


@pytest.fixture
def three(seeded, clock) -> list[str]:
    """Candidates with more and more points, the last for a vacancy of its own."""
    with seeded.write() as session:
        numbers = []
        for years in (0, 2, 8):
            person = worker(session, on=clock(), name=f"Worker Invented {years}", years=years)
            numbers.append(applied(session, person, on=clock()).reference)
        move_to_another_vacancy(session, numbers[2], clock())
        return numbers


def test_the_most_points_come_first_with_skills_and_open_conditions_and_no_name(as_, three):
    page = as_("hamid").get(LIST).text
    places = [page.index(f'pick_{number}"') for number in three]
    assert places == sorted(places, reverse=True)
    assert "Welders, 8 years" in page
    assert "No entry ban" in page
    assert not [secret for secret in SECRETS if secret in page]


def test_the_page_of_a_vacancy_leads_to_its_candidates_alone(as_, seeded, three):
    number, client = vacancy(seeded), as_("hamid")
    answer = client.get(f"{OWN}/vacancies/{number}/candidates?state=submitted")
    there = f"{LIST}?vacancy={number}&state=submitted"
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    page = client.get(there).text
    assert [one in page for one in three] == [True, True, False]
    assert f'href="{LIST}?vacancy={number}">' in page, "a quick filter keeps the vacancy"
    assert "Nothing matches." in client.get(f"{LIST}?vacancy=V-NOBODY").text


def test_another_agency_sees_exports_and_chooses_none_of_them(as_, seeded, three):
    acts_for(seeded, "AG-EXPIRING")
    client, number = as_("hamid"), vacancy(seeded)
    file = client.post("/en/desk/lists/own_candidates/export", data={"kind": "csv"})
    for page in (client.get(LIST).text, client.get(f"{LIST}?vacancy={number}").text, file.text):
        assert not [one for one in three if one in page]
        assert "Welder" not in page, "no title of a vacancy either"


def test_a_candidate_without_an_open_step_cannot_be_chosen(as_, seeded, three):
    with seeded.write() as session:
        session.get_one(Application, three[0]).state = "rejected"
    page = as_("hamid").get(LIST).text
    assert [f'name="pick_{number}"' in page for number in three] == [False, True, True]
