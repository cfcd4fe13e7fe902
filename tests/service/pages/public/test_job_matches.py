"""Jobs that suit a person, told from a few answers."""

import pytest

from matching.identity.persons import Citizen
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service import accounts
from service.pages.public import job_matches
from tests.support import cast, sample_applications


@pytest.fixture(autouse=True)
def _words(seeded, clock):
    with seeded.write() as session:
        names = [Name("7212", "title", "payvandchi", "uz"), Name("5120", "title", "повар", "ru")]
        lexicon_terms.load(session, names, by=cast.FARIDA, on=clock())


def test_a_welder_is_shown_the_welders_job_with_points_and_gates(client):
    page = client.get("/en/matches?trade=payvandchi&years=5&age=30").text
    assert "Welder, MIG and TIG" in page
    assert "55 of the 55 points that can be counted now" in page
    assert "Passport valid for long enough: still to be checked" in page


def test_somebody_too_old_for_it_is_told_how_many_are_closed(client):
    page = client.get("/en/matches?trade=payvandchi&age=60").text
    assert "Welder, MIG and TIG" not in page
    assert "You cannot apply for 1 other job yet" in page


def test_a_better_language_level_is_named_as_what_would_lift(client):
    page = client.get("/en/matches?trade=payvandchi&language=ko&level=A2").text
    assert "Language: from A2 to B1" in page


def test_a_trade_nobody_knows_is_told_beside_the_question(client):
    page = client.get("/en/matches?trade=xqzwv")
    assert page.status_code == 422
    assert "We do not recognise this trade" in page.text


def test_an_empty_form_and_an_age_that_cannot_be_are_told_beside_the_question(client):
    for answers, field in (
        ("trade=&years=&age=", "trade"),
        ("trade=payvandchi&age=200", "age"),
        ("trade=payvandchi&age=20&years=50", "years"),
    ):
        page = client.get(f"/en/matches?{answers}")
        assert (page.status_code, f'id="{field}-wrong"' in page.text) == (422, True), answers


def test_an_age_that_is_no_number_is_told_and_the_rest_is_kept(client):
    page = client.get("/en/matches?trade=payvandchi&age=ten")
    assert page.status_code == 422
    assert 'value="payvandchi"' in page.text


def test_jobs_that_pay_less_than_the_lowest_acceptable_are_counted_apart(client):
    """In another currency too; and pay without a currency is not taken for dollars."""
    for wage, currency, shown in (("1 000", "USD", True), ("9 000 $", "", False)):
        params = {"trade": "payvandchi", "wage": wage, "currency": currency}
        page = client.get("/en/matches", params=params).text
        assert "Welder, MIG and TIG" in page if shown else "0 jobs suit you" in page, wage
        assert ("1 other job pays less than you would accept" in page) is not shown, wage
    page = client.get("/en/matches?trade=payvandchi&wage=2000")
    assert (page.status_code, 'id="currency-wrong"' in page.text) == (422, True)


def test_the_next_pages_of_a_signed_in_persons_jobs_do_not_show_the_questions(
    as_, seeded, clock, monkeypatch
):
    monkeypatch.setattr(job_matches, "MAX_SHOWN", 1)
    with seeded.write() as session:
        number = accounts.find(session, cast.email("alisher")).citizen
        sample_applications.described(session, session.get_one(Citizen, number), on=clock())
    for address in ("/en/matches", "/en/matches?page=2"):
        page = as_("alisher").get(address).text
        assert "Based on your profile" in page, address
        assert 'name="trade"' not in page, address
