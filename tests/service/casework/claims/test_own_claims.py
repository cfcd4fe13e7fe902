"""A claim from a worker's own records carries what they wrote, and is made once."""

from datetime import date

import pytest

from service.casework.claims import own_claims, wage_claims
from service.casework.claims.components import Component
from service.casework.claims.own_claims import ClaimedBefore, Work
from service.casework.claims.wage_claims import NewLine
from tests.support.cast import TODAY
from tests.support.sample_applications import WORKER, worker

SITE = Work("Severny Dvor Stroy", "RU", "Moscow", date(2026, 10, 5), date(2026, 11, 9))


@pytest.fixture
def seeded_session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def test_the_claim_has_the_work_the_sums_and_the_words_of_the_worker(seeded_session, clock):
    person, lines = (
        worker(seeded_session, on=clock()),
        [NewLine(Component.FEE_REFUND, 200_00, "USD")],
    )
    values = {"by": WORKER, "on": clock(), "day": TODAY}
    row = own_claims.file(seeded_session, person, SITE, lines, "I paid this.", **values).claim
    assert (row.citizen, row.employer, row.worked_to) == (
        person.reference,
        SITE.employer,
        SITE.worked_to,
    )
    assert wage_claims.story(seeded_session, row) == "I paid this."
    with pytest.raises(ClaimedBefore):
        own_claims.require_unclaimed(row.reference)
