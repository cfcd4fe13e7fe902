"""Recruiters as a citizen sees them."""

import re
from datetime import date

import pytest

from catalog.licensing.agencies import Agency
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.casework.employers import agency_scorecard
from service.pages.public import agencies
from tests.support import cast


def test_an_exact_name_is_licensed(client):
    for typed in ("oltin yol bandlik", "№XB-0101", "N° XB-0101"):
        page = client.get("/en/agencies", params={"q": typed}).text
        assert "Allowed to recruit in Uzbekistan today" in page, typed


def test_a_name_that_is_only_alike_is_never_called_licensed(client):
    page = client.get("/en/agencies?q=oltin yoli bandlik").text
    assert "Allowed to recruit in Uzbekistan today" not in page
    assert "Oltin Yoʻl Bandlik MCHJ" in page


def test_words_that_many_agencies_have_are_not_called_a_name_without_a_licence(client, seeded):
    with seeded.write() as session:
        session.get_one(Agency, "AG-EXPIRING").name = "Oltin Koʻprik"
    page = client.get("/en/agencies?q=Олтин").text
    assert "2 agencies have these words in their names." in page
    assert ("may not have a licence" in page, "Allowed to recruit" in page) == (False, False)
    assert "may not have a licence" in client.get("/en/agencies?q=Oltin Tulpor").text


def test_a_licence_of_dhaka_does_not_count_here(client):
    page = client.get("/en/agencies?q=RL-434").text
    assert "Registered in another country only" in page
    assert "does not allow it to recruit in Uzbekistan" in page


def test_the_register_shows_first_who_may_recruit_today(client):
    page = client.get("/en/agencies").text
    assert page.index("Oltin Yoʻl") < page.index("Qora Bulut")


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x"])
def test_a_page_that_is_not_there_is_no_error(client, page):
    assert client.get(f"/en/agencies?page={page}").status_code in (200, 400)


def test_one_recruiter_has_a_page_with_its_decisions(client):
    page = client.get("/en/agencies/AG-SUSPENDED").text
    assert "is not allowed to recruit in Uzbekistan today" in page
    assert "suspended" in page


def test_the_page_of_an_agency_leads_to_all_its_jobs(client, seeded, monkeypatch):
    monkeypatch.setattr(agencies, "JOBS", 1)
    with seeded.write() as session:
        cast.named(session, "paused").state = "published"
    pages = [client.get(f"/en/agencies/AG-VALID?page={number}").text for number in (1, 2)]
    found = [re.findall(r'<a href="/en/vacancies/(V-\w+)', page) for page in pages]
    assert (len({*found[0], *found[1]}), "<p>2 jobs</p>" in pages[0]) == (2, True)
    assert 'rel="next" href="/en/agencies/AG-VALID?page=2"' in pages[0]


def test_the_page_of_an_agency_shows_the_shares_of_its_card(client, monkeypatch):
    card = agency_scorecard.Card(
        since=date(2025, 7, 1),
        until=date(2026, 7, 1),
        placed=1200,
        at_work=agency_scorecard.Share(1000, 1200),
        complaints=agency_scorecard.Share(12, 1200),
        claims=agency_scorecard.HIDDEN,
        answered=agency_scorecard.Share(9, 12),
        answer_time=agency_scorecard.AnswerTime(6, 12),
        cover=agency_scorecard.DepositCover(40, 12),
    )
    monkeypatch.setattr(agency_scorecard, "public_card", lambda *_items: card)
    page = client.get("/en/agencies/AG-VALID").text
    assert ("83 in 100" in page, "1,000 of 1,200" in page) == (True, True)


def test_an_unknown_recruiter_is_a_404_page(client):
    assert client.get("/ru/agencies/AG-NOBODY").status_code == 404


def test_past_the_end_of_the_register_the_way_back_leads_to_its_last_page(client):
    page = client.get("/en/agencies?page=99").text
    assert 'rel="prev" href="/en/agencies?page=1"' in page


def test_an_agencys_uzbek_name_comes_first_on_uzbek_pages_only(client, seeded):
    with seeded.write() as session:
        row = session.get_one(Agency, "AG-VALID")
        row.name, row.name_local = "Invented Road LLC", "Toʻqima Yoʻl MCHJ"
    for lang, first, second in (
        ("uz", "Toʻqima Yoʻl MCHJ", "Invented Road LLC"),
        ("ru", "Invented Road LLC", "Toʻqima Yoʻl MCHJ"),
    ):
        page = client.get(f"/{lang}/agencies/AG-VALID").text
        assert f"<h1>{first}</h1>" in page, lang
        assert f"<dd>{second}</dd>" in page, lang


def test_the_jobs_of_an_agency_are_named_in_the_readers_language(client, seeded, clock):
    with seeded.write() as session:
        title = cast.named(session, "published").title
        lexicon_terms.load(
            session, [Name("7212", "title", title, "en")], by=cast.FARIDA, on=clock()
        )
    assert "Payvandchi" in client.get("/uz/agencies/AG-VALID").text
