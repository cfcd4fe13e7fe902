"""Applying: what fits and what is seen is shown first; consent is a question of its own; sent twice
it is one application."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.vacancies import seats
from matching.applications import applications
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service import accounts
from tests.support import cast, sample_applications
from tests.support.cast import FARIDA, GULNORA

YES = {"consent": "true", "act": "hand_in", "once": "k" * 20}


@pytest.fixture
def person(seeded, clock):
    """Alisher, a welder."""
    with seeded.write() as session:
        number = accounts.find(session, cast.email("alisher")).citizen
        sample_applications.described(session, session.get_one(Citizen, number), on=clock())
    return number


@pytest.fixture
def jobs(seeded):
    with seeded.read() as session:
        return {name: cast.named(session, name).reference for name in cast.VACANCIES}


def mine(seeded, person) -> list[Application]:
    with seeded.read() as session:
        return applications.list_for_person(session, session.get_one(Citizen, person))


def test_the_vacancys_page_leads_through_the_sign_in_and_back(as_, jobs):
    assert (
        f"/en/me/apply/{jobs['published']}" in as_().get(f"/en/vacancies/{jobs['published']}").text
    )
    page = as_().get(f"/en/me/apply/{jobs['published']}")
    assert page.status_code == 200, "a form, not an error"
    for words in (
        f'name="then" value="/en/me/apply/{jobs["published"]}"',
        'name="phone"',
        "Check these conditions first",
        "Korean A2",
        "valid at least until",
    ):
        assert words in page.text, words
    assert as_("barno").get(f"/en/me/apply/{jobs['published']}").status_code == 404
    late = as_().post(f"/en/me/apply/{jobs['published']}", data=YES)
    assert late.status_code == 401, "the sign-in has ended meanwhile"
    assert f'name="then" value="/en/me/apply/{jobs["published"]}"' in late.text


def test_before_anything_is_sent_the_page_says_what_fits_and_what_will_be_seen(as_, person, jobs):
    page = as_("alisher").get(f"/en/me/apply/{jobs['published']}").text
    for words in (
        "Welder, MIG and TIG",
        "Welders, 4 years",
        "Korean B1",
        "What you need to show before you can be offered a place",
        "Can we also show the agency your name and number?",
        "points table, version 1",
    ):
        assert words in page, words
    assert "checked" not in page, "no answer is put into anybody’s mouth"


def test_a_required_language_that_was_not_stated_is_named_before_sending_and_not_counted(
    as_, seeded, clock, person, jobs
):
    path, words = f"/en/me/apply/{jobs['published']}", "This job requires Korean A2; you have not"
    assert words not in as_("alisher").get(path).text
    with seeded.write() as session:
        sample_applications.described(
            session, session.get_one(Citizen, person), on=clock(), level=None
        )
    page = as_("alisher").get(path).text
    assert words in page
    assert 'href="/en/me/profile/languages"' in page
    assert "points without the language" in page
    assert "points that can be counted now" not in page


@pytest.mark.parametrize("consent", ["true", "false"])
def test_handed_in_with_either_answer(as_, seeded, person, jobs, consent):
    result = as_("alisher").post(
        f"/en/me/apply/{jobs['published']}", data=YES | {"consent": consent}
    )
    (row,) = mine(seeded, person)
    assert (result.status_code, result.headers["location"]) == (
        303,
        f"/en/me/applications/{row.reference}?new=1",
    )
    assert (row.state, row.consent, row.vacancy) == (
        "submitted",
        consent == "true",
        jobs["published"],
    )
    page = as_("alisher").get(result.headers["location"]).text
    assert row.reference in page
    assert "Your application has been submitted" in page
    assert "Next, the recruitment agency checks whether you meet the conditions." in page


def test_the_job_leads_to_the_application_once_it_is_sent(as_, person, jobs):
    client, job = as_("alisher"), f"/en/vacancies/{jobs['published']}"
    for act, words in (("keep", "Apply</a>"), ("hand_in", "My application</a>")):
        client.post(
            f"/en/me/apply/{jobs['published']}", data=YES | {"act": act, "once": act[0] * 20}
        )
        assert re.search('class="button" href="/en/me/[^>]*>' + words, client.get(job).text), act


def test_without_an_answer_to_the_consent_nothing_is_handed_in(as_, seeded, person, jobs):
    page = as_("alisher").post(f"/en/me/apply/{jobs['published']}", data={"act": "hand_in"})
    assert (page.status_code, "Answer this question" in page.text, mine(seeded, person)) == (
        422,
        True,
        [],
    )
    assert (
        as_("alisher")
        .post(f"/en/me/apply/{jobs['published']}", data=YES | {"consent": "perhaps"})
        .status_code
        == 422
    )


def test_sent_twice_it_is_one_application_and_the_page_leads_to_it(as_, seeded, person, jobs):
    client, path = as_("alisher"), f"/en/me/apply/{jobs['published']}"
    answers = [client.post(path, data=YES) for _ in range(2)]
    (row,) = mine(seeded, person)
    assert {one.headers["location"] for one in answers} == {
        f"/en/me/applications/{row.reference}?new=1"
    }
    assert client.get(path).headers["location"] == f"/en/me/applications/{row.reference}"
    again = client.post(path, data=YES | {"once": "n" * 20})
    assert (again.status_code, "You have already applied for this job" in again.text) == (
        422,
        True,
    )


def test_kept_for_later_and_handed_in_from_another_telephone_with_another_answer(
    as_, seeded, person, jobs
):
    path = f"/en/me/apply/{jobs['published']}"
    as_("alisher").post(path, data={"act": "keep", "consent": "true", "once": "k" * 20})
    (row,) = mine(seeded, person)
    assert (row.state, row.consent) == ("draft", True)
    assert (
        as_("alisher").post(path, data=YES | {"consent": "false", "once": "n" * 20}).status_code
        == 303
    )
    (same,) = mine(seeded, person)
    assert (same.reference, same.state, same.consent) == (row.reference, "submitted", False)


def test_a_shut_gate_says_which_and_what_would_open_it_and_lets_nothing_through(
    as_, seeded, clock, person, jobs
):
    with seeded.write() as session:
        sample_applications.described(
            session,
            session.get_one(Citizen, person),
            on=clock(),
            level=sample_applications.Level.A1,
        )
    client, path = as_("alisher"), f"/en/me/apply/{jobs['published']}"
    page = client.get(path).text
    assert "According to your profile, you cannot apply for this job yet" in page
    assert "You can apply once you have passed a language test at the required level." in page
    assert 'name="consent"' not in page
    refused = client.post(path, data=YES)
    assert (refused.status_code, mine(seeded, person)) == (422, [])


def test_a_shut_gate_lets_the_job_be_kept(as_, seeded, clock, person, jobs):
    with seeded.write() as session:
        sample_applications.described(
            session,
            session.get_one(Citizen, person),
            on=clock(),
            level=sample_applications.Level.A1,
        )
    path = f"/en/me/apply/{jobs['published']}"
    as_("alisher").post(path, data={"act": "keep", "once": "k" * 20})
    assert [(row.state, row.points) for row in mine(seeded, person)] == [("draft", None)]
    assert as_("alisher").post(path, data=YES | {"once": "n" * 20}).status_code == 422


def test_name_and_trade_are_asked_on_the_way_and_the_job_is_kept(as_, seeded, clock, jobs):
    client, path = as_("rustam"), f"/en/me/apply/{jobs['published']}"
    with seeded.write() as session:
        number = accounts.find(session, cast.email("rustam")).citizen
        session.get_one(Citizen, number).name = ""
        names = [Name("7212", "title", "payvandchi", "uz")]
        lexicon_terms.load(session, names, by=FARIDA, on=clock())
    page = client.get(path).text
    assert all(f'name="{name}"' in page for name in ("name", "trade", "years"))
    assert 'name="consent"' not in page
    wrong = client.post(f"{path}/about", data={"trade": "qwertyuiop", "years": "x"})
    assert wrong.status_code == 422
    assert 'href="#name"' in wrong.text
    assert 'href="#years"' in wrong.text
    assert mine(seeded, number) == []
    answers = {"name": "Rustam Namunov", "trade": "пайвандчи", "years": "5", "once": "k" * 20}
    assert client.post(f"{path}/about", data=answers).headers["location"] == path
    (row,) = mine(seeded, number)
    assert (row.state, row.vacancy) == ("draft", jobs["published"])
    page = client.get(path).text
    assert "Welders, 5 years" in page
    assert 'name="consent"' in page
    assert "Rustam Namunov" in client.get("/en/me").text
    again = client.post(f"{path}/about", data=answers | {"name": "Other", "once": "n" * 20})
    assert (again.status_code, len(mine(seeded, number))) == (303, 1)
    assert "Rustam Namunov" in client.get("/en/me").text, "a known name is not written over"


def test_a_trade_of_which_the_words_are_not_the_name_is_asked_about_and_no_paper_is_invented(
    as_, seeded, clock, jobs
):
    client, path = as_("rustam"), f"/en/me/apply/{jobs['published']}"
    with seeded.write() as session:
        names = [Name("7212", "title", "gaz payvandchi", "uz"), Name("9112", "title", "usta", "uz")]
        lexicon_terms.load(session, names, by=FARIDA, on=clock())
        cast.named(session, "published").licence_required = ""
    typed = {"trade": "payvandchi usta", "years": "5"}
    asked = client.post(f"{path}/about", data=typed | {"once": "a" * 20})
    assert (asked.status_code, 'id="isco08-wrong"' in asked.text) == (422, True)
    assert re.findall(r'name="isco08" value="(\d+)"( checked)?', asked.text) == [
        ("9112", ""),
        ("7212", ""),
    ]
    chosen = typed | {"isco08": "7212", "once": "b" * 20}
    assert client.post(f"{path}/about", data=chosen).status_code == 303
    page = client.get(path).text
    fits = page.partition("How you match this job")[2].partition("</ul>")[0]
    assert ("Welders, 5 years" in page, "Proof of trade qualification" in fits) == (True, False)


def test_places_of_a_quota_are_given_in_a_round(as_, seeded, person, jobs):
    client, path = as_("alisher"), f"/en/me/apply/{jobs['quota']}"
    assert "allocated in a round" in client.get(path).text
    assert 'name="consent"' not in client.get(path).text
    assert client.post(path, data=YES).status_code == 422
    assert mine(seeded, person) == []


def test_what_is_not_shown_cannot_be_applied_for(as_, seeded, person, jobs, clock):
    client = as_("alisher")
    for name in ("paused", "over", "full", "of_suspended"):
        assert client.get(f"/en/me/apply/{jobs[name]}").status_code == 404, name
        assert client.post(f"/en/me/apply/{jobs[name]}", data=YES).status_code == 404, name
    assert client.get("/en/me/apply/V-NOBODY").status_code == 404
    with seeded.write() as session:
        for _ in range(5):
            seats.take(session, jobs["published"], by=GULNORA, on=clock())
    assert client.post(f"/en/me/apply/{jobs['published']}", data=YES).status_code == 404
    assert mine(seeded, person) == []


def test_officers_do_not_apply(as_, jobs):
    for name in ("farida", "hamid", "iroda"):
        assert as_(name).get(f"/en/me/apply/{jobs['published']}").status_code == 404
        assert as_(name).post(f"/en/me/apply/{jobs['published']}", data=YES).status_code == 404


def test_sent_from_two_telephones_at_once_it_is_one_application(as_, seeded, person, jobs):
    client, path = as_("alisher"), f"/en/me/apply/{jobs['published']}"
    with ThreadPoolExecutor(4) as runners:
        result = runners.map(
            lambda n: client.post(path, data=YES | {"once": f"{n}" * 20}).status_code, range(4)
        )
        assert sorted(result) == [303, 422, 422, 422]
    assert [row.state for row in mine(seeded, person)] == ["submitted"]
