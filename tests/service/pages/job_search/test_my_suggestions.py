"""A citizen reads what officers proposed to them, and says that it is not for them."""

import pytest

from matching.identity.persons import Citizen
from matching.recruiting import officer_suggestions
from service import accounts
from tests.support import cast
from tests.support.sample_applications import described

HERE = "/en/me/proposals"


@pytest.fixture
def vacancy(seeded, clock) -> str:
    with seeded.write() as session:
        person = session.get_one(Citizen, accounts.find(session, cast.email("rustam")).citizen)
        described(session, person, on=clock())
        number = cast.named(session, "published").reference
        officer_suggestions.propose(
            session, person, number, by=cast.FARIDA, on=clock(), day=cast.TODAY
        )
        return number


def test_it_is_read_declined_and_gone(as_, vacancy):
    client = as_("rustam")
    assert "Welder, MIG and TIG" in client.get(HERE).text
    assert client.post(f"{HERE}/{vacancy}/decline").status_code == 303
    assert "No jobs have been proposed to you at the moment" in client.get(HERE).text


def test_it_is_nobody_elses(as_, vacancy):
    assert "Welder, MIG" not in as_("alisher").get(HERE).text
    assert as_("alisher").post(f"{HERE}/{vacancy}/decline").status_code == 404
    assert as_("farida").get(HERE).status_code == 404
    assert as_().get(HERE).status_code == 401
