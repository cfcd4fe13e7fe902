"""What waits for a person stands on the first page of their account, each with its day."""

from datetime import date, datetime, timedelta

import pytest
from litestar.routes import HTTPRoute
from sqlmodel import Session

from catalog.core.actor import VISITOR
from matching.applications import applications, transitions
from matching.identity.persons import Citizen
from matching.recruiting import officer_suggestions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine, withdrawal_actions
from service.casework.workflow.state_machine import NewStep
from service.pages.shared import account_tasks
from tests.service.pages.filing.test_file_claim import tell
from tests.support import cast
from tests.support.cast import CHINORA, FARIDA, HAMID
from tests.support.job_seekers import citizen
from tests.support.sample_applications import WORKER, applied, described
from tests.support.sample_journeys import drafted
from tests.support.sample_placements import MOSCOW, arrived_today, placed

OWN_CLAIM = "W-NWNCLAMX"


@pytest.fixture
def person(seeded, clock) -> str:
    with seeded.write() as session:
        row = citizen(session, "alisher")
        described(session, row, on=clock())
        return row.reference


def waiting(session: Session, person: str, day: date) -> list[tuple[str, date | None]]:
    found = account_tasks.list_tasks(session, session.get_one(Citizen, person), day)
    return [(one.sentence, one.until or one.since or (one.at and one.at.date())) for one in found]


def own_claim(session: Session, person: str, on: datetime) -> Claim:
    """Their claim, filed while they were signed in, with a question of an officer."""
    filed = wage_claims.file(
        session,
        cast.ALISHERS_CLAIM,
        by=VISITOR,
        on=on,
        day=cast.TODAY,
        number=OWN_CLAIM,
        citizen=session.get_one(Citizen, person),
    )
    day = cast.TODAY
    for to in (ClaimState.ACKNOWLEDGED, ClaimState.SCREENED, ClaimState.NEEDS_DOCUMENTS):
        step = NewStep(to, "", "Ask Barno", day + timedelta(days=5))
        state_machine.take_step(session, filed.claim, step, by=CHINORA, on=on, day=day)
    return filed.claim


def test_each_state_of_an_application_that_is_the_person_s_own_move_waits_with_its_day(
    seeded, clock, person
):
    on, day = clock(), clock.today
    with seeded.write() as session:
        row = citizen(session, "alisher")
        job = cast.named(session, "published").reference
        closes = cast.named(session, "published").closes_on
        draft = applications.begin(session, row, job, by=WORKER, on=on, day=day)
        assert waiting(session, person, day) == [
            ("Check your application once more, then submit it.", closes)
        ]
        moves = {"by": WORKER, "on": on, "day": day}
        transitions.move(session, draft, "hand_in", **moves)
        assert waiting(session, person, day) == [], "now it is the agency's move"
        transitions.move(session, draft, "ask_papers", by=HAMID, on=on, day=day)
        assert waiting(session, person, day) == [
            (
                "Take the documents to the recruitment agency, then submit the application again.",
                closes + transitions.WAITS,
            )
        ]
        suggested = {"by": FARIDA, "on": on, "day": day}
        other = cast.named(session, "quota").reference
        officer_suggestions.propose(session, row, other, **suggested)
        assert waiting(session, person, day)[-1] == (
            "An officer has proposed a job to you. Look at it and answer.",
            None,
        )
        officer_suggestions.decline(session, row, other, by=WORKER, on=on)
        transitions.move(session, draft, "withdraw", **moves)
        last = applied(session, row, on=on, until="offer")
        assert waiting(session, person, day) == [("Accept or decline the offer.", last.held_until)]
        transitions.move(session, last, "take_offer", **moves)
        drafted(session, last, on=on)
        assert waiting(session, person, day) == [
            ("Read the contract, then accept or decline it.", day)
        ]


def test_an_arrival_a_check_in_and_a_claim_wait_the_earliest_first(as_, seeded, clock, person):
    on = clock()
    with seeded.write() as session:
        placed(session, MOSCOW, of=person, on=on, departed_on=clock.today - timedelta(days=1))
        own_claim(session, person, on)
        arrived_today(session, person, on=on)
        later = clock.today + timedelta(days=23)
        assert [sentence for sentence, _ in waiting(session, person, later)] == [
            "Tell us here that you have arrived.",
            "Send what the officer asked for, or tell us that you do not have it",
            "Tell us how things are at work.",
        ]
    page = as_("alisher").get("/en/me").text
    for words in ("Severny Dvor Stroy", f"/en/me/claims/{OWN_CLAIM}", "until 30 November 2026"):
        assert words in page, words
    assert "Ask Barno" not in page
    assert "Nothing is waiting for you now." in as_("rustam").get("/en/me").text


def test_a_claim_that_was_begun_and_not_sent_waits(as_):
    client = as_("rustam")
    tell(client, "country")
    assert (
        '<a href="/en/wages/file/employer"><strong>You have begun a wage claim'
        in client.get("/en/me").text
    )


def test_an_own_claim_is_opened_without_its_secret_and_nobody_elses(as_, seeded, clock, person):
    with seeded.write() as session:
        own_claim(session, person, clock())
    client = as_("alisher")
    page = client.get(f"/en/me/claims/{OWN_CLAIM}")
    assert page.status_code == 200
    assert 'name="secret"' not in page.text
    assert client.get("/en/me/claims/nwnclamx").status_code == 200, "in any spelling"
    assert f"/en/me/claims/{OWN_CLAIM}" in client.get("/en/wages/follow").text
    assert as_("rustam").get(f"/en/me/claims/{OWN_CLAIM}").status_code == 404
    assert as_("chinora").get(f"/en/me/claims/{OWN_CLAIM}").status_code == 404
    for name, status in (("rustam", 422), ("alisher", 200)):
        answer = as_(name).post("/en/wages/follow", data={"reference": OWN_CLAIM})
        assert answer.status_code == status, name
    sent = {"reference": OWN_CLAIM, "once": "k" * 20}
    assert as_().post("/en/wages/follow/withdraw-claim", data=sent).status_code == 422
    done = as_("alisher").post("/en/wages/follow/withdraw-claim", data=sent)
    assert "The claim is withdrawn." in done.text


def test_a_claim_that_its_worker_withdrew_is_shown_as_closed(seeded, clock, person):
    with seeded.write() as session:
        claim = own_claim(session, person, clock())
        withdrawal_actions.request(session, claim, by=VISITOR, on=clock(), day=clock.today)
        row = session.get_one(Citizen, person)
        states = {one.reference: one.state for one in account_tasks.list_claims(session, row)}
        assert states == {OWN_CLAIM: "closed", cast.CLAIM: "received"}
        assert waiting(session, person, clock.today) == []


# Pages of an account that another page leads to, or that only staff need.
ELSEWHERE = {"me/password", "me/second", "me/prove", "me/searches/new", "me/complaints/new"}
ELSEWHERE |= {"me/profile/wishes", "me/profile/yourself"}


def test_the_menu_has_every_page_of_an_account(as_, client):
    """Five pages stood only at the end of a line that a telephone cut off."""
    page = as_("alisher").get("/en/me").text
    menu = page.partition("Menu of my account")[2].partition("</nav>")[0]
    pages = {
        route.path_format.removeprefix("/{lang}/")
        for route in client.app.routes
        if isinstance(route, HTTPRoute)
        and "GET" in route.methods
        and route.path_format.startswith("/{lang}/me")
        and route.path_format.count("{") == 1
    }
    assert [one for one in sorted(pages - ELSEWHERE) if f'href="/en/{one}"' not in menu] == []
