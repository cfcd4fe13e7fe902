"""Names of trades are offered while somebody types, on a narrow telephone and by the keyboard
alone."""

import pytest
from playwright.sync_api import Page, expect

from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.infra.settings import Settings
from tests.browser.conftest import NOW, records
from tests.support.cast import FARIDA

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def names(home: Settings) -> None:
    with records(home) as database, database.write() as session:
        lexicon_terms.load(session, [Name("7212", "title", "payvandchi", "uz")], by=FARIDA, on=NOW)


def test_what_begins_so_is_offered_and_searched(phone: Page, site: str) -> None:
    phone.goto(f"{site}/uz")
    phone.locator("#q").press_sequentially("payv")
    expect(phone.locator("#words option")).to_have_count(1)
    assert phone.locator("#words option").get_attribute("value") == "payvandchi"
    phone.locator("#q").fill("p")
    expect(phone.locator("#words option")).to_have_count(0)


def test_a_lost_line_stops_nobody(phone: Page, site: str) -> None:
    phone.goto(f"{site}/en/vacancies")
    phone.route("**/vacancies/words**", lambda route: route.abort())
    phone.locator("#q").press_sequentially("welder")
    phone.locator("#q").press("Enter")
    expect(phone.get_by_text("Welder, MIG and TIG")).to_be_visible()
