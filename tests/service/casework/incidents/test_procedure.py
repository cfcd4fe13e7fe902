"""The procedure: what is due first is next, and a mistake is withdrawn, never deleted."""

from datetime import timedelta

import pytest

from service.casework.incidents import procedure
from service.casework.incidents.procedure import (
    BeforeTheEvent,
    ConfirmByDocument,
    IncidentClosed,
    MoneyNotPaid,
    NoProvedHeir,
    NoStepReason,
    OtherProcedure,
    ProcedureStep,
    StepInput,
    StepRecorded,
    StepStatus,
)
from service.casework.money import failed_payouts, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Hand, NonDeliveryReason
from service.casework.scope.incident_tables import IncidentKind
from tests.support import sample_incidents, sample_money
from tests.support.cast import ELYOR, TODAY

VISIT = StepInput(ProcedureStep.VISIT, TODAY, note="Zqvisit")


@pytest.fixture
def detained(ground, clock, claim):
    return sample_incidents.recorded(ground, claim.citizen, IncidentKind.DETENTION, on=clock())


def take(session, row, entry, clock):
    procedure.record(session, row, entry, by=ELYOR, on=clock(), day=TODAY)


def test_the_step_that_is_due_first_is_next_whatever_the_order(ground, clock, detained):
    take(ground, detained, VISIT, clock)
    assert (detained.next_step, detained.due) == ("place", TODAY + timedelta(1))
    take(ground, detained, StepInput(ProcedureStep.PLACE, TODAY), clock)
    assert (detained.next_step, detained.due) == ("family", TODAY + timedelta(3))


def test_a_step_taken_by_mistake_stays_and_is_to_do_again(ground, clock, detained):
    take(ground, detained, VISIT, clock)
    (entry,) = procedure.entries(ground, detained)
    with pytest.raises(StepRecorded):
        take(ground, detained, VISIT, clock)
    procedure.withdraw(ground, detained, entry.id, by=ELYOR, on=clock())
    assert procedure.entries(ground, detained) == [entry]
    assert procedure.current(ground, detained, ProcedureStep.VISIT) == []
    assert procedure.notes(ground, detained, [entry]) == {entry.id: "Zqvisit"}


def test_the_money_is_not_paid_to_the_heirs_while_some_is_held_or_returned(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    sample_incidents.heir(ground, row, on=clock())
    act = {"by": ELYOR, "on": clock(), "day": TODAY}
    payments.receive(ground, claim, sample_money.new_payment(100, Hand.HELD), **act)
    with pytest.raises(MoneyNotPaid) as refusal:
        take(ground, row, StepInput(ProcedureStep.MONEY, TODAY), clock)
    assert refusal.value.facts["claims"] == claim.reference
    paid = payments.pay_out(ground, claim, sample_money.new_pay_out(100), **act)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=paid.id)
    returned = failed_payouts.flag(ground, claim, back, **act)
    with pytest.raises(MoneyNotPaid):
        take(ground, row, StepInput(ProcedureStep.MONEY, TODAY), clock)
    failed_payouts.deliver(ground, claim, returned.id, **act)
    take(ground, row, StepInput(ProcedureStep.MONEY, TODAY), clock)


def test_what_makes_no_sense_is_refused(ground, clock, claim, detained):
    death = sample_incidents.recorded(ground, claim.citizen, on=clock())
    death.happened_on = TODAY
    needless = StepInput(ProcedureStep.VISIT, TODAY, StepStatus.NOT_NEEDED)
    for row, entry, refusal in (
        (detained, StepInput(ProcedureStep.BURIAL, TODAY), OtherProcedure),
        (detained, needless, NoStepReason),
        (death, StepInput(ProcedureStep.CONFIRMED, TODAY), ConfirmByDocument),
        (death, StepInput(ProcedureStep.HEIRS, TODAY), NoProvedHeir),
        (death, StepInput(ProcedureStep.MONEY, TODAY), NoProvedHeir),
        (death, StepInput(ProcedureStep.BURIAL, TODAY - timedelta(1)), BeforeTheEvent),
    ):
        with pytest.raises(refusal):
            take(ground, row, entry, clock)
    detained.closed_on = TODAY
    with pytest.raises(IncidentClosed):
        take(ground, detained, VISIT, clock)
