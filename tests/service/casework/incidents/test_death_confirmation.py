"""The day of death: by a document that two officers read, for all records of the person."""

import pytest

from catalog.core import outbox
from catalog.core.actor import Actor
from catalog.core.outbox import Channel
from matching.applications import notices
from matching.identity import deaths, persons
from matching.identity.persons import Citizen, NewCitizen
from service.casework.incidents import death_confirmation, incidents, procedure
from service.casework.incidents.death_confirmation import (
    ConfirmationInput,
    ConfirmedBefore,
    EnteredAgain,
    NotADeath,
    NotEntered,
    OwnConfirmation,
    OwnEntry,
    PaidToHeirs,
    TakingBack,
)
from service.casework.incidents.procedure import ProcedureStep, StepInput
from service.casework.protection import record_merge
from service.casework.scope.incident_tables import IncidentKind
from service.privacy import erase
from tests.support import sample_incidents
from tests.support.cast import CHINORA, ELYOR, IRODA, TODAY

PAPER = ConfirmationInput(TODAY, "Zqpaper 5")


def test_one_officer_alone_confirms_no_death(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())

    def confirm(by: Actor, seen: str = "") -> None:
        death_confirmation.confirm(ground, row, seen, by=by, on=clock(), day=TODAY)

    with pytest.raises(NotEntered):
        confirm(CHINORA)
    death_confirmation.enter(ground, row, PAPER, by=ELYOR, on=clock(), day=TODAY)
    seen = death_confirmation.entry_version(row)
    assert deaths.day_of_death(ground, claim.citizen) is None
    with pytest.raises(OwnEntry):
        confirm(ELYOR, seen)
    clock.forward(minutes=1)
    death_confirmation.enter(ground, row, PAPER, by=ELYOR, on=clock(), day=TODAY)
    with pytest.raises(EnteredAgain):
        confirm(CHINORA, seen)
    confirm(CHINORA, death_confirmation.entry_version(row))
    assert deaths.day_of_death(ground, claim.citizen) == TODAY


def test_nobody_takes_their_own_confirmation_back(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    assert deaths.day_of_death(ground, claim.citizen) == TODAY
    assert b"Zqpaper" not in row.death_document
    reason = TakingBack("Another person")
    with pytest.raises(OwnConfirmation):
        death_confirmation.take_back(ground, row, reason, by=ELYOR, on=clock())
    death_confirmation.take_back(ground, row, reason, by=CHINORA, on=clock())
    assert deaths.day_of_death(ground, claim.citizen) is None
    assert row.next_step == "family", "the step is to do again"


def test_a_death_is_not_taken_back_while_the_heirs_have_the_money(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    heir = sample_incidents.heir(ground, row, on=clock())
    out = sample_incidents.paid(ground, row, claim, on=clock())
    with pytest.raises(PaidToHeirs) as refusal:
        death_confirmation.take_back(ground, row, TakingBack("Zq"), by=CHINORA, on=clock())
    assert refusal.value.facts["claims"] == claim.reference
    assert (out.heir, row.death_confirmed_by) == (heir.reference, ELYOR.account)


def test_a_death_taken_back_leaves_no_step_for_heirs_as_done(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    sample_incidents.heir(ground, row, on=clock())
    money = StepInput(ProcedureStep.MONEY, TODAY)
    procedure.record(ground, row, money, by=ELYOR, on=clock(), day=TODAY)
    death_confirmation.take_back(ground, row, TakingBack("Zq"), by=CHINORA, on=clock())
    assert [one.step for one in procedure.plan(ground, row) if one.entry] == []


def test_a_death_is_confirmed_once_and_an_injury_never(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    injury = sample_incidents.recorded(ground, claim.citizen, IncidentKind.INJURY, on=clock())
    for one, refusal in ((row, ConfirmedBefore), (injury, NotADeath)):
        with pytest.raises(refusal):
            death_confirmation.enter(ground, one, PAPER, by=ELYOR, on=clock(), day=TODAY)


def test_nothing_is_written_about_a_person_who_was_erased(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    erase.erase_record(ground, ground.get_one(Citizen, claim.citizen), by=CHINORA, on=clock())
    with pytest.raises(persons.ErasedPerson):
        death_confirmation.take_back(ground, row, TakingBack("Zq"), by=CHINORA, on=clock())


def test_between_two_officers_no_message_reaches_the_telephone_of_the_dead(ground, clock, claim):
    person = ground.get_one(Citizen, claim.citizen)

    def queue() -> None:
        assert notices.queue_message(ground, person, lambda lang: f"News in {lang}", on=clock())

    def is_due() -> bool:
        return outbox.has_due(ground, (Channel.SMS,), on=clock())

    queue()
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    queue()
    assert not is_due(), "neither one from before nor one from after the record"
    mistake = incidents.ClosingInput(incidents.IncidentOutcome.MISTAKE)
    incidents.close(ground, row, mistake, by=ELYOR, on=clock(), day=TODAY)
    assert len(outbox.lease(ground, (Channel.SMS,), on=clock())) == 2, "sent once it is withdrawn"
    incidents.reopen(ground, row, by=ELYOR, on=clock())
    sample_incidents.confirm(ground, row, by=ELYOR, on=clock())
    clock.forward(hours=2)
    assert (is_due(), outbox.latest(ground)) == (False, []), "deleted once it is confirmed"


def test_a_merge_with_a_record_of_an_unconfirmed_death_holds_messages_too(ground, clock, claim):
    person = ground.get_one(Citizen, claim.citizen)
    other = persons.record(ground, NewCitizen("Zqother"), by=ELYOR, on=clock())
    sample_incidents.recorded(ground, other.reference, on=clock())
    notices.queue_message(ground, person, lambda _lang: "News", on=clock())
    record_merge.merge_own(ground, person.reference, other.reference, by=IRODA, on=clock())
    assert not outbox.has_due(ground, (Channel.SMS,), on=clock())
