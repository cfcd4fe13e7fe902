"""The documented and agreed sums of a claim, recorded at the desk."""

from tests.service.pages.desk.claims.test_claim_page import send


def test_sums_that_were_not_understood_are_all_said_at_once(as_):
    page = send(as_("elyor"), "amounts", documented_1="much", agreed_1="more")
    assert page.status_code == 422
    assert 'href="#documented_1"' in page.text
    assert 'href="#agreed_1"' in page.text
