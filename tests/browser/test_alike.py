"""Somebody known already, found while they are being written down: the form is never left, and
nothing is told of others."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from service import accounts
from service.accounts import login_sessions
from service.infra.settings import Settings
from tests.browser.conftest import NOW, records
from tests.support import cast

pytestmark = pytest.mark.browser


@pytest.fixture
def log(phone: Page, site: str, home: Settings) -> Callable[[str], Page]:
    """The form of an advice session, open before one of the cast."""

    def opened(name: str) -> Page:
        with records(home) as database, database.write() as session:
            cookie = login_sessions.create(
                session, accounts.find(session, cast.email(name)), "", whole=True, on=NOW
            )
        phone.context.add_cookies([{"name": "sid", "value": cookie, "url": site}])
        phone.goto(f"{site}/en/desk/advice/new")
        return phone

    return opened


def test_somebody_of_one_s_own_is_offered_while_their_name_is_typed(
    log: Callable[[str], Page],
) -> None:
    page = log("elyor")
    expect(page.locator("[data-know]")).to_be_hidden()
    page.fill("#note", "typed with care")
    page.locator("#name").press_sequentially("Алишер Инв")
    choice = page.get_by_label("Alisher Invented")
    expect(choice).to_be_visible(timeout=5_000)
    choice.check()
    assert page.input_value("#note") == "typed with care"
    assert page.evaluate("document.activeElement.name") == "citizen"


def test_of_somebody_elsewhere_only_the_one_sentence_comes(log: Callable[[str], Page]) -> None:
    page = log("davron")
    page.locator("#phone").press_sequentially("+998 90 000 00 01")
    notice = page.locator("#alike")
    expect(notice).to_have_text(
        "Another mission may know this person. Ask your supervisor.", timeout=5_000
    )
    assert page.locator("input[name=citizen]").count() == 0
    assert page.evaluate("document.activeElement.id") == "phone"
