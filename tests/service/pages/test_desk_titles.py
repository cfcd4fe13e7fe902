"""Unclassified titles: an officer says which trade it is, and people find it."""

import pytest

from tests import cast

PAGE = "/en/desk/titles"


@pytest.fixture
def number(seeded) -> str:
    with seeded.read() as session:
        return cast.named(session, "unclassified").reference


def test_the_trade_that_an_officer_names_is_kept(as_, number, seeded):
    client = as_("farida")
    assert "Any work" in client.get(PAGE).text
    assert client.post(f"{PAGE}/{number}", data={"other": "9112"}).status_code == 303
    assert "Every vacancy has its trade." in client.get(PAGE).text
    with seeded.read() as session:
        assert cast.named(session, "unclassified").isco08 == "9112"


def test_what_is_no_unit_group_is_refused_and_kept(as_, number):
    client = as_("farida")
    for told in ({"other": "9999"}, {"other": "71"}, {}, {"isco08": "abcd"}, {"other": "９１１２"}):
        page = client.post(f"{PAGE}/{number}", data=told)
        assert (page.status_code, f'href="#isco08-{number}"' in page.text) == (422, True), told
    assert 'value="9999"' in client.post(f"{PAGE}/{number}", data={"other": "9999"}).text


def test_an_attache_names_trades_of_their_country_alone(as_, number):
    assert "Any work" in as_("elyor").get(PAGE).text
    assert "Any work" not in as_("davron").get(PAGE).text
    assert as_("davron").post(f"{PAGE}/{number}", data={"other": "9112"}).status_code == 404
    assert as_("hamid").post(f"{PAGE}/{number}", data={"other": "9112"}).status_code == 403
    assert as_("farida").post(f"{PAGE}/V-NOBODY", data={"other": "9112"}).status_code == 404
