"""Time at the desk: what is late in words and colour, who has a claim, until when it must be in
court."""

import re
from datetime import date, timedelta

import pytest

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from seed import reference
from service import accounts
from service.casework.claims import wage_claims
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, Unit
from service.casework.worklists import service_level_rules
from service.operations import nightly
from tests.support import cast

LIST, PAGE = "/en/desk/wages", f"/en/desk/wages/{cast.CLAIM}"


def law(component="base_pay", mark=Mark.SOURCED):
    return NewLimit("RU", component, 1, Unit.YEARS, CountedFrom.PAY_DUE, mark, "invented.example")


@pytest.fixture
def ticking(seeded, clock):
    with seeded.write() as session:
        service_level_rules.load(
            session,
            map(reference._clock, reference.rows("service_clocks.tsv")),
            by=SYSTEM,
            on=clock(),
        )
        time_limits.load(session, [law()], by=SYSTEM, on=clock())
    return seeded


def hidden(client):
    return dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))


def officer(seeded, name):
    with seeded.read() as session:
        return accounts.find(session, cast.email(name)).reference


def main(page):
    return page.text.split("<main")[1].split("</main")[0]


def test_what_is_late_is_said_in_words_in_the_list_and_on_the_claim(as_, ticking, clock):
    clock.forward(days=2)
    client = as_("chinora")
    for address in (LIST, PAGE):
        assert (
            '<span class="stamp no">not acknowledged for 2 days</span>' in client.get(address).text
        )
    clock.forward(days=59)
    assert (
        "a supervisor must review this: nothing has happened for 61 days"
        in as_("chinora").get(PAGE).text
    )


def test_what_a_clock_says_is_late_stands_before_what_is_only_due_sooner(as_, ticking, clock):
    with ticking.write() as session:
        late = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        late.employer, late.due = "Late Ltd", clock.today + timedelta(days=20)
        clock.forward(days=2)
        result = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today
        ).claim
        result.employer = "Fresh Ltd"
    page = as_("chinora").get(LIST).text
    assert page.index("Late Ltd") < page.index("Fresh Ltd")
    assert "is overdue" not in page
    desk = as_("chinora").get("/en/desk").text
    assert '<span class="big">0</span> claims are overdue' in desk
    assert "1 more is not overdue but late by our service levels" in desk


def test_a_supervisor_sees_the_claims_that_wait_for_them_and_no_others(as_, ticking, clock):
    with ticking.write() as session:
        clock.forward(days=61)
        wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today
        ).claim.employer = "Fresh Ltd"
    client = as_("iroda")
    assert "1 is waiting for a supervisor" in client.get(LIST).text
    page = main(client.get(f"{LIST}?late=supervisor"))
    assert cast.CLAIM in page
    assert "Fresh Ltd" not in page
    assert cast.CLAIM not in as_("davron").get(f"{LIST}?late=supervisor").text


def test_the_list_is_late_by_the_clock_of_the_post(as_, ticking, clock):
    """At eight in the evening in London it is the next day in Tashkent, and still this one in
    Moscow."""
    clock.forward(days=1, hours=14, minutes=30)
    assert "not acknowledged" not in as_("elyor").get(LIST).text
    assert "1 day overdue" in as_("elyor").get(LIST).text
    clock.forward(minutes=30)
    assert "not acknowledged for 2 days" in as_("elyor").get(LIST).text


def test_the_days_to_be_in_court_stand_on_the_claim_with_their_source(as_, ticking):
    page = main(as_("chinora").get(PAGE))
    assert (
        "by 31 March 2027 for the oldest unpaid wages, by 31 August 2027 for the most recent"
        in page
    )
    assert "1 year, counted from the day each payment was due" in page
    assert "invented.example" in page


def test_a_near_day_is_told_in_the_list_in_colour(as_, ticking, clock):
    client = as_("chinora")
    assert "to go to court" not in client.get(LIST).text
    for left, colour in ((90, "soon"), (30, "no"), (0, "no")):
        clock.forward(days=(date(2027, 3, 31) - clock.today).days - left)
        assert f'<span class="stamp {colour}">Wages: {left} day' in as_("chinora").get(LIST).text
    clock.forward(days=200)
    assert "Wages: the time limit has passed" in as_("chinora").get(LIST).text


def test_what_nobody_confirmed_is_shown_to_staff_as_such(as_, seeded, clock):
    with seeded.write() as session:
        time_limits.load(session, [law(mark=Mark.UNCONFIRMED)], by=SYSTEM, on=clock())
    assert "Not confirmed" in main(as_("chinora").get(PAGE))


def test_where_nothing_is_known_the_officer_is_told_so(as_):
    assert "We do not know this time limit. It may be short, so do not wait" in main(
        as_("chinora").get(PAGE)
    )


def test_a_reminder_of_the_night_stands_on_the_claim(as_, ticking, clock):
    clock.forward(days=(date(2027, 3, 31) - clock.today).days - 30)
    assert nightly.write_reminders(ticking, by=SYSTEM, on=clock()) == 2
    assert nightly.write_reminders(ticking, by=SYSTEM, on=clock()) == 0
    page = main(as_("chinora").get(PAGE))
    assert (
        "Wages: 30 days or fewer until the deadline, 31\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2027"
        in page
    )
    assert "supervisors notified; no action since 25 Nov 2026" in page


def test_a_claim_says_who_has_it(as_, ticking):
    for address in (LIST, PAGE):
        assert "Embassy, Moscow" in main(as_("chinora").get(address))


def test_a_supervisor_gives_a_claim_to_an_officer_and_its_history_says_to_whom(as_, ticking):
    client = as_("iroda")
    page = client.get(PAGE).text
    choices = set(re.findall(r'<option value="(U-\w+)"', page))
    assert choices == {officer(ticking, name) for name in ("elyor", "chinora")}
    result = hidden(client) | {"officer": officer(ticking, "elyor")}
    for _ in range(2):
        assert client.post(f"{PAGE}/assign", data=result).status_code == 303
    page = main(client.get(PAGE))
    assert page.count("Assigned to Elyor") == 1
    assert "Elyor" in main(as_("chinora").get(LIST))


def test_whoever_comes_second_gives_nothing_away(as_, ticking):
    client = as_("iroda")
    before = hidden(client)
    first = before | {"officer": officer(ticking, "elyor")}
    assert client.post(f"{PAGE}/assign", data=first).status_code == 303
    second = before | {"once": "q" * 20, "officer": officer(ticking, "chinora")}
    assert client.post(f"{PAGE}/assign", data=second).status_code == 412
    with ticking.read() as session:
        assert wage_claims.get(session, cast.CLAIM, by=cast.IRODA).owner == officer(
            ticking, "elyor"
        )


@pytest.mark.parametrize("name", ["davron", "barno", "iroda", None])
def test_an_officer_of_elsewhere_is_refused_beside_the_choice(as_, ticking, name):
    client = as_("iroda")
    result = hidden(client) | {"officer": officer(ticking, name) if name else ""}
    answer = client.post(f"{PAGE}/assign", data=result)
    assert answer.status_code == 422
    assert 'href="#officer"' in answer.text


@pytest.mark.parametrize(
    ("name", "status"), [("chinora", 403), ("elyor", 403), ("davron", 403), ("nodira", 403)]
)
def test_only_a_supervisor_gives_claims_away(as_, ticking, name, status):
    client = as_(name)
    assert (
        client.post(f"{PAGE}/assign", data={"officer": officer(ticking, "elyor")}).status_code
        == status
    )
    if name == "chinora":
        assert "Assign the claim to an officer" not in client.get(PAGE).text
