"""A passport that somebody has already is stored for a second person by a supervisor alone."""

import pytest
from sqlalchemy import true

from matching.identity import document_holders, persons
from matching.identity.document_holders import DocumentsTaken, OtherPassport
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


def add(session, row, clock, passport, by=CHINORA):
    document_holders.add_passport(session, [row], passport, by=by, on=clock())


def test_a_second_person_gets_a_taken_passport_from_a_supervisor_alone(session, clock, two):
    with pytest.raises(DocumentsTaken):
        add(session, two[1], clock, "ac 1234567")
    add(session, two[1], clock, "ac 1234567", by=IRODA)
    assert two[1].passport_blind == two[0].passport_blind


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
