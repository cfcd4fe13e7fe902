"""A transfer on pages: offered on the claim, and answered from a card that names nobody."""

import pytest

from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.audit_asserts import list_reads

PAGE = f"/en/desk/wages/{cast.CLAIM}/transfer"
OFFER = {"post": cast.SEOUL, "reason": "The worker is in Seoul."}


@pytest.fixture
def offered(as_):
    answer = as_("elyor").post(PAGE, data=OFFER)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)


def test_the_claim_leads_to_the_form_and_says_that_an_offer_waits(as_):
    claim = f"/en/desk/wages/{cast.CLAIM}"
    assert PAGE in as_("elyor").get(claim).text
    form = as_("elyor").get(PAGE).text
    assert "South Korea: Embassy, Seoul" in form
    as_("elyor").post(PAGE, data=OFFER)
    assert "Waiting for the other mission" in as_("elyor").get(claim).text
    assert "Withdraw the offer" in as_("elyor").get(PAGE).text


def test_the_other_post_sees_a_card_without_the_worker(as_, seeded, offered):
    assert "claim is offered to your mission" in as_("davron").get("/en/desk").text
    listed = as_("davron").get("/en/desk/transfers").text
    assert "Waiting for your answer" in listed
    assert OFFER["reason"] in listed
    card = as_("davron").get(PAGE).text
    assert "Severny Dvor Stroy" in card
    assert OFFER["reason"] in card
    assert "Alisher" not in card
    assert "three months" not in card
    assert ("claim", "open") in [read[:2] for read in list_reads(seeded)]
    assert as_("davron").get(f"/en/desk/wages/{cast.CLAIM}").status_code == 404


def test_accepted_it_opens_and_declined_it_is_gone(as_, seeded, offered):
    refused = as_("davron").post(f"{PAGE}/answer", data={"accept": "false", "reason": ""})
    assert refused.status_code == 422
    assert "Give a reason for declining the claim." in refused.text
    form = {"accept": "false", "reason": "Not in Korea."}
    assert as_("davron").post(f"{PAGE}/answer", data=form).headers["location"].endswith("transfers")
    gone = as_("davron").get(PAGE)
    assert gone.status_code == 200
    assert "Severny Dvor Stroy" not in gone.text
    assert "Not in Korea." in as_("elyor").get(PAGE).text
    as_("elyor").post(PAGE, data=OFFER)
    answer = as_("davron").post(f"{PAGE}/answer", data={"accept": "true"})
    assert answer.headers["location"] == f"/en/desk/wages/{cast.CLAIM}"
    assert as_("davron").get(f"/en/desk/wages/{cast.CLAIM}").status_code == 200
    with seeded.read() as session:
        assert session.get_one(Claim, cast.CLAIM).post == cast.SEOUL


def test_nonsense_is_refused_beside_its_field(as_):
    for data in ({}, {"post": "X" * 5_000}, OFFER | {"post": cast.MOSCOW}, OFFER | {"reason": ""}):
        assert as_("elyor").post(PAGE, data=data).status_code == 422, data
    for data in ({}, {"accept": "perhaps"}, {"accept": "true"}):
        assert as_("davron").post(f"{PAGE}/answer", data=data).status_code == 404, data
        assert as_("elyor").post(f"{PAGE}/answer", data=data).status_code in (409, 422), data


def test_a_step_assigns_to_the_mission_chosen_and_other_steps_do_not(as_, seeded):
    page = f"/en/desk/wages/{cast.CLAIM}"
    with seeded.write() as session:
        session.get_one(Claim, cast.CLAIM).state = "accepted"
    shown = as_("chinora").get(page).text
    assert "Mission (only when assigning the claim to one)" in shown
    version = shown.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    form = {"next_action": "Look", "due": "2026-12-01", "version": version, "post": cast.SEOUL}
    answer = as_("chinora").post(f"{page}/steps", data=form | {"to": "assigned_to_post"})
    assert answer.status_code == 303
    assert as_("davron").get(page).status_code == 200
