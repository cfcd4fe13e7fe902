"""Time limits at the desk: read by whoever may confirm facts, confirmed by two of them, and never
unread."""

import re

import msgspec
import pytest
from sqlalchemy import select

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit, Unit

PAGE = "/en/desk/limits"
KOREA = NewLimit("KR", "", 3, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example")


@pytest.fixture
def number(seeded, clock):
    with seeded.write() as session:
        time_limits.load(session, [KOREA], by=SYSTEM, on=clock())
        return session.execute(select(TimeLimit.id)).scalar()


def mark(seeded):
    with seeded.read() as session:
        return session.execute(select(TimeLimit.mark)).scalar()


def seen(client):
    return {"seen": re.search(r'name="seen" value="([^"]*)"', client.get(PAGE).text)[1]}


def test_it_says_how_long_from_when_and_by_which_source(as_, number):
    page = as_("farida").get(PAGE).text
    assert "3 years, counted from the day each payment was due" in page
    assert "From a published source" in page
    assert "invented.example" in page


def test_it_is_confirmed_when_two_officers_have_said_so(as_, seeded, number):
    result = seen(as_("farida"))
    for _ in range(2):
        answer = as_("farida").post(f"{PAGE}/{number}/confirm", data=result)
    assert (answer.status_code, mark(seeded)) == (422, "sourced"), (
        "one officer twice is one officer"
    )
    page = as_("farida").get(PAGE).text
    assert "Confirmed by Farida. One more officer must confirm it." in page
    assert "I confirm this" not in page
    assert as_("iroda").post(f"{PAGE}/{number}/confirm", data=result).status_code == 303
    assert mark(seeded) == "confirmed"
    assert "Confirmed by two officers" in as_("farida").get(PAGE).text


def test_nobody_confirms_what_they_have_not_read(as_, seeded, clock, number):
    result = seen(as_("farida"))
    with seeded.write() as session:
        changed = NewLimit(
            "KR", "", 2, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example"
        )
        time_limits.load(session, [changed], by=SYSTEM, on=clock())
    answer = as_("farida").post(f"{PAGE}/{number}/confirm", data=result)
    assert answer.status_code == 422
    with seeded.write() as session:
        same = msgspec.structs.replace(KOREA, ru="Сначала инспекция.")
        time_limits.load(session, [same], by=SYSTEM, on=clock())
    assert as_("farida").post(f"{PAGE}/{number}/confirm", data=result).status_code == 422
    assert "This time limit has changed since you opened it" in answer.text
    assert "One more officer must confirm it" not in as_("farida").get(PAGE).text
    assert as_("farida").post(f"{PAGE}/{number}/confirm", data={}).status_code == 422


def test_what_is_not_there_cannot_be_confirmed(as_, number):
    assert as_("farida").post(f"{PAGE}/{number + 1}/confirm", data={"seen": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["chinora", "elyor", "barno", "alisher", "laylo"])
def test_nobody_else_confirms(as_, seeded, number, name):
    assert as_(name).get(PAGE).status_code == 403
    assert as_(name).post(f"{PAGE}/{number}/confirm", data={}).status_code == 403
    assert mark(seeded) == "sourced"


def test_with_no_limit_it_says_so(as_):
    assert "No time limits have been recorded yet." in as_("farida").get(PAGE).text


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
    assert "No time limits have been recorded yet." in as_("farida").get(PAGE).text
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
