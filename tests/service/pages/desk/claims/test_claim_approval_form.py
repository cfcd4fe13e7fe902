"""An officer requests a second person's approval on the page of a claim."""

import re

import pytest

from service.casework.claims import wage_claims
from tests.support import cast
from tests.support.cast import ELYOR

PAGE = f"/en/desk/wages/{cast.CLAIM}"
ASKED = {"second_asked": "withdrawal", "second_reason": "She asked for it, alone"}


@pytest.fixture(autouse=True)
def _accepted(seeded) -> None:
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=ELYOR).state = "accepted"


def send(client, route: str, **values):
    hidden = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))
    return client.post(f"{PAGE}/{route}", data=hidden | values)


@pytest.mark.parametrize("name", ["second_asked", "second_reason"])
def test_a_question_says_what_and_why(as_, name):
    page = send(as_("chinora"), "approvals", **ASKED | {name: ""})
    assert page.status_code == 422
    assert f'href="#{name}"' in page.text


def test_a_claim_is_not_closed_as_withdrawn_by_one_person(as_, seeded):
    closing = {"to": "closed", "closing_reason": "withdrawn_freely", "reason": "She asked for it"}
    assert send(as_("chinora"), "steps", **closing).status_code == 422
    assert send(as_("chinora"), "approvals", **ASKED).status_code == 303
    page = as_("iroda").get("/en/desk/approvals").text
    assert "Close the claim as withdrawn by the worker" in page
    (route,) = re.findall(r'action="(/en/desk/approvals/[^"]+)"', page)
    answer = {"verdict": "agree", "answer": "Called her"}
    assert as_("iroda").post(route, data=answer).status_code == 303
    assert send(as_("chinora"), "steps", **closing).status_code == 303
