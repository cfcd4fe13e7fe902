"""What is new, as its person reads it: jobs, searches and papers, each with its link; kind words
where there is nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.vacancies import vacancies
from i18n import Language
from matching.identity.persons import Citizen
from matching.profiles import profile_edits
from matching.profiles.profile_edits import LanguageInput
from matching.ranking.alerts import Alert
from matching.scoring.eligibility import Level
from matching.search import saved_searches
from matching.search.saved_searches import NewSearch
from matching.search.search_results import Query
from service import accounts
from tests.matching import market
from tests.support import cast
from tests.support.cast import FARIDA, TODAY
from tests.support.sample_applications import WORKER, described

NOTHING = "There is nothing new for you now."


@pytest.fixture
def news_page(seeded, clock) -> str:
    """One new job, a search that finds it, a passport and a test of Korean that run out."""
    with seeded.write() as session:
        person = session.get_one(Citizen, accounts.find(session, cast.email("alisher")).citizen)
        described(session, person, on=clock(), passport_until=TODAY + timedelta(days=80))
        test = [LanguageInput("ko", Level.B1, None, TODAY + timedelta(days=20))]
        profile_edits.save_list(
            session, person, LanguageInput, test, by=WORKER, on=clock(), day=TODAY
        )
        saved_searches.save(
            session, person, NewSearch("Mine", False), Query(country="KR"), by=WORKER, on=clock()
        )
        row = market.publish(session, "J-NEW", on=clock(), title="Welder of ships")
        row.published_at = clock.forward(minutes=5)
        session.add(
            Alert(citizen=person.reference, vacancy=row.reference, points=75, found_on=TODAY)
        )
        reference = row.reference
    clock.forward(minutes=5)
    return reference


def test_whoever_has_nothing_new_reads_so(as_):
    page = as_("alisher").get("/en/me/news").text
    assert NOTHING in page
    assert "Documents that expire soon" not in page


def test_jobs_searches_and_papers_stand_with_their_links(as_, news_page):
    page = as_("alisher").get("/en/me/news").text
    assert NOTHING not in page
    for link in (
        f"/en/vacancies/{news_page}",
        "/en/me/profile/papers",
        "/en/me/profile/languages",
        "/en/me/news",
    ):
        assert f'href="{link}"' in page
    for words in (
        "Welder of ships",
        "Passport for travel abroad",
        "valid until 13 February 2027",
        "Korean",
        "1 new",
        "Mine",
    ):
        assert words in page


def test_a_search_that_was_looked_at_and_a_job_that_is_gone_are_no_news(
    as_, seeded, news_page, clock
):
    client = as_("alisher")
    with seeded.write() as session:
        number = session.execute(select(saved_searches.SavedSearch.id)).scalar_one()
        vacancies.pause(session, news_page, reason="A call", by=FARIDA, on=clock())
    client.post(f"/en/me/searches/{number}/look")
    page = client.get("/en/me/news").text
    assert "Mine" not in page
    assert "Welder of ships" not in page
    assert "Passport for travel abroad" in page


def test_it_is_ones_own_alone_and_a_message_leads_there_after_the_sign_in(as_, news_page):
    assert NOTHING in as_("rustam").get("/en/me/news").text
    asked = as_().get("/en/me/news")
    assert (asked.status_code, "next=/en/me/news" in asked.text) == (401, True)
    assert as_("farida").get("/en/me/news").status_code == 404


@pytest.mark.parametrize("lang", Language)
def test_in_every_language(as_, news_page, lang):
    page = as_("alisher").get(f"/{lang}/me/news")
    assert (page.status_code, f'lang="{lang}"' in page.text) == (200, True)
