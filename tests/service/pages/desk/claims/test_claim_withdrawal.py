"""An officer speaks with the worker alone, then closes a withdrawn claim or goes on with it."""

import pytest

from catalog.core.actor import VISITOR
from service.casework.claims import wage_claims
from service.casework.workflow import withdrawal_actions, withdrawals
from tests.support import cast

HERE = f"/en/desk/wages/{cast.CLAIM}"


@pytest.fixture
def desk(seeded, clock, as_):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        withdrawal_actions.request(session, claim, by=VISITOR, on=clock(), day=clock.today)
    return as_("elyor")


def send(desk, seeded, what, **values):
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        sent = {"version": str(claim.version), "seen": claim.state, "known": "999999"}
    return desk.post(f"{HERE}/{what}", data=sent | values)


def test_the_page_says_that_it_is_on_hold_and_what_comes_first(desk, seeded):
    page = desk.get(HERE).text
    assert "nothing is sent to the employer" in page
    assert "they can change their mind at any time" in " ".join(page.split())
    assert "New status of the claim" not in page
    answer = send(desk, seeded, "conversation")
    assert (answer.status_code, "Confirm that you spoke with" in answer.text) == (422, True)
    answer = send(desk, seeded, "steps", to="acknowledged", next_action="Go", due="2026-12-01")
    assert (answer.status_code, "so it is on hold and nothing may be sent" in answer.text) == (
        422,
        True,
    )


def test_after_the_talk_it_is_closed_and_a_supervisor_sees_it_by_employer(desk, seeded, as_):
    assert send(desk, seeded, "conversation", alone="true").status_code == 303
    assert "spoke with the worker alone" in desk.get(HERE).text
    closed = {"to": "closed", "closing_reason": "withdrawn_under_pressure", "reason": "Threats"}
    assert send(desk, seeded, "steps", **closed).status_code == 303
    page = as_("iroda").get("/en/desk/supervision").text
    assert "Claims that workers withdrew, by employer" in page
    assert send(as_("elyor"), seeded, "cancel-withdrawal").status_code == 303
    with seeded.read() as session:
        assert wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).state == "reopened"
        row = withdrawals.latest(session, cast.CLAIM)
        assert row.cancelled_by == row.spoke_by == row.closed_by
