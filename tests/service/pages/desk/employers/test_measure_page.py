"""From a warning about a country to its measures, as officers, agencies and citizens see them."""

import re
from datetime import timedelta

import pytest

from catalog.reference import country_measures
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from tests.service.casework.employers.test_early_warnings import alert
from tests.support import cast

LAST = cast.TODAY + timedelta(days=30)
TEXTS = {"measure_uz": "Ehtiyot", "measure_ru": "Осторожно", "measure_en": "Take care there"}


@pytest.fixture
def page(seeded, clock):
    with seeded.write() as session:
        row = alert(session, clock, "country", "KR", "KR", "KR")
        return f"/en/desk/warnings/{row.reference}"


def ask(as_, page, kind, **texts):
    typed = {"measure_kind": kind, "measure_reason": "Five unpaid", "measure_until": str(LAST)}
    return as_("farida").post(f"{page}/measures", data=typed | texts)


def approve(as_):
    listed = as_("gulnora").get("/en/desk/approvals").text
    number = re.findall(r'action="/en/desk/approvals/(Q-\w+)"', listed)[0]
    data = {"verdict": "agree", "answer": "Yes"}
    assert as_("gulnora").post(f"/en/desk/approvals/{number}", data=data).status_code == 303
    return listed


def started(seeded, page):
    with seeded.read() as session:
        (row,) = country_measures.list_about(session, page.rpartition("/")[2], "KR", cast.TODAY)
        return f"/en/desk/measures/{row.reference}"


def test_citizens_read_a_notice_at_vacancies_and_on_the_country_page_until_it_ends(
    as_, seeded, page, clock
):
    with seeded.write() as session:
        names = [Name("7212", "title", "payvandchi", "uz")]
        lexicon_terms.load(session, names, by=cast.FARIDA, on=clock())
    job = re.findall(r"/en/vacancies/(V-\w+)", as_().get("/en/vacancies?country=KR").text)[0]
    public = (f"/en/vacancies/{job}", "/en/countries/KR")
    assert "Take care there" not in "".join(as_().get(one).text for one in public)
    assert ask(as_, page, "notice", measure_on_page="true", **TEXTS).status_code == 303
    assert "Take care there" in approve(as_)
    public = (
        *public,
        "/en/vacancies?country=KR",
        "/en/vacancies?q=payvandchi Koreya",
        "/en/offers?agency=Oltin Yoʻl Bandlik&country=KR",
        "/en/matches?trade=payvandchi&country=KR",
        f"/en/me/apply/{job}",
    )
    assert "Take care there" in as_("alisher").get(public[-1]).text
    assert all("Take care there" in as_().get(one).text for one in public)
    assert "Take care there" not in as_().get("/en/vacancies").text
    assert "Take care there" not in as_().get("/en/countries/RU").text
    at = started(seeded, page)
    assert at in as_("farida").get(page).text
    assert as_("farida").post(at, data={"reason": "Paid"}).status_code == 303
    approve(as_)
    assert "Take care there" not in "".join(as_().get(one).text for one in public)
    assert "Pause of new vacancies" not in as_("hamid").get("/en/desk/notices").text
    assert "ended early" in as_("farida").get(page).text


def test_an_agency_is_notified_of_a_pause_and_reads_it_before_it_fills_in_the_form(
    as_, seeded, page
):
    form = "/en/desk/own/vacancies/new"
    assert "are paused" not in as_("hamid").get(form).text
    wrong = ask(as_, page, "pause", measure_on_page="true")
    assert (wrong.status_code, 'id="measure_on_page-wrong"' in wrong.text) == (422, True)
    ask(as_, page, "pause", measure_uz="Toʻxtatildi")
    assert "Toʻxtatildi" in approve(as_)
    shown = as_("hamid").get(form).text
    assert ("Reason: Five unpaid." in shown, "Toʻxtatildi" in shown) == (True, True)
    assert "Toʻxtatildi" in as_("farida").get(started(seeded, page)).text
    hamid = as_("hamid")
    notices = hamid.get("/en/desk/notices").text
    assert re.search(r"Pause of new vacancies</strong></a>\s*<span[^>]*>South Korea ", notices)
    opened = hamid.get(re.findall(r"/en/desk/notices/[0-9]+", notices)[0], follow_redirects=True)
    assert (opened.url.path, "Reason: Five unpaid." in opened.text) == (
        "/en/desk/own/vacancies",
        True,
    )


def test_an_attache_opens_the_notice_from_the_morning_list_and_cannot_end_it(as_, seeded, page):
    ask(as_, page, "post")
    approve(as_)
    at = started(seeded, page)
    assert at in as_("davron").get("/en/desk/morning").text
    assert at not in as_("elyor").get("/en/desk/morning").text
    assert "Early warning for your mission" in as_("davron").get("/en/desk/notices").text
    read = as_("davron").get(at)
    assert (read.status_code, "Five unpaid" in read.text) == (200, True)
    assert "end it" not in read.text
    assert as_("davron").post(at, data={"reason": "x"}).status_code == 403
    assert as_("elyor").get(at).status_code == 404


def test_what_a_post_found_reaches_those_who_decided_and_nobody_else_answers(as_, seeded, page):
    ask(as_, page, "post")
    approve(as_)
    at = started(seeded, page)
    found = {"answer": "One site closed, the workers are paid"}
    for other, status in (("farida", 403), ("elyor", 404)):
        assert as_(other).post(f"{at}/answers", data=found).status_code == status
    assert as_("davron").post(f"{at}/answers", data=found).status_code == 303
    assert "Answer of a mission to your notice" in as_("farida").get("/en/desk/notices").text
    for shown in (page, at):
        text = as_("farida").get(shown).text
        assert found["answer"] in text
        assert f'action="{at}/answers"' not in text


def test_a_mistake_in_a_request_is_shown_at_its_field_and_nothing_typed_is_lost(as_, page):
    answer = ask(as_, page, "notice", measure_uz="Ehtiyot")
    assert (answer.status_code, 'href="#measure_ru"' in answer.text) == (422, True)
    assert "Ehtiyot" in answer.text
    wrong = as_("farida").post(f"{page}/measures", data={"measure_kind": "burn"})
    assert wrong.status_code == 422
