"""The forms for relatives, policies and costs: an error stands in the form that was sent."""

import re

from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.casework.incidents import relatives
from service.casework.scope.incident_tables import Incident
from tests.service.pages.desk.incidents.test_incident_page import death, send
from tests.support import cast, sample_documents, sample_files, sample_incidents


def test_money_is_typed_in_whole_units_and_totals_stand_by_payer(as_, seeded, clock):
    number = death(seeded, clock)
    here, client = f"/en/desk/incidents/{number}", as_("elyor")
    cost = {"cost_purpose": "body", "cost_amount": "1 800,50", "cost_currency": "RUB"}
    page = send(client, f"{here}/costs", cost | {"cost_payer": "employer"})
    assert "1,800.50" in page
    policy = {"policy_insurer": "Strakh", "policy_amount": "500"}
    wrong = client.post(f"{here}/policies", data=policy)
    assert wrong.status_code == 422
    assert 'id="policy_amount-wrong"' in wrong.text


def test_a_relative_is_told_by_a_person_and_proved_by_another_officer(as_, seeded, clock):
    number = death(seeded, clock)
    here, client = f"/en/desk/incidents/{number}", as_("elyor")
    kin = {"kin_name": "Zqwidow", "kin_kinship": "spouse", "kin_claims_as_heir": "true"}
    kin |= {"kin_proof": "marriage", "kin_proof_number": "77"}
    page = send(client, f"{here}/relatives", kin)
    relative = re.search(r"[?]open=(X-[A-Z0-9]+)", page)[1]
    told = {
        "notice_relative": relative,
        "notice_notified_on": "2026-11-20",
        "notice_notified_how": "in_person",
    }
    assert "Told on 20 November 2026" in send(client, f"{here}/notice", told)
    unproved = re.sub(r"\s+", " ", client.get(here).text)
    assert re.search(r"right not confirmed yet\. <[^>]*>Another officer must check", unproved)
    assert client.post(f"{here}/relatives/prove", data={"number": relative}).status_code == 422
    page = send(as_("chinora"), f"{here}/relatives/prove", {"number": relative})
    assert "right confirmed on" in page


def test_who_proves_an_heir_finds_the_document_there(as_, seeded, clock, settings):
    number = death(seeded, clock)
    with seeded.write() as session:
        row = session.get_one(Incident, number)
        relatives.add(session, row, sample_incidents.WIDOW, by=cast.ELYOR, on=clock())
    store, kind = Store(seeded, settings.home), RecordKind.INCIDENT
    for name, document in (("Zqheirs.pdf", "inheritance"), ("Zqbill.pdf", "invoice")):
        content = sample_files.pdf(1 if document == "invoice" else 2)
        more = {"document": document, "name": name, "content": content}
        sample_documents.attach(store, kind, number, clock(), by=cast.ELYOR, **more)
    page = as_("chinora").get(f"/en/desk/incidents/{number}").text
    (family,) = re.findall(r'<section id="family">.*?</section>', page, re.DOTALL)
    assert re.findall(r'/files/(\d)">([^<]+)<', family) == [
        ("1", "Certificate of inheritance: Zqheirs.pdf")
    ]
    here, relative = f"/en/desk/incidents/{number}", re.search(r'"number" value="(X-\w+)"', family)
    proved = {"number": relative[1], "proof_document": "9"}
    assert as_("chinora").post(f"{here}/relatives/prove", data=proved).status_code == 422
    page = send(as_("chinora"), f"{here}/relatives/prove", proved | {"proof_document": "2"})
    assert f'/desk/documents/incident/{number}/files/2">document 2<' in page


def test_a_share_that_cannot_be_is_refused_beside_its_field_and_one_that_can_is_shown(
    as_, seeded, clock
):
    here = f"/en/desk/incidents/{death(seeded, clock)}"
    kin = {"kin_name": "Zqwidow", "kin_kinship": "spouse", "kin_claims_as_heir": "true"}
    mistakes = {"kin_name": "", "kin_phone": "12", "kin_share": "4/3"}
    wrong = as_("elyor").post(f"{here}/relatives", data=kin | mistakes)
    assert wrong.status_code == 422
    assert all(f'id="{name}-wrong"' in wrong.text for name in mistakes)
    assert "share 1/3" in send(as_("elyor"), f"{here}/relatives", kin | {"kin_share": "1/3"})
