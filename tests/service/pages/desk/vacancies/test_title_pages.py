"""Unclassified titles: an officer says which trade it is, and people find it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from matching.lexicon.classifier_model import ModelTrainer
from tests.support import cast

PAGE = "/en/desk/titles"


@pytest.fixture
def number(seeded) -> str:
    with seeded.read() as session:
        return cast.named(session, "unclassified").reference


def test_the_trade_that_an_officer_names_is_kept(as_, number, seeded):
    client = as_("farida")
    assert "Any work" in client.get(PAGE).text
    assert client.post(f"{PAGE}/{number}", data={"other": "9112"}).status_code == 303
    assert "Every vacancy has been matched to a trade." in client.get(PAGE).text
    with seeded.read() as session:
        assert cast.named(session, "unclassified").isco08 == "9112"


def test_what_is_no_unit_group_is_refused_and_kept(as_, number):
    client = as_("farida")
    for item in ({"other": "9999"}, {"other": "71"}, {}, {"isco08": "abcd"}, {"other": "９１１２"}):
        page = client.post(f"{PAGE}/{number}", data=item)
        assert (page.status_code, f'href="#isco08-{number}"' in page.text) == (422, True), item
    assert 'value="9999"' in client.post(f"{PAGE}/{number}", data={"other": "9999"}).text


def test_the_first_page_after_a_start_does_not_wait_for_what_titles_mean(as_, number, monkeypatch):
    monkeypatch.setattr(ModelTrainer, "is_ready", lambda _: False)
    monkeypatch.setattr(ModelTrainer, "learn", lambda _: pytest.fail("the page learns itself"))
    page = as_("farida").get(PAGE).text
    assert "Any work" in page
    assert "Suggested unit groups are still being prepared." in page


def test_an_attache_names_trades_of_their_country_alone(as_, number):
    assert "Any work" in as_("elyor").get(PAGE).text
    assert "Any work" not in as_("davron").get(PAGE).text
    assert as_("davron").post(f"{PAGE}/{number}", data={"other": "9112"}).status_code == 404
    assert as_("hamid").post(f"{PAGE}/{number}", data={"other": "9112"}).status_code == 403
    assert as_("farida").post(f"{PAGE}/V-NOBODY", data={"other": "9112"}).status_code == 404


def test_of_two_officers_at_once_one_is_told(as_, number, seeded):
    result = [("farida", "9112"), ("gulnora", "7212")] * 2
    clients = {name: as_(name) for name, _ in result[:2]}
    with ThreadPoolExecutor(len(result)) as pool:
        sent = pool.map(
            lambda one: clients[one[0]].post(f"{PAGE}/{number}", data={"other": one[1]}), result
        )
        answers = [
            (one.status_code, code, one.text) for one, (_, code) in zip(sent, result, strict=True)
        ]
    assert sorted(status for status, _, _ in answers) == [303, 412, 412, 412]
    assert all("This record changed" in text for status, _, text in answers if status == 412)
    with seeded.read() as session:
        assert [cast.named(session, "unclassified").isco08] == [
            code for status, code, _ in answers if status == 303
        ]
