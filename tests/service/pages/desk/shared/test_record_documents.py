"""Documents of records at the desk: read where the record is read, each look recorded."""

import re
from html import unescape

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from catalog.licensing import licence_applications, proposals
from catalog.licensing.licence_applications import NewPetition
from catalog.licensing.licences import Licence, Order
from service import accounts
from service.casework.claims.wage_claims import Claim
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from tests.support import cast, sample_documents, sample_files, sample_incidents, sample_placements
from tests.support.sample_proposals import desk

RENEWAL = NewPetition("Invented", "123456789", "Director", "Owner", "Tashkent", countries="KR")


@pytest.fixture
def job(seeded, clock) -> str:
    with seeded.write() as session:
        return sample_documents.submitted(session, "J-9", clock()).reference


@pytest.fixture
def attach(seeded, settings, clock):
    def sent(kind: RecordKind, reference: str, **more):
        store = Store(seeded, settings.home)
        return sample_documents.attach(store, kind, reference, clock(), **more)

    return sent


def upload(client, address: str, content: bytes, name: str = "letter.pdf", **values):
    page = client.get(address).text
    ticket = re.findall(r'name="ticket" value="([^"]+)"', page)
    fields = {"ticket": ticket[0] if ticket else "", "kind": "demand"} | values
    return client.post(address, data=fields, files={"file": (name, content)})


def looks(seeded) -> list[tuple[str, str]]:
    with seeded.read() as session:
        asked = select(col(Entry.act), col(Entry.account)).where(
            col(Entry.noun) == "evidence", col(Entry.act).in_(("open", "export"))
        )
        return [(act, account) for act, account in session.execute(asked)]


def account(seeded, name: str) -> str:
    with seeded.read() as session:
        return accounts.find(session, cast.email(name)).reference


def test_an_agency_sends_a_document_and_a_newer_version_and_both_are_read(as_, job):
    address = f"/en/desk/documents/vacancy/{job}"
    hamid = as_("hamid")
    assert upload(hamid, address, sample_files.pdf()).status_code == 303
    answer = upload(hamid, f"{address}?replace=1", sample_files.pdf(3), "new.pdf", replaces="1")
    assert answer.status_code == 303
    for name, page in (("farida", "vetting"), ("hamid", "own/vacancies")):
        shown = as_(name).get(f"/en/desk/{page}/{job}").text
        assert "new.pdf" in shown, page
        assert "version 2" in shown, page
    assert "This is an earlier version." in as_("farida").get(f"{address}/files/1").text
    assert as_("farida").get(f"{address}/files/1/pages/1").status_code == 200


def test_a_refused_file_is_named_and_nothing_is_added(as_, job):
    address = f"/en/desk/documents/vacancy/{job}"
    for name, content in (("a.exe", b"MZ"), ("a.mp3", b"ID3"), ("a.pdf", b"")):
        answer = upload(as_("hamid"), address, content, name)
        assert answer.status_code in (413, 422), name
        assert 'id="file-wrong"' in answer.text, name
    assert "No documents yet." in as_("hamid").get(address).text
    assert upload(as_("hamid"), address, sample_files.pdf(), replaces="7").status_code == 404
    assert "No documents yet." in as_("hamid").get(address).text


def test_each_look_is_recorded_and_officers_see_whose_it_was(as_, job, attach, seeded):
    attach(RecordKind.VACANCY, job, by=cast.HAMID)
    address = f"/en/desk/documents/vacancy/{job}/files/1"
    as_("farida").get(address)
    assert looks(seeded) == [], "the page alone shows nothing of it"
    as_("farida").get(f"{address}/pages/1")
    assert looks(seeded) == [("open", account(seeded, "farida"))]
    assert "Who opened this document" in as_("iroda").get(address).text
    own = as_("hamid").get(address).text
    assert "Who opened this document" not in own
    assert "Farida" not in own, "an agency reads no officer's name"


def test_an_unscanned_original_leaves_only_after_a_second_person_agreed(as_, job, attach, seeded):
    attach(RecordKind.VACANCY, job, by=cast.HAMID)
    address = f"/en/desk/documents/vacancy/{job}/files/1"
    farida = as_("farida")
    assert farida.get(f"{address}/file").status_code == 404
    assert "No virus scanner has checked this file." in farida.get(address).text
    assert farida.post(f"{address}/release", data={"reason": " "}).status_code == 422
    assert farida.post(f"{address}/release", data={"reason": "For court"}).status_code == 303
    gulnora = as_("gulnora")
    page = gulnora.get("/en/desk/approvals").text
    (number,) = re.findall(r'action="(/en/desk/approvals/[^"]+)"', page)
    assert "It may contain harmful software" in page
    answer = {"verdict": "agree", "answer": "Yes"}
    assert gulnora.post(number, data=answer).status_code == 303
    assert as_("farida").get(f"{address}/file").status_code == 200
    assert looks(seeded) == [("export", account(seeded, "farida"))]
    assert as_("iroda").get(f"{address}/file").status_code == 404
    assert as_("hamid").get(f"{address}/file").status_code == 404


