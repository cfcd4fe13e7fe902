"""Which documents a vacancy lacks: a file that was refused is none."""

from catalog.vacancies.vacancies import State
from service.casework.evidence import vetting_documents
from service.casework.evidence.file_states import DocumentKind
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from tests.support import sample_documents


def test_only_a_stored_document_of_the_kind_fills_the_gap(seeded, clock, settings):
    with seeded.write() as session:
        job = sample_documents.submitted(session, "J-9", clock()).reference
    store = Store(seeded, settings.home)
    broken = {"document": "contract", "content": b"%PDF-1.4 no paper at all"}
    for sent in ({"document": "demand"}, broken, {"document": "other", "name": "b.pdf"}):
        sample_documents.attach(store, RecordKind.VACANCY, job, clock(), **sent)
    with seeded.read() as session:
        found = vetting_documents.missing_kinds(session, job)
    assert found == [DocumentKind.ATTORNEY, DocumentKind.CONTRACT]


def test_gaps_are_named_until_a_vacancy_is_published_or_ends(seeded, clock):
    with seeded.write() as session:
        row = sample_documents.submitted(session, "J-9", clock())
        named = {
            state
            for state in State
            if setattr(row, "state", state.value) is None and vetting_documents.gaps(session, row)
        }
    over = {State.PUBLISHED, State.WITHDRAWN, State.REFUSED, State.BLACKLISTED}
    assert named == set(State) - over
