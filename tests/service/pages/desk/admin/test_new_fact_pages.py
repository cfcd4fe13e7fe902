"""Time limits and helplines at the desk: added by two of those who may confirm facts."""

import re

import pytest
from sqlalchemy import select

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit, Unit

PAGE = "/en/desk/limits"
KOREA = NewLimit("KR", "", 3, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example")


def mark(seeded):
    with seeded.read() as session:
        return session.execute(select(TimeLimit.mark)).scalar()


def test_a_list_of_all_limits_is_among_the_facts(as_, seeded, clock):
    with seeded.write() as session:
        time_limits.load(session, [KOREA], by=SYSTEM, on=clock())
    page = as_("farida").get(PAGE, follow_redirects=True).text
    assert "3 years, counted from the day each payment was due" in page
    assert "From a published source" in page
    assert "invented.example" in page


@pytest.mark.parametrize("name", ["chinora", "elyor", "barno", "alisher", "laylo"])
def test_nobody_else_adds_one(as_, name):
    assert as_(name).get(PAGE).status_code == 403
    assert as_(name).post(PAGE, data={}).status_code == 403


def test_a_proposed_limit_is_listed_only_when_a_second_officer_agrees(as_, seeded):
    form = {
        "country": "KR",
        "component": "wages",
        "length": "3",
        "unit": "years",
        "counted_from": "pay_due",
        "source": "A law",
        "reason": "We had none.",
    }
    assert as_("farida").post(PAGE, data=form).status_code == 303
    assert "Waiting for a second approval" in as_("farida").get(f"{PAGE}/new").text
    assert mark(seeded) is None
    card = as_("iroda").get("/en/desk/approvals").text
    assert "New time limit · South Korea · Unpaid wages" in card
    assert "counted from the day each payment was due" in card
    assert ">pay_due<" not in card
    address = re.search(r'action="(/en/desk/approvals/Q-[^"]*)"', card)[1]
    answer = {"verdict": "agree", "answer": "I read it."}
    assert as_("iroda").post(address, data=answer).status_code == 303
    assert mark(seeded) == "confirmed"
    again = as_("farida").post(PAGE, data=form)
    assert (again.status_code, 'id="counted_from-wrong"' in again.text) == (422, True)
    assert 'value="A law"' in again.text


def test_a_limit_without_its_subject_is_not_taken_as_one_for_every_dispute(as_):
    form = {"country": "KR", "length": "3", "unit": "years", "counted_from": "pay_due"}
    answer = as_("farida").post(PAGE, data=form | {"source": "A law", "reason": "x"})
    assert (answer.status_code, 'id="component-wrong"' in answer.text) == (422, True)


HELPLINES = "/en/desk/helplines"
HELPLINE = {
    "country": "KR",
    "telephone": "1345",
    "en": "An invented line",
    "ru": "Вымышленная линия",
    "uz": "Oʻylab topilgan telefon",
    "source": "A notice",
    "reason": "We had none.",
}


def test_a_new_helpline_is_on_the_public_page_only_when_a_second_officer_agrees(as_):
    wrong = as_("farida").post(HELPLINES, data=HELPLINE | {"telephone": "call us", "ru": ""})
    assert (wrong.status_code, 'value="call us"' in wrong.text) == (422, True)
    assert all(f'id="{name}-wrong"' in wrong.text for name in ("telephone", "ru"))
    new = HELPLINE | {"valid_from": "2026-11-20"}
    assert as_("farida").post(HELPLINES, data=new).status_code == 303
    waiting = as_("farida").get(f"{HELPLINES}/new").text.split('id="requests"')[1]
    assert " · South Korea · 1345" in waiting.split("</section>")[0]
    assert "An invented line" not in as_().get("/en/danger?country=KR").text
    card = as_("iroda").get("/en/desk/approvals").text
    address = re.search(r'action="(/en/desk/approvals/Q-[^"]*)"', card)[1]
    answer = {"verdict": "agree", "answer": "I read it."}
    assert as_("iroda").post(address, data=answer).status_code == 303
    listed = as_("farida").get("/en/desk/facts?kind=helplines").text
    assert "An invented line" in listed
    (fact,) = re.findall(r'href="(/en/desk/facts/helplines/\d+)"[^>]*>[^<]*1345', listed)[:1]
    assert "2026-11-20" not in card + as_("farida").get(fact).text, "a day is written in words"
    assert "An invented line" in as_().get("/en/danger?country=KR").text
