"""The documented and agreed sums of a claim, recorded at the desk."""

from tests.service.pages.desk.claims.test_claim_page import balance, send


def test_sums_that_were_not_understood_are_all_said_at_once(as_):
    page = send(as_("elyor"), "amounts", documented_1="much", agreed_1="more")
    assert page.status_code == 422
    assert 'href="#documented_1"' in page.text
    assert 'href="#agreed_1"' in page.text


def test_an_amount_ten_times_the_claim_is_questioned_before_it_is_saved(as_, seeded):
    client = as_("chinora")
    sums = {"documented_1": "99999999", "agreed_1": ""}
    asked = send(client, "amounts", **sums)
    assert asked.status_code == 409
    assert 'name="sums_confirm_implausible"' in asked.text
    assert balance(seeded).documented == 0
    assert send(client, "amounts", **sums, sums_confirm_implausible="1").status_code == 303
    assert balance(seeded).documented == 99_999_999_00
