"""A claim that belongs to another person is moved when a second officer agrees."""

import csv
from pathlib import Path

import pytest

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.approvals import AlreadyRequested
from matching.identity import persons
from matching.identity.persons import NewCitizen
from service.approvals import claim_person, decisions
from service.approvals.claim_person import NoSuchPerson, OtherPersonInput, SamePersonAlready
from service.casework import evidence, letters
from service.casework.claims import wage_claims
from service.casework.evidence import Kind, NewFile, file_uploads
from service.casework.evidence.file_uploads import Store
from service.casework.workflow import claim_facts, notes
from service.casework.workflow.claim_facts import ClaimCorrection
from service.privacy import access_log, erase, personal_export
from tests.support.cast import CLAIM, ELYOR, IRODA, NO_FILES, TODAY
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
    assert sealed - {("drafts", "typed")} == {
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
        assert "Kazan" in repr(file)
        assert former not in repr(file), "nothing about the former person"
        row = session.get_one(evidence.Evidence, number)
        assert file_uploads.content_of(store, claim, row) == b"slips"


def test_what_named_or_opened_for_the_former_person_is_no_longer_valid(seeded, clock, brother):
    with seeded.write() as session:
        letter = made(session, clock()).number
        move(session, clock, brother)
        assert [one.number for one in letters.list_for_claim(session, CLAIM) if one.voided_at] == [
            letter
        ]
        with pytest.raises(wage_claims.NotFound):
            wage_claims.get_by_secret(session, CLAIM, wage_claims.follow_secret.secret_of(CLAIM))


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
        for person, refusal in (
            (claim.citizen, SamePersonAlready),
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
