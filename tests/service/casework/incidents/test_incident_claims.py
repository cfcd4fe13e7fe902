"""A claim from an incident: once for each sum, and an heir acts only if proved."""

import pytest

from service.casework.claims import heir_actions, wage_claims
from service.casework.incidents import incident_claims, relatives
from service.casework.incidents.incident_claims import (
    ClaimedBefore,
    NewIncidentClaim,
    NoAmountClaimed,
    NotAnHeir,
)
from service.casework.workflow import representatives
from tests.support import sample_incidents
from tests.support.cast import ELYOR, TODAY
from tests.support.sample_incidents import WIDOW


def new_claim(**values) -> NewIncidentClaim:
    return NewIncidentClaim("RUB", TODAY.replace(month=1), TODAY, **values)


def file(session, row, clock, **values):
    return incident_claims.file(
        session, row, new_claim(**values), by=ELYOR, on=clock(), day=TODAY
    ).claim


def test_the_same_sum_is_not_claimed_twice_while_its_claim_is_open(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    first = file(ground, row, clock, wages=5, compensation=7)
    assert wage_claims.story(ground, first) == "Zqfall from a roof"
    assert wage_claims.next_action(ground, first) == heir_actions.FAMILY_ACTION
    with pytest.raises(ClaimedBefore):
        file(ground, row, clock, wages=5)
    assert file(ground, row, clock, insurance=5).citizen == claim.citizen
    first.state = "closed"
    file(ground, row, clock, wages=5)


def test_who_claims_no_amount_is_not_asked_for_days_of_work(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    new = NewIncidentClaim("RUB")
    with pytest.raises(NoAmountClaimed):
        incident_claims.file(ground, row, new, by=ELYOR, on=clock(), day=TODAY)


def test_a_relative_acts_in_the_claim_only_as_a_proved_heir(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    unproved = relatives.add(ground, row, WIDOW, by=ELYOR, on=clock())
    with pytest.raises(NotAnHeir):
        file(ground, row, clock, wages=5, heir=unproved.reference)
    heir = sample_incidents.heir(ground, row, on=clock())
    filed = file(ground, row, clock, wages=5, heir=heir.reference)
    (one,) = representatives.list_for_claim(ground, filed, TODAY)
    assert (one.name, one.kind, one.speaks) == ("Zqwidow Invented", "heir", True)
    relatives.withdraw(ground, row, heir.reference, by=ELYOR, on=clock())
    (one,) = representatives.list_for_claim(ground, filed, TODAY)
    assert not one.speaks
