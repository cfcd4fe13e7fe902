"""A claim that belongs to another person is moved when a second officer agrees."""

import csv
from pathlib import Path

import pytest

from catalog.core import corrections, journal
from catalog.core.actor import VISITOR
from catalog.core.approvals import AlreadyRequested
from matching.identity import persons
from matching.identity.persons import AgeBand, NewCitizen
from service.approvals import claim_person, decisions
from service.approvals.claim_person import NoSuchPerson, OtherPersonInput, SamePersonAlready
from service.casework import evidence, letters
from service.casework.claims import wage_claims
from service.casework.evidence import Kind, NewFile, file_uploads
from service.casework.evidence.file_uploads import Store
from service.casework.money import payees
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import NewPayee
from service.casework.protection import referrals
from service.casework.workflow import claim_facts, notes, representatives, withdrawal_actions
from service.casework.workflow.claim_facts import ClaimCorrection
from service.casework.workflow.representatives import NewRepresentative
from service.casework.workflow.withdrawals import WithdrawalOpen
from service.privacy import access_log, erase, personal_export
from tests.support.cast import ALISHER, CLAIM, ELYOR, IRODA, NO_FILES, TODAY
from tests.support.letters import made

COLUMNS = Path("tests/columns.tsv")


@pytest.fixture
def brother(seeded, clock):
    """Somebody whom Elyor recorded."""
    with seeded.write() as session:
        return persons.record(session, NewCitizen("Botir Sherov"), by=ELYOR, on=clock()).reference


def move(session, clock, person, home=NO_FILES):
    claim = wage_claims.get(session, CLAIM, by=ELYOR)
    other = OtherPersonInput(person, "It is his brother's claim")
    asked = claim_person.request(session, claim, other, by=ELYOR, on=clock())
    decisions.approve(session, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=home)
    return claim


def test_every_sealed_text_of_a_claim_moves_with_it():
    with COLUMNS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    of_claims = {row[0] for row in rows if row[1] == "case" and "claim" in row[2].split()}
    sealed = {
        (row[0], column)
        for row in rows
        if row[1] == "sealed" and row[0] in of_claims | {"claims"}
        for column in row[2].split()
    }
    # Payees are removed, and the policy of an incident stays with the person of the incident.
    payees = {("payees", "name"), ("payees", "number")}
    policies = {("insurance_policies", "policy_number")}
    assert sealed - {("drafts", "typed"), *payees, *policies} == {
        (table.__tablename__, column) for table, column, _ in claim_person.SEALED
    }


def test_texts_and_files_are_read_after_the_former_person_was_erased(
    seeded, clock, brother, tmp_path
):
    store = Store(seeded, tmp_path)
    with seeded.write() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        story, former = wage_claims.story(session, claim), claim.citizen
        notes.add(session, claim, "He called twice", by=ELYOR, on=clock())
        correction = ClaimCorrection(city="Kazan", reason="He said Kazan")
        claim_facts.correct(session, claim, correction, by=ELYOR, on=clock())
        file = NewFile("pay.txt", 5, Kind.PAYSLIP, None)
        number = evidence.register(session, claim, file, by=VISITOR, on=clock()).reference
    file_uploads.finish(store, number, CLAIM, b"slips", by=VISITOR, on=clock())
    with seeded.write() as session:
        move(session, clock, brother, tmp_path)
        erase.erase(session, former, by=IRODA, on=clock())
    with seeded.read() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        assert (claim.citizen, wage_claims.story(session, claim)) == (brother, story)
        assert [text for _, text in notes.list_for_claim(session, claim)] == ["He called twice"]
        file = personal_export.export_person(session, brother, now=clock())
        (changed,) = corrections.history(session, "claim", CLAIM)[1].changes
        assert (changed.before, changed.after) == ("Moscow", "Kazan")
        row = session.get_one(evidence.Evidence, number)
        assert file_uploads.content_of(store, claim, row) == b"slips"


