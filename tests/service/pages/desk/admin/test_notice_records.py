"""The address of a record that a notice is about, for whoever may open it."""

from catalog.core import staff_notices
from catalog.core.staff_notices import NoticeKind
from catalog.employers import employers
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.pages.desk.admin import notice_records
from tests.support import cast, sample_documents
from tests.support.cast import BARNO, CHINORA, DAVRON, FARIDA, IRODA, SEOUL


def find(session, clock, who, noun, number) -> list[str]:
    kind = NoticeKind.APPROVED
    staff_notices.notify(session, [who.account], kind, noun, number, by=IRODA, on=clock())
    rows = staff_notices.list_own(session, by=who)
    return list(notice_records.paths(session, rows, by=who).values())


def test_a_register_record_is_opened_by_those_whose_role_may(seeded, clock):
    with seeded.write() as session:
        assert find(session, clock, FARIDA, "licence", "AG-VALID") == ["/desk/licences/AG-VALID"]
        assert find(session, clock, CHINORA, "licence", "AG-VALID") == []
        assert find(session, clock, DAVRON, "post", SEOUL) == [f"/desk/posts/{SEOUL}"]


def test_a_request_does_not_lead_past_the_page_where_it_is_decided(seeded, clock):
    with seeded.write() as session:
        for who, address in ((FARIDA, ["/desk/approvals"]), (CHINORA, [])):
            kind = NoticeKind.APPROVAL_REQUESTED
            about = ("post", SEOUL)
            staff_notices.notify(session, [who.account], kind, *about, by=IRODA, on=clock())
            rows = staff_notices.list_own(session, by=who)
            assert list(notice_records.paths(session, rows, by=who).values()) == address


def test_a_fact_leads_to_its_page_and_a_declined_new_limit_to_the_list(ground, clock):
    assert find(ground, clock, FARIDA, "fact", "limits:3") == ["/desk/facts/limits/3"]
    assert find(ground, clock, IRODA, "fact", "limits:new") == []
    assert find(ground, clock, BARNO, "fact", "limits:3") == []


def test_a_record_that_is_gone_or_of_an_unknown_kind_has_no_address(ground, clock):
    assert find(ground, clock, FARIDA, "vacancy", "V-NONE") == []
    assert find(ground, clock, FARIDA, "unknown", "X") == []


def test_an_employer_leads_to_the_page_that_has_its_number(seeded, clock, as_):
    with seeded.write() as session:
        firm = employers.record(session, cast.HANBIT, by=FARIDA, on=clock()).reference
        (path,) = find(session, clock, FARIDA, "employer", firm)
    assert as_("farida").get(f"/en{path}").status_code == 200


def test_a_document_leads_to_its_page_for_whoever_reads_its_record(seeded, clock, tmp_path):
    with seeded.read() as session:
        job = cast.named(session, "cook").reference
    sent = sample_documents.attach(Store(seeded, tmp_path), RecordKind.VACANCY, job, clock())
    with seeded.write() as session:
        at = f"/desk/documents/vacancy/{job}/files/1"
        assert find(session, clock, FARIDA, "evidence", sent.reference) == [at]
        assert find(session, clock, CHINORA, "evidence", sent.reference) == []
        assert find(session, clock, FARIDA, "evidence", "D-NONE") == [at], "only the first is known"
