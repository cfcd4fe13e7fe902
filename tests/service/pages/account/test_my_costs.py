"""The money page: who pays what by the vetted terms, and what was paid with what is to be said of
it."""

import pytest

from tests.support import cast

TOLD = {
    "cost": "travel",
    "amount": "1 200,50",
    "currency": "USD",
    "paid_on": "2026-11-20",
    "recipient": "agency",
    "paper": "false",
}


@pytest.fixture
def here(seeded) -> str:
    with seeded.read() as session:
        return f"/en/me/money/{cast.named(session, 'published').reference}"


def test_a_payment_that_was_not_theirs_is_said_to_be_so(as_, here):
    client = as_("rustam")
    page = client.get(here).text
    for text in (
        "A deposit that you are told you will get back",
        "paid by the employer",
        "Not stated: ask before you pay",
    ):
        assert text in page, text
    assert client.post(here, data=TOLD | {"once": "k" * 24}).status_code == 303
    page = client.get(here).text
    for text in (
        "1,200.50",
        "Under the terms of this vacancy, you do not have to pay this. Ask for your money back.",
        "No receipt",
    ):
        assert text in page, text
    assert "1,200.50" not in as_("alisher").get(here).text


def test_money_of_an_intermediary_is_asked_back_from_them_in_any_currency_by_name(as_, here):
    client = as_("rustam")
    assert "Kazakhstani tenge (KZT)" in client.get(here).text
    client.post(here, data=TOLD | {"currency": "KZT", "recipient": "middleman"})
    page = client.get(here).text
    assert "Ask whoever took the money to return it." in page
    assert "Report who took the money" in page


def test_sent_twice_it_is_written_down_once_and_struck_out_it_is_gone(as_, here):
    client = as_("rustam")
    for _ in range(2):
        client.post(here, data=TOLD | {"once": "k" * 24})
    page = client.get(here).text
    assert page.count("No receipt") == 1
    number = page.split('name="number" value="')[1].split('"')[0]
    assert as_("alisher").post(f"{here}/strike", data={"number": number}).status_code == 404
    assert as_("rustam").post(f"{here}/strike", data={"number": number}).status_code == 303
    assert "No receipt" not in as_("rustam").get(here).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "much"),
        ("amount", ""),
        ("amount", "-5"),
        ("paid_on", "2027-01-01"),
        ("cost", "x"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(as_, here, name, value):
    page = as_("rustam").post(here, data=TOLD | {name: value, "once": "k" * 24})
    assert page.status_code == 422
    assert f'id="{name}-wrong"' in page.text
    assert 'value="2026-11-20"' in page.text or name == "paid_on"


def test_a_vacancy_that_nobody_shows_has_no_page_for_strangers_to_it(as_, seeded):
    with seeded.read() as session:
        paused = cast.named(session, "paused").reference
    assert as_("rustam").get(f"/en/me/money/{paused}").status_code == 404
    assert as_("rustam").get("/en/me/money/V-NOBODY").status_code == 404
    assert as_("farida").get("/en/me/money/V-NOBODY").status_code == 404
