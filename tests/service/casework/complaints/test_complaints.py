"""A complaint is kept sealed, and the agency learns of it only as much as its worker agreed to."""

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotFound
from matching.identity.persons import Citizen, ErasedPerson
from service.casework.complaints import complaints
from service.casework.complaints.complaints import State
from service.privacy import erase, personal_export
from tests.service.casework.complained import WORDS, complained
from tests.support.cast import BARNO, FARIDA, HAMID, IRODA

ELSE = msgspec.structs.replace(HAMID, agency="AG-SURVEILLANCE")


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def test_the_words_are_sealed_and_the_agency_reads_them_only_if_that_was_agreed(session, clock):
    shut, open_ = complained(session, clock()), complained(session, clock(), words_shown=True)
    assert WORDS.encode() not in shut.words
    assert [complaints.visible_text(session, one, by=HAMID) for one in (shut, open_)] == ["", WORDS]
    assert complaints.visible_text(session, shut, by=FARIDA) == WORDS


def test_each_sees_what_is_theirs(session, clock):
    row = complained(session, clock())
    for by in (HAMID, FARIDA, IRODA):
        assert complaints.get(session, row.reference, by=by) is row
    for by in (ELSE, BARNO):
        with pytest.raises(NotFound):
            complaints.get(session, row.reference, by=by)
    rustam = session.execute(select(Citizen).where(col(Citizen.name) == "Rustam Invented")).scalar()
    for person in (rustam, None):
        with pytest.raises(NotFound):
            complaints.get_own(session, row.reference, person)
    assert complaints.get_own(session, row.reference, session.get_one(Citizen, row.citizen)) is row
    assert [complaints.count(session, [State.RECEIVED], by=by) for by in (HAMID, ELSE)] == [1, 0]
    with pytest.raises(NotFound) as none:
        complained(session, clock(), agency="AG-NOBODY")
    assert none.value.field == "agency"


def test_it_stands_in_the_file_of_its_person_and_goes_with_it(session, clock):
    row = complained(session, clock(), contact_shown=True)
    (values,) = personal_export.export_person(session, row.citizen, now=clock()).complaints
    assert (values.words, values.agency, values.topic, values.contact_shown) == (
        WORDS,
        "AG-VALID",
        "fee_asked",
        True,
    )
    erase.erase(session, row.citizen, by=IRODA, on=clock())
    session.refresh(row)
    assert (row.words, row.answer, row.state) == (None, None, "closed")
    assert complaints.visible_text(session, row, by=FARIDA) == ""
    with pytest.raises(ErasedPerson):
        complained(session, clock())
