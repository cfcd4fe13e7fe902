"""The card of a download names the document, its record and the page where it is viewed."""

from service.approvals import decisions, document_requests
from service.casework import evidence
from service.casework.evidence import Evidence, releases
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from tests.support import cast, sample_documents
from tests.support.cast import FARIDA, GULNORA, NODIRA


def test_the_second_person_sees_what_would_leave_the_service(seeded, clock, tmp_path):
    with seeded.read() as session:
        number = cast.named(session, "cook").reference
    sent = sample_documents.attach(
        Store(seeded, tmp_path), RecordKind.VACANCY, number, clock(), name="talabnoma.pdf"
    )
    with seeded.write() as session:
        row = session.get_one(Evidence, sent.reference)
        owner = evidence.owner_of(session, row)
        releases.request(session, row, owner, "For court", by=FARIDA, on=clock())
        (one,) = decisions.list_waiting(session, by=GULNORA)
        card = document_requests.HANDLER.card(session, one)
        assert card.link == f"/desk/documents/vacancy/{number}/files/1"
        assert [fact.text for fact in card.facts] == ["vacancy", number, "talabnoma.pdf"]
        assert decisions.list_waiting(session, by=NODIRA) == []
