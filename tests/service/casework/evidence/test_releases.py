"""A file that no virus scanner has seen leaves the service by two people, for a week."""

from datetime import timedelta

import pytest

from catalog.core.approvals import AlreadyRequested, DecidedAlready, RecordChanged, RequesterDecides
from matching.identity.persons import Citizen
from service.approvals import decisions
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import Evidence, State, owners, releases
from service.casework.evidence.owners import RecordKind
from service.casework.evidence.releases import AlreadyScanned
from service.privacy import erase
from tests.support import cast, sample_documents, sample_files, sample_incidents
from tests.support.cast import FARIDA, GULNORA, IRODA, NO_FILES, TODAY


@pytest.fixture
def paper(store, clock):
    with store.database.read() as session:
        number = cast.named(session, "cook").reference
    return sample_documents.attach(store, RecordKind.VACANCY, number, clock())


def requested(session, number: str, clock) -> str:
    row = session.get_one(Evidence, number)
    owner = evidence.owner_of(session, row)
    return releases.request(session, row, owner, "For court", by=FARIDA, on=clock()).reference


def test_one_person_alone_lets_no_unscanned_file_out(store, paper, clock):
    with store.database.write() as session:
        row = session.get_one(Evidence, paper.reference)
        number = requested(session, paper.reference, clock)
        waits = releases.latest(session, row, by=FARIDA, on=clock())
        assert waits is not None
        assert not waits.allows
        with pytest.raises(RequesterDecides):
            decisions.approve(session, number, by=FARIDA, on=clock(), day=TODAY, home=NO_FILES)
        with pytest.raises(AlreadyRequested):
            requested(session, paper.reference, clock)


def test_the_two_persons_and_nobody_else_download_it_for_a_week(store, paper, clock):
    with store.database.write() as session:
        row = session.get_one(Evidence, paper.reference)
        number = requested(session, paper.reference, clock)
        decisions.approve(session, number, by=GULNORA, on=clock(), day=TODAY, home=NO_FILES)

        def allowed(by, on) -> bool:
            found = releases.latest(session, row, by=by, on=on)
            return found is not None and found.allows

        later = clock() + releases.VALID_FOR + timedelta(seconds=1)
        assert [allowed(by, clock()) for by in (FARIDA, GULNORA, IRODA)] == [True, True, False]
        assert not allowed(FARIDA, later)


def test_the_reason_to_download_a_document_of_an_incident_goes_with_the_key_of_its_person(
    store, clock
):
    with store.database.write() as session:
        person = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).citizen
        number = sample_incidents.recorded(session, person, on=clock()).reference
    paper = sample_documents.attach(
        store, RecordKind.INCIDENT, number, clock(), document="death", by=cast.ELYOR
    )

    def reasons(session) -> list[str]:
        return [one.reason for one in decisions.list_waiting(session, by=IRODA)]

    with store.database.write() as session:
        requested(session, paper.reference, clock)
        assert reasons(session) == ["For court"]
        erase.erase_record(session, session.get_one(Citizen, person), by=GULNORA, on=clock())
        assert reasons(session) == [], "an answer would make a new key"


def test_a_request_that_was_declined_or_decided_lets_nothing_out(store, paper, clock):
    with store.database.write() as session:
        row = session.get_one(Evidence, paper.reference)
        number = requested(session, paper.reference, clock)
        decisions.decline(session, number, "No need", by=GULNORA, on=clock())
        assert releases.latest(session, row, by=FARIDA, on=clock()) is None
        with pytest.raises(DecidedAlready):
            decisions.approve(session, number, by=IRODA, on=clock(), day=TODAY, home=NO_FILES)


def test_a_file_found_harmful_after_the_request_is_not_approved(store, paper, clock):
    with store.database.write() as session:
        number = requested(session, paper.reference, clock)
        session.get_one(Evidence, paper.reference).state = State.REFUSED.value
        session.flush()
        with pytest.raises(RecordChanged):
            decisions.approve(session, number, by=GULNORA, on=clock(), day=TODAY, home=NO_FILES)


def test_a_clean_file_needs_no_second_person(store, clock):
    with store.database.read() as session:
        number = cast.named(session, "cook").reference
    photo = sample_documents.attach(
        store, RecordKind.VACANCY, number, clock(), name="a.jpg", content=sample_files.photo()
    )
    assert owners.identity(owners.Record(RecordKind.VACANCY, number)) == f"vacancy/{number}"
    with store.database.write() as session, pytest.raises(AlreadyScanned):
        requested(session, photo.reference, clock)
