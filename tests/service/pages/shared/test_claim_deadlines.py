"""What a worker is told of time: that a claim stops no time limit, and their own last days by law
with a source."""

import re
from datetime import date

import pytest

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, Unit
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import NewClock
from tests.service.pages.filing.test_file_claim import tell
from tests.support import cast

STOPS_NOTHING = "Making a claim with us does not stop the time limit for going to court."
UNKNOWN = (
    "We do not know this time limit. It may be short, so do not wait: ask an adviser at once, demand "
    "the money in writing and keep a copy."
)


def followed_page(client, lang="en"):
    pair = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    return client.post(f"/{lang}/wages/follow", data=pair).text.split("<main")[1].split("</main")[0]


def load(seeded, clock, mark=Mark.SOURCED):
    with seeded.write() as session:
        law = NewLimit(
            "RU", "base_pay", 1, Unit.YEARS, CountedFrom.PAY_DUE, mark, "invented.example"
        )
        time_limits.load(session, [law], by=SYSTEM, on=clock())


def go(seeded, clock, came_from, to):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim.state = came_from
        step = NewStep(to, "Why", "Go", clock.today, ClosingReason.OUTSIDE_COMPETENCE)
        state_machine.take_step(session, claim, step, by=cast.CHINORA, on=clock(), day=clock.today)


def test_the_days_are_told_with_source_and_the_advice_to_ask(client, seeded, clock):
    load(seeded, clock)
    page = followed_page(client)
    assert (
        "by 31 March 2027 for the oldest unpaid wages, by 31 August 2027 for the most recent"
        in page
    )
    assert "Check with an adviser before you act on it." in page
    assert "invented.example" in page
    assert UNKNOWN not in page


@pytest.mark.parametrize("days", [0, 90])
def test_a_near_day_is_counted_down_beside_it(client, seeded, clock, days):
    load(seeded, clock)
    clock.forward(days=(date(2027, 3, 31) - clock.today).days - days)
    left = "today is the last day" if days == 0 else "90 days left"
    assert re.search(rf"by 31 March 2027 <span[^>]*>{left}</span> for the", followed_page(client))


def test_what_has_passed_is_said_and_the_claim_goes_on(client, seeded, clock):
    load(seeded, clock)
    clock.forward(days=(date(2027, 9, 1) - clock.today).days)
    page = followed_page(client)
    assert "time limit passed on 31 August 2027" in page
    assert "we will still work on your claim" in page


def test_a_claim_whose_time_has_passed_can_still_be_filed(client, seeded, clock):
    load(seeded, clock)
    body = {
        "employer": "Invented Ltd",
        "country": "RU",
        "worked_from": "2020-01-01",
        "worked_to": "2020-02-29",
        "lines": [{"component": "base_pay", "amount": 100, "currency": "RUB"}],
        "contact": {"name": "Invented", "phone": "+998 90 000 00 09"},
    }
    filed = client.post("/api/v1/wages", json=body)
    assert filed.status_code == 201
    (part,) = client.get(
        f"/api/v1/wages/{filed.json()['reference']}",
        headers={"x-claim-secret": filed.json()["secret"]},
    ).json()["file_by"]
    assert (part["standing"], part["last"], part["days_left"]) == ("over", "2021-02-28", 0)


def test_what_nobody_sourced_is_not_told_to_a_worker(client, seeded, clock):
    load(seeded, clock, Mark.UNCONFIRMED)
    page = followed_page(client)
    assert "2027" not in page
    assert "invented.example" not in page


