"""Facts of a claim put right."""

import pytest

from catalog.core import journal
from catalog.core.errors import NotFound
from service.casework.claims import wage_claims
from service.casework.money import money_entries
from service.casework.money.payments import ClosedClaim
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import NewFacts, NewSum
from tests.support import cast


def amend(session, clock, told):
    claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
    return claim_facts.amend(session, claim, told, by=cast.ELYOR, on=clock())


def test_it_changes_what_is_told_and_nothing_else(seeded, clock):
    with seeded.write() as session:
        claim = amend(session, clock, NewFacts(city="Tver", lines=[NewSum(1, agreed=700)]))
        balance = money_entries.balances(session, cast.CLAIM)[0]
        assert (claim.city, claim.employer, claim.state, claim.version) == (
            "Tver",
            "Severny Dvor Stroy",
            "received",
            2,
        )
        assert (balance.claimed, balance.documented, balance.agreed) == (24_000_000, 0, 700)


def test_it_stands_in_the_journal_with_the_names_of_the_fields(seeded, clock):
    with seeded.write() as session:
        amend(session, clock, NewFacts(employer="Severny OOO", lines=[NewSum(1, documented=5)]))
    with seeded.read() as session:
        last = journal.history(session, "claim", cast.CLAIM)[-1]
    assert (last.act, last.fields, last.account) == (
        "amend",
        "employer,documented",
        cast.ELYOR.account,
    )


def test_what_is_already_so_is_no_new_version(seeded, clock):
    with seeded.write() as session:
        assert amend(session, clock, NewFacts(city="Moscow")).version == 1


def test_a_closed_claim_stays_as_it_is(seeded, clock):
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).state = "closed"
        with pytest.raises(ClosedClaim):
            amend(session, clock, NewFacts(city="Tver"))


def test_a_line_that_is_not_there_is_refused_by_its_place(seeded, clock):
    with seeded.write() as session, pytest.raises(NotFound) as refusal:
        amend(session, clock, NewFacts(lines=[NewSum(1, agreed=1), NewSum(2, agreed=1)]))
    assert refusal.value.field == "lines.1.number"
