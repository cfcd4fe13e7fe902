"""Costs: added up by who pays and in which currency, without those withdrawn."""

from datetime import timedelta

import pytest

from service.casework.incidents import incident_costs, incidents
from service.casework.incidents.incident_costs import (
    CostPayer,
    CostPurpose,
    CostTotal,
    IncidentCost,
    NewCost,
    Settlement,
    WithoutPayer,
)
from service.casework.incidents.procedure import BeforeTheEvent
from tests.support import sample_incidents
from tests.support.cast import ELYOR, TODAY


def test_sums_of_two_currencies_or_payers_are_never_mixed(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    body, ticket, void = (
        incident_costs.add(ground, row, NewCost(*one), by=ELYOR, on=clock(), day=TODAY)
        for one in (
            (CostPurpose.BODY, 500, "RUB", CostPayer.EMPLOYER, TODAY),
            (CostPurpose.TICKET, 300, "RUB"),
            (CostPurpose.OTHER, 999, "UZS", CostPayer.EMPLOYER),
        )
    )
    incident_costs.withdraw(ground, row, void.id, by=ELYOR, on=clock())
    unpaid = Settlement(ticket.id, CostPayer.NOT_SETTLED, TODAY)
    with pytest.raises(WithoutPayer):
        incident_costs.settle(ground, row, unpaid, by=ELYOR, on=clock(), day=TODAY)
    row.happened_on = TODAY
    early = Settlement(ticket.id, CostPayer.EMPLOYER, TODAY - timedelta(1))
    with pytest.raises(BeforeTheEvent):
        incident_costs.settle(ground, row, early, by=ELYOR, on=clock(), day=TODAY)
    paid = Settlement(ticket.id, CostPayer.EMPLOYER, TODAY)
    incident_costs.settle(ground, row, paid, by=ELYOR, on=clock(), day=TODAY)
    rows = incidents.list_parts(ground, row, IncidentCost)
    assert rows == [body, ticket, void]
    assert incident_costs.totals(rows) == [CostTotal("employer", "RUB", 800)]
