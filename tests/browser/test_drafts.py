"""What an officer types is kept while they type, and offered again after the page is gone; nothing
of it stays in the browser."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from service import accounts
from service.accounts import login_sessions
from service.infra import drafts
from service.infra.settings import Settings
from tests.browser.conftest import NOW, records
from tests.support import cast

pytestmark = pytest.mark.browser
WORDS = "He says the foreman keeps his passport"


@pytest.fixture
def claim(phone: Page, site: str, home: Settings) -> Callable[[str], Page]:
    """The claim, open before one of the cast."""

    def opened(name: str) -> Page:
        with records(home) as database, database.write() as session:
            account = accounts.find(session, cast.email(name))
            cookie = login_sessions.create(session, account, "", whole=True, on=NOW)
            session.execute(delete(drafts.Draft))
        phone.context.add_cookies([{"name": "sid", "value": cookie, "url": site}])
        phone.goto(f"{site}/en/desk/wages/{cast.CLAIM}")
        return phone

    return opened


@pytest.fixture
def kept(home: Settings) -> Callable[[str], dict[str, str]]:
    """What the service keeps of somebody's note."""

    def mine(name: str) -> dict[str, str]:
        with records(home) as database, database.read() as session:
            account = accounts.find(session, cast.email(name)).reference
            row = session.get(drafts.Draft, (account, "note", cast.CLAIM))
            return drafts._unseal_answers(session, row)[0] if row else {}

    return mine


def typed(page: Page, words: str) -> None:
    page.get_by_text("Add a note", exact=True).click()
    page.locator("#note").press_sequentially(words)


def test_what_is_typed_is_kept_within_ten_seconds_and_offered_when_the_page_is_opened_again(
    claim, kept, site
) -> None:
    page = claim("elyor")
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.url.endswith("/desk/drafts") else None,
    )
    typed(page, WORDS)
    assert asked == [], "not at every letter"
    expect(page.locator("form[data-draft=note] [role=status]")).to_contain_text(
        "not sent yet", timeout=15_000
    )
    assert kept("elyor") == {"note": WORDS}
    assert len(asked) == 1
    page.reload()
    expect(page.locator("#note")).to_have_value(WORDS)
    expect(page.locator("form.kept")).to_contain_text("not sent yet")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.get_by_role("button", name="Delete draft").click()
    expect(page.locator("#note")).to_have_value("")
    assert kept("elyor") == {}


def test_leaving_the_page_keeps_what_was_typed_since(claim, kept, site) -> None:
    page = claim("elyor")
    typed(page, "Half a")
    page.goto(f"{site}/en/desk")
    until = time.monotonic() + 10
    while not kept("elyor") and time.monotonic() < until:
        page.wait_for_timeout(50)
    page.goto(f"{site}/en/desk/wages/{cast.CLAIM}")
    expect(page.locator("#note")).to_have_value("Half a")


def test_a_lost_line_is_said_and_a_form_that_finds_none_is_not_lost(claim, kept, site) -> None:
    page = claim("elyor")
    page.clock.install()
    typed(page, "On a bad line")
    page.route("**/desk/drafts", lambda route: route.abort())
    page.clock.run_for(11_000)
    expect(page.locator("form[data-draft=note] [role=status]")).to_contain_text(
        "The connection has been lost"
    )
    assert kept("elyor") == {}
    page.unroute("**/desk/drafts")
    page.clock.run_for(11_000)
    expect(page.locator("form[data-draft=note] [role=status]")).to_contain_text("Saved at")
    assert kept("elyor") == {"note": "On a bad line"}


def test_a_form_that_arrives_leaves_no_draft_behind(claim, kept, site) -> None:
    page = claim("elyor")
    typed(page, "Sent at last")
    page.context.set_offline(True)
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_role("alert")).to_contain_text("You are offline")
    page.context.set_offline(False)
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator(".timeline")).to_contain_text("Sent at last")
    page.wait_for_timeout(500)
    assert kept("elyor") == {}
    page.reload()
    expect(page.locator("form.kept")).to_have_count(0)


def test_without_scripts_the_form_is_sent_as_ever(
    plain: Page, site: str, home: Settings, kept
) -> None:
    with records(home) as database, database.write() as session:
        cookie = login_sessions.create(
            session, accounts.find(session, cast.email("chinora")), "", whole=True, on=NOW
        )
    plain.context.add_cookies([{"name": "sid", "value": cookie, "url": site}])
    plain.goto(f"{site}/en/desk/wages/{cast.CLAIM}")
    plain.get_by_text("Add a note", exact=True).click()
    plain.fill("#note", "By hand")
    plain.get_by_role("button", name="Add the note").click()
    expect(plain.locator(".timeline")).to_contain_text("By hand")
    assert plain.evaluate("document.documentElement.scrollWidth") <= 320
