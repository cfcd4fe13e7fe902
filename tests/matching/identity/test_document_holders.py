"""A passport that somebody has already is stored for a second person by a supervisor alone."""

import pytest
from sqlalchemy import true

from catalog.core import corrections
from catalog.core.corrections import NothingCorrected
from matching.identity import document_holders, known_persons, persons
from matching.identity.document_holders import DocumentsTaken, NumbersRemoval, OtherPassport
from matching.identity.persons import DocumentsInput, NewCitizen
from tests.support.cast import CHINORA, IRODA

PASSPORT = DocumentsInput("AC1234567")


@pytest.fixture
def two(session, clock):
    """Somebody with a passport, and somebody without."""
    rows = [
        persons.record(session, NewCitizen(name), by=CHINORA, on=clock())
        for name in ("Botir Invented", "Dilorom Fancied")
    ]
    persons.set_documents(session, rows[0], PASSPORT, by=CHINORA, on=clock())
    return rows


def add(session, row, clock, passport, by=CHINORA, **facts):
    document_holders.add_passport(session, [row], passport, by=by, on=clock(), **facts)


def test_a_second_person_gets_a_taken_passport_from_a_supervisor_who_confirms_it(
    session, clock, two
):
    with pytest.raises(DocumentsTaken):
        add(session, two[1], clock, "ac 1234567", confirmed=True)
    with pytest.raises(DocumentsTaken):
        add(session, two[1], clock, "ac 1234567", by=IRODA)
    add(session, two[1], clock, "ac 1234567", by=IRODA, confirmed=True)
    assert two[1].passport_blind == two[0].passport_blind
    assert two[1].linked_to is None, "two different persons"


def test_a_number_taken_off_is_free_and_links_made_by_it_end(session, clock, two):
    wrong, right = two
    again = persons.record(session, NewCitizen("Botir Invented"), by=CHINORA, on=clock())
    persons.set_documents(session, again, PASSPORT, by=CHINORA, on=clock())
    known_persons.relink(session, again)
    assert again.linked_to == wrong.reference
    assert known_persons.link_reason(session, again) == "document"
    for row in (wrong, again):
        removal = NumbersRemoval("Another person’s passport", passport=True)
        document_holders.remove(session, row, removal, by=CHINORA, on=clock())
        assert (row.passport, row.birth_blind, row.linked_to) == (None, None, None)
    add(session, right, clock, "AC1234567")
    (version,) = corrections.history(session, "citizen", wrong.reference)
    assert [(one.field, one.before) for one in version.changes] == [("passport", "••••••567")]
    with pytest.raises(NothingCorrected):
        document_holders.remove(session, wrong, removal, by=CHINORA, on=clock())


def test_a_passport_is_never_written_over_and_nothing_typed_changes_nothing(session, clock, two):
    add(session, two[1], clock, "")
    assert two[1].passport_blind is None
    with pytest.raises(OtherPassport):
        add(session, two[0], clock, "AC7654321", by=IRODA)


def test_whoever_is_out_of_sight_is_not_named(session, clock, two):
    new = NewCitizen("Botir Invented")
    found = document_holders.find_by_documents(session, new, PASSPORT, true(), by=CHINORA)
    assert found is two[0]
    with pytest.raises(DocumentsTaken):
        document_holders.find_by_documents(session, new, PASSPORT, ~true(), by=CHINORA)
