"""Who reads the documents of a record: nobody who may not read the record itself."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotAllowed, NotFound
from catalog.licensing.licences import Licence, Order
from catalog.vacancies.vacancies import State, Vacancy
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import record_access
from service.casework.evidence.owners import Record, RecordKind
from tests.support import cast, sample_documents, sample_incidents, sample_placements

OTHERS = ("ALISHER", "BARNO", "CHINORA", "NODIRA", "KOMILA", "LAYLO")


def may(session, kind: RecordKind, reference: str, name: str) -> bool:
    try:
        record_access.find(session, kind, reference, by=getattr(cast, name), day=cast.TODAY)
    except (NotFound, NotAllowed):
        return False
    return True


def readers(session, kind: RecordKind, reference: str) -> set[str]:
    known = (*OTHERS, "HAMID", "FARIDA", "IRODA", "JAMSHID", "DAVRON", "ELYOR")
    return {name for name in known if may(session, kind, reference, name)}


def test_only_whoever_reads_a_record_reads_its_documents(seeded, clock):
    with seeded.write() as session:
        job = sample_documents.submitted(session, "J-9", clock()).reference
        placed = sample_placements.placed(
            session, of=session.get_one(Claim, cast.CLAIM).citizen, on=clock()
        )
        placed.country = "KR"
        order = session.execute(
            select(Order).join(Licence).where(col(Licence.agency) != "AG-VALID").limit(1)
        ).scalar_one()
        session.flush()
        assert readers(session, RecordKind.VACANCY, job) == {"HAMID", "FARIDA", "IRODA", "DAVRON"}
        assert readers(session, RecordKind.ORDER, str(order.id)) == {"FARIDA", "IRODA"}
        found = readers(session, RecordKind.PLACEMENT, placed.reference)
        assert found == {"FARIDA", "IRODA", "DAVRON"}, "a statistician sees nobody's papers"


def test_who_opens_an_incident_reads_its_documents_and_adds_none_once_it_is_closed(seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        row = sample_incidents.recorded(session, person, on=clock())
        values = (session, RecordKind.INCIDENT, row.reference)
        found = readers(*values)
        assert found == {"CHINORA", "ELYOR", "IRODA", "NODIRA"}, "no attaché of another post"
        record = record_access.require_addable(*values, by=cast.ELYOR, day=cast.TODAY)
        assert not record_access.window(session, record, by=cast.IRODA).is_open
        row.closed_on = cast.TODAY
        with pytest.raises(record_access.DocumentsClosed):
            record_access.require_addable(*values, by=cast.ELYOR, day=cast.TODAY)


def test_an_agency_adds_nothing_to_a_vacancy_that_an_officer_vets(seeded, clock):
    with seeded.write() as session:
        job = sample_documents.submitted(session, "J-9", clock()).reference
        record, row = Record(RecordKind.VACANCY, job), session.get_one(Vacancy, job)
        adds = {
            (state, name)
            for state in State
            for name in ("HAMID", "FARIDA", "IRODA")
            if setattr(row, "state", state.value) is None
            and record_access.window(session, record, by=getattr(cast, name)).is_open
        }
        hamid = {state for state, name in adds if name == "HAMID"}
        assert hamid == {State.DRAFT, State.SUBMITTED, State.RETURNED}
        assert {name for _, name in adds} == {"HAMID", "FARIDA"}
        row.state = State.PUBLISHED.value
        with pytest.raises(NotAllowed):
            record_access.require_addable(
                session, RecordKind.VACANCY, job, by=cast.HAMID, day=cast.TODAY
            )


def test_whoever_may_add_documents_reads_until_when_or_why_not(seeded, clock):
    with seeded.write() as session:
        job = sample_documents.submitted(session, "J-9", clock()).reference
        record, row = Record(RecordKind.VACANCY, job), session.get_one(Vacancy, job)
        for state in State:
            row.state = state.value
            for by in (cast.HAMID, cast.FARIDA):
                assert record_access.window(session, record, by=by).sentence, (state, by.role)
            assert not record_access.window(session, record, by=cast.IRODA).sentence
