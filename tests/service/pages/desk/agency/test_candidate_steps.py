"""One step for the candidates chosen in the list, with a result for each."""

from datetime import timedelta

import pytest

from matching.applications.applications import Application
from service.input import forms
from service.pages.desk.agency import candidate_steps
from tests.service.pages.own_desk import OWN, acts_for, move_to_another_vacancy, vacancy
from tests.support import cast
from tests.support.cast import TODAY
from tests.support.sample_applications import applied, worker

LIST = f"{OWN}/candidates"


@pytest.fixture
def three(seeded, clock) -> list[str]:
    with seeded.write() as session:
        people = [
            worker(session, on=clock(), name=f"Worker Invented {number}", years=number)
            for number in (0, 2, 8)
        ]
        return [applied(session, person, on=clock()).reference for person in people]


@pytest.fixture
def here(seeded) -> str:
    return f"{OWN}/vacancies/{vacancy(seeded)}/candidates"


def states(seeded, numbers) -> list[str]:
    with seeded.read() as session:
        return [session.get_one(Application, number).state for number in numbers]


def chosen(numbers, **values):
    return {f"pick_{number}": "2" for number in numbers} | {"act": "find_eligible"} | values


def test_one_step_for_all_that_were_chosen_with_a_result_for_each(as_, seeded, here, three):
    client = as_("hamid")
    result = chosen(three[:2]) | {f"pick_{three[2]}": "7", "pick_A-NONE": "1", "once": "k" * 20}
    page, again = client.post(here, data=result), client.post(here, data=result)
    assert page.status_code == 200
    assert again.text.count('class="stamp no"') == page.text.count('class="stamp no"') == 2
    assert "2 of 4" in page.text
    assert "This record was deleted or moved, or you cannot open it." in page.text
    assert states(seeded, three) == ["eligible", "eligible", "submitted"]


def test_a_no_needs_its_why_before_anybody_is_told(as_, seeded, here, three):
    client = as_("hamid")
    page = client.post(here, data=chosen(three, act="reject"))
    assert page.status_code == 422
    assert 'id="why-wrong"' in page.text
    assert states(seeded, three) == ["submitted"] * 3
    page = client.post(here, data=chosen(three[:1], act="reject", why="language"))
    assert "1 of 1" in page.text
    assert "Language level too low" in client.get(LIST).text


def test_nothing_chosen_nothing_known_and_no_hour_are_told(as_, here, three):
    client, soon = as_("hamid"), (TODAY + timedelta(days=4)).isoformat()
    assert client.post(here, data={"act": "reject", "why": "papers"}).status_code == 422
    assert client.post(here, data=chosen(three, act="invite")).status_code == 422
    assert client.post(here, data=chosen(three, act="invite", at="soon")).status_code == 422
    assert (
        "An agency cannot take this step."
        in client.post(here, data=chosen(three[:1], act="arrive")).text
    )
    client.post(here, data=chosen(three))
    result = {f"pick_{number}": "3" for number in three} | {"act": "invite", "at": f"{soon}T10:30"}
    assert "3 of 3" in client.post(here, data=result).text


def test_candidates_for_several_vacancies_are_stepped_at_once_and_others_are_not_found(
    as_, seeded, clock, here, three
):
    with seeded.write() as session:
        move_to_another_vacancy(session, three[1], clock())
        theirs = cast.named(session, "of_suspended").reference
        session.get_one(Application, three[2]).vacancy = theirs
    client = as_("hamid")
    data = chosen(three, query="vacancy=V-1&state=submitted&page=2") | {f"pick_{three[1]}": "3"}
    page = client.post(LIST, data=data)
    assert "2 of 3" in page.text
    assert f'class="back" href="{LIST}?vacancy=V-1&amp;state=submitted"' in page.text
    assert states(seeded, three) == ["eligible", "eligible", "submitted"]
    page = client.post(
        here, data=chosen([], act="shortlist") | {f"pick_{three[0]}": "3", f"pick_{three[1]}": "4"}
    )
    assert "1 of 2" in page.text, "a form of one vacancy takes no step for another"


def test_a_refused_step_keeps_the_filter_and_what_was_chosen(as_, here, three):
    data = chosen(three[:1], act="invite", why="papers", query="state=submitted&sort=-moved")
    page = as_("hamid").post(LIST, data=data)
    assert page.status_code == 422
    assert f'name="pick_{three[0]}" value="2" checked>' in page.text
    assert f'href="{LIST}?sort=-moved">Status: <b>Application submitted</b>' in page.text
    assert '<option value="papers" selected>' in page.text


def test_an_offer_without_papers_says_for_whom_and_why(as_, seeded, here, three):
    client = as_("hamid")
    client.post(here, data=chosen(three[:1]))
    page = client.post(here, data={f"pick_{three[0]}": "3", "act": "offer"})
    assert "check this against the documents" in page.text
    assert states(seeded, three[:1]) == ["eligible"]


def test_a_suspended_agency_offers_nothing(as_, seeded, here, three):
    client = as_("hamid")
    with seeded.write() as session:
        row = session.get_one(Application, three[0])
        row.vacancy = vacancy(seeded, "of_suspended")
    acts_for(seeded, "AG-SUSPENDED")
    theirs = f"{OWN}/vacancies/{vacancy(seeded, 'of_suspended')}/candidates"
    page = client.post(theirs, data={f"pick_{three[0]}": "3", "act": "find_eligible"})
    assert "Your licence does not allow you to recruit" in page.text
    assert client.post(here, data=chosen(three[1:])).status_code == 404
    assert states(seeded, three) == ["submitted"] * 3


def test_a_moment_is_told_in_the_time_of_tashkent():
    today = TODAY
    for typed in ("2026-12-01T10:30", "in 6 days 10:30", "1.12.2026 10.30"):
        found = candidate_steps.parse_moment(typed, today)
        assert found.isoformat() == "2026-12-01T05:30:00+00:00", typed
    assert candidate_steps.parse_moment(" ", today) is None
    for wrong in (
        "10:30",
        "2026-13-01T10:30",
        "2026-12-01T10:30+09:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "tomorrow 24:00",
        "tomorrow",
    ):
        with pytest.raises(forms.NotADay):
            candidate_steps.parse_moment(wrong, today)
