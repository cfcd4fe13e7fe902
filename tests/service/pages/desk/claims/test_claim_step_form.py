"""The form of a claim's next step."""

import re

import msgspec
import pytest

from matching.identity.persons import NewCitizen
from service.casework.claims import wage_claims
from service.web import list_neighbours
from tests.support import cast

PAGE = f"/en/desk/wages/{cast.CLAIM}"
STEP = {"to": "acknowledged", "next_action": "Call the worker", "due": "2026-11-27"}


def hidden(client):
    return dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))


def send(client, **values):
    return client.post(f"{PAGE}/steps", data=hidden(client) | values)


def test_a_step_can_lead_to_the_next_claim_of_the_list(as_):
    client = as_("chinora")
    assert "open the next claim" not in client.get(PAGE).text, "no list was opened"
    listed = list_neighbours.remember("/desk/wages", "", "", [cast.CLAIM, "W-OTHER"])
    client.cookies.set(list_neighbours.COOKIE, listed)
    assert "open the next claim" in client.get(PAGE).text
    answer = send(client, **STEP, then="next")
    assert answer.headers["location"] == "/en/desk/wages/W-OTHER"
    assert "Received → Acknowledged" in client.get(PAGE).text


def test_the_same_step_from_a_second_tab_is_named_as_taken_before(as_):
    client = as_("chinora")
    first = hidden(client)
    assert client.post(f"{PAGE}/steps", data=first | STEP).status_code == 303
    again = hidden(client) | STEP
    assert "Perhaps you took this step before" in client.post(f"{PAGE}/steps", data=again).text


@pytest.mark.parametrize("why", ["settled_directly", "outside_competence"])
def test_a_claim_that_one_person_closes_unchecked_is_not_closed_without_a_word(as_, why):
    client = as_("chinora")
    answer = send(client, to="closed", closing_reason=why, reason=" ")
    assert (answer.status_code, 'href="#reason"' in answer.text) == (422, True)
    words = "The worker called: the employer paid"
    assert send(client, to="closed", closing_reason=why, reason=words).status_code == 303


def test_a_duplicate_is_closed_with_the_reference_of_the_other_claim(as_, seeded, clock):
    with seeded.write() as session:
        other = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today
        ).claim.reference
    client, closed = as_("chinora"), {"to": "closed", "closing_reason": "duplicate"}
    for wrong in ("", "W-22222222", cast.CLAIM):
        page = send(client, **closed, duplicate_of=wrong)
        assert page.status_code in (404, 422), wrong
        assert 'href="#duplicate_of"' in page.text, wrong
        assert "found at this address" not in page.text, "a form has no address for what is typed"
    assert send(client, **closed, duplicate_of=other.lower()).status_code == 303
    assert f'<a href="/en/desk/wages/{other}">{other}</a>' in client.get(PAGE).text


def test_a_mission_names_another_claim_of_the_worker_that_it_cannot_open(as_, seeded, clock):
    with seeded.write() as session:

        def file(name: str):
            contact = NewCitizen(name, "+998 90 000 00 81")
            new_claim = msgspec.structs.replace(cast.ALISHERS_CLAIM, contact=contact)
            filed = wage_claims.file(
                session, new_claim, by=cast.CHINORA, on=clock(), day=clock.today
            )
            return filed.claim

        mine, other, stranger = file("Nodir"), file("Nodir"), file("Kamola")
        other.citizen, mine.post, mine.state = mine.citizen, cast.SEOUL, "accepted"
        number, other, stranger = mine.reference, other.reference, stranger.reference
    client, page = as_("davron"), f"/en/desk/wages/{number}"

    def close(duplicate_of: str):
        hidden = re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(page).text)
        closed = {"to": "closed", "closing_reason": "duplicate", "duplicate_of": duplicate_of}
        return client.post(f"{page}/steps", data=dict(hidden) | closed)

    assert close(stranger).status_code in (404, 422), "a claim of another worker is not told of"
    answer = close(other)
    assert answer.status_code == 303, answer.text
    shown = client.get(page).text
    assert (other in shown, f'href="/en/desk/wages/{other}"' in shown) == (True, False)
