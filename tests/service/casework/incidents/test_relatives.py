"""Relatives: told by a person, and heirs only by a proof that another officer has checked."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core import journal
from service.casework.incidents import procedure, relatives
from service.casework.incidents.procedure import ProcedureStep
from service.casework.incidents.relatives import (
    FamilyNotice,
    HeirHasMoney,
    NoNoticeConsent,
    NoProof,
    NotAnHeirShare,
    NotifiedBefore,
    OwnProof,
    RelativeCorrected,
    SharesAboveWhole,
)
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import IncidentKind, NoticeMethod
from tests.support import sample_incidents
from tests.support.cast import CHINORA, ELYOR, TODAY
from tests.support.sample_incidents import WIDOW


def add(session, row, clock, new_relative=WIDOW):
    return relatives.add(session, row, new_relative, by=ELYOR, on=clock())


def prove(session, row, one, clock, by=CHINORA):
    relatives.prove(session, row, one.reference, by=by, on=clock(), day=TODAY)


def test_whoever_recorded_an_heir_does_not_prove_them_and_no_paper_proves_nothing(
    ground, clock, claim
):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    one, other = (
        add(ground, row, clock, msgspec.structs.replace(WIDOW, proof_number=number))
        for number in ("77", "")
    )
    with pytest.raises(OwnProof):
        prove(ground, row, one, clock, by=ELYOR)
    with pytest.raises(NoProof):
        prove(ground, row, other, clock)
    prove(ground, row, one, clock)
    assert incident_tables.proved_heirs(ground, claim.citizen) == [one]


def test_a_correction_asks_for_the_proof_again_but_not_to_tell_them_twice(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    one = sample_incidents.heir(ground, row, on=clock())
    notice = FamilyNotice(one.reference, TODAY, NoticeMethod.IN_PERSON)
    relatives.record_notice(ground, row, notice, by=ELYOR, on=clock(), day=TODAY)
    new = msgspec.structs.replace(WIDOW, proof_number="78")
    second = relatives.correct(ground, row, one.reference, new, by=ELYOR, on=clock())
    assert (second.notified_on, second.proved_at) == (TODAY, None)
    assert one.withdrawn_at
    ground.commit()
    last = journal.history(ground, "incident", row.reference)[-1]
    assert (last.act, last.fields) == ("correct_relative", "relative,proof_number")
    assert incident_tables.proved_heirs(ground, claim.citizen) == []
    again = FamilyNotice(second.reference, TODAY, NoticeMethod.IN_PERSON)
    with pytest.raises(NotifiedBefore):
        relatives.record_notice(ground, row, again, by=ELYOR, on=clock(), day=TODAY)


def test_an_heir_corrected_in_one_incident_is_not_a_second_heir_by_another(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    closed = sample_incidents.recorded(ground, claim.citizen, IncidentKind.INJURY, on=clock())
    one = sample_incidents.heir(ground, row, on=clock(), share="2/3")
    old = sample_incidents.heir(ground, closed, on=clock(), share="2/3")
    add(ground, closed, clock, msgspec.structs.replace(WIDOW, name="Zqdaughter"))
    closed.closed_on, old.proof_document = TODAY, 4
    new = msgspec.structs.replace(WIDOW, name="Zqwidow Corrected", share="2/3")
    newer = relatives.correct(ground, row, one.reference, new, by=ELYOR, on=clock())
    prove(ground, row, newer, clock)
    assert incident_tables.proved_heirs(ground, claim.citizen) == [newer]
    valid = {
        kin.name: (kin.row.corrects, kin.row.proof_document)
        for kin in relatives.list_for_incident(ground, closed)
        if not kin.row.withdrawn_at
    }
    assert valid == {"Zqwidow Corrected": (old.reference, 4), "Zqdaughter": (None, None)}
    ground.commit()
    last = journal.history(ground, "incident", closed.reference)[-1]
    assert (last.act, last.fields) == ("correct_relative", "relative,name")


def test_a_notice_with_a_wrong_day_can_be_recorded_again(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    one = sample_incidents.heir(ground, row, on=clock())
    row.happened_on = TODAY
    early = FamilyNotice(one.reference, TODAY - timedelta(1), NoticeMethod.IN_PERSON)
    with pytest.raises(procedure.BeforeTheEvent):
        relatives.record_notice(ground, row, early, by=ELYOR, on=clock(), day=TODAY)
    notice = msgspec.structs.replace(early, notified_on=TODAY)
    relatives.record_notice(ground, row, notice, by=ELYOR, on=clock(), day=TODAY)
    (step,) = procedure.current(ground, row, ProcedureStep.FAMILY)
    procedure.withdraw(ground, row, step.id, by=ELYOR, on=clock())
    assert one.notified_on is None
    relatives.record_notice(ground, row, notice, by=ELYOR, on=clock(), day=TODAY)


def test_the_family_of_a_living_worker_is_not_told_without_their_consent(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, IncidentKind.INJURY, on=clock())
    one = add(ground, row, clock)
    notice = FamilyNotice(one.reference, TODAY, NoticeMethod.TELEPHONE)
    with pytest.raises(NoNoticeConsent):
        relatives.record_notice(ground, row, notice, by=ELYOR, on=clock(), day=TODAY)
    assert one.notified_on is None


def test_a_share_that_is_no_part_of_the_whole_is_refused_beside_its_field(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    for share in ("a third", "0", "0/3", "4/3", "2", "1/0", "-1/3", "1/3/3", "0.5", "1/1000000"):
        with pytest.raises(NotAnHeirShare) as refusal:
            add(ground, row, clock, msgspec.structs.replace(WIDOW, share=share))
        assert refusal.value.field == "share"
    assert relatives.list_for_incident(ground, row) == []
    known = [(" 1 / 3 ", "1/3"), ("1", "1"), ("2/6", "2/6"), ("", None)]
    for share, stored in known:
        assert add(ground, row, clock, msgspec.structs.replace(WIDOW, share=share)).share == stored


def test_proved_heirs_never_have_more_than_the_whole_together(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    one = sample_incidents.heir(ground, row, on=clock(), share="2/3")
    third, half = (
        add(ground, row, clock, msgspec.structs.replace(WIDOW, name=name, share="1/3"))
        for name in ("Zqson", "Zqdaughter")
    )
    with pytest.raises(SharesAboveWhole) as refusal:
        add(ground, row, clock, msgspec.structs.replace(WIDOW, name="Zqother", share="1/2"))
    assert (refusal.value.field, "7/6" in str(refusal.value.facts)) == ("share", True)
    prove(ground, row, third, clock)
    with pytest.raises(SharesAboveWhole):
        prove(ground, row, half, clock)
    new = msgspec.structs.replace(WIDOW, share="1/3")
    less = relatives.correct(ground, row, one.reference, new, by=ELYOR, on=clock())
    assert (less.share, less.proved_at) == ("1/3", None), "a corrected share is proved again"
    prove(ground, row, half, clock)
    prove(ground, row, less, clock)


def test_an_heir_who_has_money_is_not_withdrawn_by_any_name(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    heir = sample_incidents.heir(ground, row, on=clock())
    sample_incidents.paid(ground, row, claim, on=clock())
    new = msgspec.structs.replace(WIDOW, name="Zqother", proof_number="Zq 78")
    newer = relatives.correct(ground, row, heir.reference, new, by=ELYOR, on=clock())
    no_heir = msgspec.structs.replace(new, claims_as_heir=False)
    for refuse in (
        lambda: relatives.withdraw(ground, row, newer.reference, by=ELYOR, on=clock()),
        lambda: relatives.correct(ground, row, newer.reference, no_heir, by=ELYOR, on=clock()),
    ):
        with pytest.raises(HeirHasMoney):
            refuse()
    with pytest.raises(RelativeCorrected):
        prove(ground, row, heir, clock)
