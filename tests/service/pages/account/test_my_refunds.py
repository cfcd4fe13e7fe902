"""Asking for money back from the money page: its reference is shown there, and it is asked once."""

import re

import pytest

from service.casework.complaints.complaints import Complaint
from service.casework.evidence import evidence_files
from tests.service.pages.account.test_my_costs import TOLD
from tests.support import cast, sample_files

BRIBE = TOLD | {"cost": "bribe", "recipient": "agency"}
DEPOSIT = TOLD | {"cost": "deposit", "recipient": "employer", "amount": "300"}


@pytest.fixture
def here(seeded) -> str:
    with seeded.read() as session:
        return f"/en/me/money/{cast.named(session, 'published').reference}"


def boxes(page: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r'name="(pay_[^"]+)" value="true" checked', page), "true")


def test_a_complaint_about_the_agency_is_made_once_and_found_beside_its_payments(as_, here):
    client = as_("rustam")
    for number in range(2):
        client.post(here, data=BRIBE | {"once": f"{number}" * 24})
    link = re.search(r'href="([^"]+/refund/agency\?payment=[^"]+)"', client.get(here).text)[1]
    assert len(boxes(client.get(link).text)) == 1
    form = client.get(f"{here}/refund/agency").text
    assert re.search(r'value="fee_asked"\s+checked', form)
    both = boxes(form) | {"topic": "refund_refused"}
    for once in ("a", "a", "b"):
        answer = client.post(f"{here}/refund/agency", data=both | {"once": once * 24})
        assert answer.status_code == (422 if once == "b" else 303)
    assert "has already been filed: K-" in answer.text
    page = client.get(here).text
    found = re.findall(r'href="(/en/me/complaints/[^"]+)"', page)
    assert (len(found), len(set(found)), "Remove payment" in page) == (2, 1, False)
    assert "1,200.50" in client.get(found[0]).text
    assert "They will not return my money" in client.get(found[0]).text
    number = next(iter(both)).removeprefix("pay_")
    answer = client.post(f"{here}/strike", data={"number": number})
    assert (answer.status_code, "has already been filed" in answer.text) == (422, True)
    assert as_("alisher").get(f"{here}/refund/agency").status_code == 404


def test_officers_see_the_receipt_of_a_complaint_and_the_agency_does_not(as_, here, seeded):
    client = as_("rustam")
    client.post(here, data=BRIBE | {"once": "k" * 24})
    receipt = re.search(r'href="(/en/me/receipts/[^"]+)"', client.get(here).text)[1]
    client.post(f"{receipt}/evidence", files={"file": ("slip.jpg", sample_files.photo())})
    both = boxes(client.get(f"{here}/refund/agency").text) | {"words_shown": "true"}
    for _ in range(2):
        client.post(f"{here}/refund/agency", data=both | {"once": "a" * 24})
    number = re.search(r'href="/en/me/complaints/([^"]+)"', client.get(here).text)[1]
    assert "slip.jpg" in client.get(f"/en/me/complaints/{number}").text
    file = f"/en/desk/documents/complaint/{number}/files/1"
    farida = as_("farida")
    page = farida.get(f"/en/desk/complaints/{number}").text
    assert (page.count(f'href="{file}"'), "Add or replace" in page) == (1, False)
    assert farida.get(f"{file}/pages/1").status_code == 200
    assert "Farida" in farida.get(file).text, "who opened it"
    sent = farida.post(f"/en/desk/documents/complaint/{number}", files={"file": ("a.pdf", b"%PDF")})
    assert sent.status_code == 403
    with seeded.write() as session:
        session.get_one(Complaint, number).agency = "AG-VALID"
    assert "slip.jpg" not in as_("hamid").get(f"/en/desk/own/complaints/{number}").text
    assert as_("hamid").get(file).status_code == 404


def test_a_claim_to_the_employer_takes_the_receipt_with_it(as_, here, settings):
    client = as_("rustam")
    client.post(here, data=DEPOSIT | {"once": "k" * 24})
    receipt = re.search(r'href="(/en/me/receipts/[^"]+)"', client.get(here).text)[1]
    client.post(f"{receipt}/evidence", files={"file": ("slip.jpg", sample_files.photo())})
    at = f"{here}/refund/employer"
    page = client.get(at).text
    assert 'name="worked_from" type="date" value="2026-11-20"' in page
    days = {"worked_from": "2026-11-20", "worked_to": "2026-11-19"}
    assert client.post(at, data=boxes(page) | days).status_code == 422
    assert len(list(evidence_files.list_files(settings.home))) == 1, "no copy of a refused claim"
    days["worked_to"] = "2026-11-20"
    assert client.post(at, data=boxes(page) | days).status_code == 303
    claim = re.search(r'href="(/en/me/claims/W-[^"]+)"', client.get(here).text)[1]
    assert "slip.jpg" in client.get(claim).text
    assert client.get(f"{here}/refund/anybody").status_code == 404
