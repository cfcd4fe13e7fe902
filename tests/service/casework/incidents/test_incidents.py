"""An incident: recorded with sealed texts, seen by its posts, corrected, closed when all is done."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.errors import NotFound
from catalog.core.fields import InTheFuture
from matching.identity.persons import Citizen
from service.casework.incidents import incidents, procedure
from service.casework.incidents.incidents import (
    ClosingInput,
    DeathRecorded,
    DeathStillRecorded,
    IncidentOutcome,
    NewIncident,
    OtherOutcome,
    StepsLeft,
)
from service.casework.incidents.procedure import MoneyNotPaid, ProcedureStep, StepInput, StepStatus
from service.casework.money import failed_payouts
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import NonDeliveryReason
from service.casework.scope.incident_tables import IncidentKind
from tests.support import sample_incidents
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, IRODA, MOSCOW, NODIRA, TODAY


def test_its_words_are_sealed_and_it_goes_to_the_post_of_the_country(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    assert b"Zqfall" not in row.story
    assert incidents.text(ground, row, "story") == "Zqfall from a roof"
    assert (row.post, row.owner, row.next_step) == (MOSCOW, ELYOR.account, "family")


def test_another_post_and_an_adviser_do_not_see_it(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    for by in (ELYOR, CHINORA, NODIRA, IRODA):
        assert incidents.get(ground, row.reference, by=by) is row
    for by in (DAVRON, BARNO):
        with pytest.raises(NotFound):
            incidents.get(ground, row.reference, by=by)


def test_it_cannot_have_happened_tomorrow(ground, clock, claim):
    new = NewIncident(IncidentKind.INJURY, "RU", "Fell", happened_on=TODAY + timedelta(1))
    person = ground.get_one(Citizen, claim.citizen)
    with pytest.raises(InTheFuture):
        incidents.record(ground, person, new, by=ELYOR, on=clock(), day=TODAY)


def test_a_correction_keeps_what_was_written_before(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    facts = msgspec.structs.replace(incidents.current(ground, row), employer="Another firm")
    incidents.correct(ground, row, facts, "Slip", by=ELYOR, on=clock(), day=TODAY)
    (version,) = incidents.corrections.history(ground, incidents.NOUN, row.reference)
    assert [(one.before, one.after) for one in version.changes] == [
        ("Severny Dvor", "Another firm")
    ]


def test_the_day_of_a_confirmed_death_is_not_corrected_without_its_document(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    facts = msgspec.structs.replace(incidents.current(ground, row), happened_on=None)
    with pytest.raises(incidents.DeathStillRecorded):
        incidents.correct(ground, row, facts, "Slip", by=ELYOR, on=clock(), day=TODAY)


def test_a_person_dies_once_so_that_their_wages_are_claimed_once(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    with pytest.raises(DeathRecorded):
        sample_incidents.recorded(ground, claim.citizen, on=clock())
    wrong = ClosingInput(IncidentOutcome.MISTAKE)
    incidents.close(ground, row, wrong, by=ELYOR, on=clock(), day=TODAY)
    assert sample_incidents.recorded(ground, claim.citizen, on=clock()).reference != row.reference


def test_it_is_closed_only_when_each_step_is_taken_or_needless(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, IncidentKind.DETENTION, on=clock())
    closing = ClosingInput(IncidentOutcome.RELEASED)
    with pytest.raises(StepsLeft):
        incidents.close(ground, row, closing, by=ELYOR, on=clock(), day=TODAY)
    for step in procedure.PROCEDURES[IncidentKind.DETENTION]:
        entry = StepInput(ProcedureStep(step), TODAY, StepStatus.NOT_NEEDED, "Released at once")
        procedure.record(ground, row, entry, by=ELYOR, on=clock(), day=TODAY)
    buried = ClosingInput(IncidentOutcome.BURIED_THERE)
    with pytest.raises(OtherOutcome):
        incidents.close(ground, row, buried, by=ELYOR, on=clock(), day=TODAY)
    incidents.close(ground, row, closing, by=ELYOR, on=clock(), day=TODAY)
    assert (row.closed_on, row.due) == (TODAY, None)
    incidents.reopen(ground, row, by=ELYOR, on=clock())
    assert row.closed_on is None


def test_a_confirmed_death_is_not_closed_as_a_mistake(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    mistake = ClosingInput(IncidentOutcome.MISTAKE)
    with pytest.raises(DeathStillRecorded):
        incidents.close(ground, row, mistake, by=ELYOR, on=clock(), day=TODAY)


def test_a_death_is_not_closed_when_the_money_came_back(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    sample_incidents.heir(ground, row, on=clock())
    out = sample_incidents.paid(ground, row, claim, on=clock())
    by = {"by": ELYOR, "on": clock(), "day": TODAY}
    for step in (one.step for one in procedure.plan(ground, row) if one.entry is None):
        entry = StepInput(step, TODAY, StepStatus.NOT_NEEDED, "Zq")
        procedure.record(ground, row, entry, **by)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=out.id)
    failed_payouts.flag(ground, claim, back, **by)
    with pytest.raises(MoneyNotPaid):
        incidents.close(ground, row, ClosingInput(IncidentOutcome.BROUGHT_HOME), **by)