def test_every_page_says_the_same_where_nothing_is_known(client, as_, seeded, clock):
    """The country, the claim as its worker follows it, and as an officer reads it."""
    load(seeded, clock, Mark.UNCONFIRMED)
    with seeded.write() as session:
        dismissal = NewLimit(
            "KR", "dismissal", 3, Unit.MONTHS, CountedFrom.NOTICE, Mark.SOURCED, "invented.example"
        )
        time_limits.load(session, [dismissal], by=SYSTEM, on=clock())
    addresses = ("/en/countries/RU", "/en/countries/KR")
    pages = [followed_page(client), *(client.get(address).text for address in addresses)]
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=cast.CHINORA).country = "PL"
    pages += [followed_page(client), as_("chinora").get(f"/en/desk/wages/{cast.CLAIM}").text]
    assert [page.count(UNKNOWN) for page in pages] == [1] * 5
    assert "must be filed in court there by these dates" not in pages[-1]


def test_the_same_limit_stands_on_the_country_page_and_on_the_claim(client, as_, seeded, clock):
    with seeded.write() as session:
        law = NewLimit(
            *("RU", "wages", 3, Unit.MONTHS, CountedFrom.LEARNED, Mark.SOURCED, "invented.example"),
            **dict.fromkeys(("en", "ru", "uz", "uz_cyrl", "kaa"), "First the commission."),
        )
        time_limits.load(session, [law], by=SYSTEM, on=clock())
    pages = [
        client.get("/en/countries/RU").text,
        followed_page(client),
        as_("chinora").get(f"/en/desk/wages/{cast.CLAIM}").text,
    ]
    text = "3 months, counted from the day the worker found out about the problem"
    assert [text in page and "First the commission." in page for page in pages] == [True] * 3
    (part,) = as_("chinora").get(f"/api/v1/wages/{cast.CLAIM}").json()["file_by"]
    assert (part["last"], part["exceptions"]) == ("2026-11-30", "First the commission.")


def test_in_court_the_clock_stands_and_the_page_says_so(client, seeded, clock):
    load(seeded, clock)
    go(seeded, clock, "accepted", ClaimState.COURT_FILED)
    assert "the case is in court, so this time limit is paused at the moment" in followed_page(
        client
    )


def test_a_closed_claim_has_no_days_and_still_stops_no_limit(client, seeded, clock):
    load(seeded, clock)
    go(seeded, clock, "negotiation", ClaimState.CLOSED)
    page = followed_page(client)
    assert STOPS_NOTHING in page
    assert "2027" not in page


@pytest.mark.parametrize("country", ["RU", "PL"])
def test_no_page_of_a_claim_lets_its_worker_think_that_time_stands_still(
    client, seeded, clock, country
):
    """Before sending, after it and when it is followed, with a limit that is known and without
    one."""
    load(seeded, clock)
    tell(client)
    client.post("/en/wages/file/country", data={"country": country, "then": "check"})
    pages = {"check": client.get("/en/wages/file/check").text}
    client.post("/en/wages/file/check")
    pages["done"] = client.get("/en/wages/file/done").text
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=cast.CHINORA).country = country
    pages["follow"] = followed_page(client)
    day = "31 March 2027" if country == "RU" else UNKNOWN
    assert {
        name: STOPS_NOTHING in page and day in page for name, page in pages.items()
    } == dict.fromkeys(pages, True)


def filed(client):
    """The page after filing, as a browser gets to it."""
    tell(client)
    client.post("/en/wages/file/check")
    return client.get("/en/wages/file/done").text


def test_whoever_has_just_filed_is_told_the_days_and_when_we_call(client, seeded, clock):
    load(seeded, clock)
    page = filed(client)
    assert re.search(
        r"by 31 March 2027 for the oldest unpaid wages, by \d+ August 2027 for the most recent",
        page,
    )
    assert "call you by 26 November 2026" in page


def test_the_day_we_call_is_that_of_the_service_clock(client, seeded, clock):
    with seeded.write() as session:
        new_clock = NewClock(
            "acknowledge", 2, clock.today, None, Mark.SOURCED, "Order 1 (invented)"
        )
        service_level_rules.load(session, [new_clock], by=SYSTEM, on=clock())
    assert "call you by 27 November 2026" in filed(client)