def test_the_other_person_reads_nothing_of_the_former_one(seeded, clock, brother):
    with seeded.write() as session:
        made(session, clock())
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        spokesman = NewRepresentative(representatives.Kind.RELATIVE, "Uncle Invented")
        appointed = representatives.appoint(
            session, claim, spokesman, by=ELYOR, on=clock(), day=TODAY
        )
        payee = NewPayee(PayeeMethod.CARD, "Alisher", "8600123412341234")
        payees.set_payee(session, claim, payee, by=ELYOR, on=clock(), day=TODAY)
        clock.forward(hours=1)
        move(session, clock, brother)
        assert payees.destination(session, claim) is None
        assert appointed.row.withdrawn_at == clock()
        assert appointed.row.secret_hash == claim.secret_hash == ""
        (letter,) = letters.list_for_claim(session, CLAIM)
        assert letter.voided_at == clock()
    with seeded.read() as session:
        file = repr(personal_export.export_person(session, brother, now=clock()))
        for word in ("Alisher", "Uncle", "8600", "his brother", ALISHER.account):
            assert word not in file


def test_a_claim_moved_to_somebody_under_18_is_with_a_protection_officer(seeded, clock):
    with seeded.write() as session:
        new = NewCitizen("Young Invented", age_band=AgeBand.UNDER_18)
        young = persons.record(session, new, by=ELYOR, on=clock()).reference
        move(session, clock, young)
        assert [one.urgency for one in referrals.list_for_persons(session, [young])] == [
            "emergency"
        ]


def test_a_claim_on_hold_is_not_moved_with_the_withdrawal_of_another_person(seeded, clock, brother):
    with seeded.write() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        other = OtherPersonInput(brother, "Wrong person")
        asked = claim_person.request(session, claim, other, by=ELYOR, on=clock())
        withdrawal_actions.request(session, claim, by=VISITOR, on=clock(), day=TODAY)
        with pytest.raises(WithdrawalOpen):
            decisions.approve(
                session, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
            )
        session.rollback()


def test_nobody_who_was_erased_meanwhile_gets_or_gives_a_claim(seeded, clock, brother):
    for erased in ("former", "other"):
        with seeded.write() as session:
            claim = wage_claims.get(session, CLAIM, by=ELYOR)
            other = OtherPersonInput(brother, "Wrong person")
            asked = claim_person.request(session, claim, other, by=ELYOR, on=clock())
            person = {"former": claim.citizen, "other": brother}[erased]
            session.get_one(persons.Citizen, person).erased_at = clock()
            with pytest.raises(persons.ErasedPerson):
                decisions.approve(
                    session, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
                )
            session.rollback()


def test_both_files_keep_who_opened_the_claim(seeded, clock, brother):
    def opened(session, person):
        found = access_log.of_person(session, [session.get_one(persons.Citizen, person)])
        return len([one for one in found if one.reference == CLAIM])

    with seeded.write() as session:
        former = wage_claims.get(session, CLAIM, by=ELYOR).citizen
        journal.write(session, "open", "claim", CLAIM, by=ELYOR, on=clock())
    clock.forward(hours=1)
    with seeded.write() as session:
        move(session, clock, brother)
    clock.forward(hours=1)
    with seeded.write() as session:
        journal.write(session, "open", "claim", CLAIM, by=IRODA, on=clock())
    with seeded.read() as session:
        assert opened(session, former) == 1
        assert opened(session, brother) == 2


def test_it_is_asked_once_and_only_for_another_person_in_the_scope(seeded, clock, brother):
    with seeded.write() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        stranger = persons.record(session, NewCitizen("Kim"), by=IRODA, on=clock()).reference
        joined, erased = (
            persons.record(session, NewCitizen(name), by=ELYOR, on=clock()).reference
            for name in ("Joined", "Erased")
        )
        session.get_one(persons.Citizen, joined).same_as = claim.citizen
        session.get_one(persons.Citizen, erased).erased_at = clock()
        for person, refusal in (
            (claim.citizen, SamePersonAlready),
            (joined, SamePersonAlready),
            (erased, persons.ErasedPerson),
            (stranger, NoSuchPerson),
            ("nonsense", NoSuchPerson),
            (f" {brother.lower()} ", None),
            (brother, AlreadyRequested),
        ):
            other = OtherPersonInput(person, "Wrong person")
            if refusal is None:
                claim_person.request(session, claim, other, by=ELYOR, on=clock())
            else:
                with pytest.raises(refusal) as found:
                    claim_person.request(session, claim, other, by=ELYOR, on=clock())
                assert found.value.field == "citizen"