def test_documents_stand_on_the_page_of_each_kind_of_record(as_, seeded, attach, clock):
    with seeded.write() as session:
        known = desk(session, "AG-EXPIRING", clock())
        waiting = proposals.list_waiting(session)[0]
        person = session.get_one(Claim, cast.CLAIM).citizen
        placed = sample_placements.placed(session, of=person, on=clock()).reference
    pages = {
        RecordKind.PROPOSAL: (waiting.reference, f"/en/desk/proposals/{waiting.reference}"),
        RecordKind.PLACEMENT: (placed, f"/en/desk/placements/{placed}"),
    }
    assert known
    for kind, (reference, page) in pages.items():
        attach(kind, reference, name=f"{kind}.pdf")
        assert f"{kind}.pdf" in unescape(as_("farida").get(page).text), kind
        address = f"/en/desk/documents/{kind}/{reference}"
        assert as_("farida").get(f"{address}/files/1").status_code == 200, kind
        assert as_("barno").get(address).status_code == 403, kind
    assert as_("jamshid").get(f"/en/desk/documents/placement/{placed}").status_code == 403
    assert "placement.pdf" not in as_("jamshid").get(f"/en/desk/placements/{placed}").text


def test_an_application_and_an_order_lead_to_their_documents(as_, seeded, attach, clock):
    with seeded.write() as session:
        filed = licence_applications.file(
            session, RENEWAL, agency="AG-VALID", by=cast.HAMID, on=clock()
        ).reference
        found = select(Order, col(Licence.agency)).join(Licence).limit(1)
        order, agency = session.execute(found).one()
    address = f"/en/desk/documents/application/{filed}"
    assert upload(as_("hamid"), address, sample_files.pdf(), kind="decision").status_code == 303
    attach(RecordKind.ORDER, str(order.id))
    assert address in as_("hamid").get("/en/desk/own").text
    for number, page in ((filed, "AG-VALID"), (order.id, agency)):
        shown = as_("farida").get(f"/en/desk/licences/{page}").text
        assert re.search(rf'/{number}">1 document<', shown), page
    assert as_("hamid").get(f"/en/desk/documents/order/{order.id}").status_code == 404


def test_an_incident_has_its_documents_and_no_licensing_officer_lets_one_leave(as_, seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        number = sample_incidents.recorded(session, person, on=clock()).reference
    address, elyor = f"/en/desk/documents/incident/{number}", as_("elyor")
    form = elyor.get(address).text
    assert re.findall(r'<option value="(\w+)" selected', form) == ["death"]
    kinds = re.findall(r'<option value="(\w+)"', form)
    assert not {"demand", "receipt"} & set(kinds), "no kinds of other records"
    for _ in range(2):
        sent = upload(elyor, address, sample_files.pdf(), "Zqpaper.pdf", kind="death")
        assert sent.status_code == 303
    page = elyor.get(f"/en/desk/incidents/{number}").text
    assert page.count("Zqpaper.pdf</a>") == 1, "the same file is there once"
    assert f"{address}/files/1/pages/1" in page, "the preview"
    assert elyor.get(f"{address}/files/1/pages/1").status_code == 200
    assert "Elyor" in as_("iroda").get(f"{address}/files/1").text
    for name, status in (("davron", 404), ("farida", 403), ("barno", 403), ("hamid", 404)):
        assert as_(name).get(address).status_code == status, name
        assert as_(name).get(f"{address}/files/1/pages/1").status_code == status, name
    elyor = as_("elyor")
    assert elyor.get(f"{address}/files/1/file").status_code == 404
    why = {"reason": "For the insurer"}
    assert elyor.post(f"{address}/files/1/release", data=why).status_code == 303
    assert "Zqpaper" not in as_("gulnora").get("/en/desk/approvals").text
    iroda = as_("iroda")
    page = iroda.get("/en/desk/approvals").text
    assert "Zqpaper.pdf" in page
    (request,) = re.findall(r'action="(/en/desk/approvals/[^"]+)"', page)
    assert iroda.post(request, data={"verdict": "agree", "answer": "Yes"}).status_code == 303
    assert as_("elyor").get(f"{address}/files/1/file").status_code == 200


def test_no_address_of_a_document_breaks(as_, job, attach):
    attach(RecordKind.VACANCY, job)
    farida, base = as_("farida"), "/en/desk/documents"
    wrong = [f"{base}/claim/{job}", f"{base}/order/{job}", f"{base}/order/0", f"{base}/vacancy/%00"]
    wrong += [f"{base}/vacancy/{job}/files/{number}" for number in ("0", "2", "99999999999999999")]
    wrong += [f"{base}/vacancy/{job}/files/1/pages/{number}" for number in ("0", "3", "9999999999")]
    for address in wrong:
        assert farida.get(address).status_code == 404, address
    assert farida.get(f"{base}/vacancy/{job}?replace=x&page=²").status_code == 200
    assert farida.post(f"{base}/vacancy/{job}", data={"ticket": "x"}).status_code in (413, 415, 422)
