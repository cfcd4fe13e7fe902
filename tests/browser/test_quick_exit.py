"""A page of harm is left at once: by the button, by the link at the foot, by Shift three times, and
without scripts."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from service import accounts
from service.accounts import login_sessions
from service.accounts.login_sessions import SignIn
from service.infra.settings import Settings
from tests.browser.conftest import NOW, records
from tests.support import cast

pytestmark = pytest.mark.browser
AWAY = "https://www.google.com/**"


@pytest.fixture
def elsewhere(phone: Page) -> Iterator[list[str]]:
    """What is asked of the neutral site, which is played here."""
    asked: list[str] = []

    def weather(route) -> None:  # type: ignore[no-untyped-def]
        asked.append(route.request.headers.get("referer", ""))
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    phone.context.route(AWAY, weather)
    yield asked
    phone.context.unroute(AWAY)


def by_button(page: Page) -> None:
    page.click(".leave")


def by_link(page: Page) -> None:
    page.locator("footer [data-leave]").click()


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", [by_button, by_link, by_shift])
def test_another_page_takes_its_place_and_back_does_not_return(
    phone: Page, site: str, elsewhere: list[str], way: Callable[[Page], None]
) -> None:
    phone.goto(f"{site}/en/")
    phone.goto(f"{site}/en/danger")
    assert elsewhere == [], "nothing is loaded from there before somebody leaves"
    way(phone)
    expect(phone).to_have_title("Weather")
    assert elsewhere == [""], "and it is not told where they come from"
    phone.go_back()
    assert phone.url == f"{site}/en/"


def test_shift_twice_says_what_it_is_and_another_key_between_forgets_it(
    phone: Page, site: str, elsewhere: list[str]
) -> None:
    phone.goto(f"{site}/en/danger")
    phone.keyboard.press("Shift")
    phone.keyboard.press("Shift")
    expect(phone.locator(".exit [role=status]")).to_have_text(
        "Press Shift once more to leave this page."
    )
    phone.keyboard.press("a")
    phone.keyboard.press("Shift")
    assert phone.url == f"{site}/en/danger"
    assert elsewhere == []


def test_the_page_is_covered_before_the_next_one_has_come(phone: Page, site: str) -> None:
    """The other site answers with nothing: what stays on the screen is what is seen while it is
    waited for."""
    phone.context.route(AWAY, lambda route: route.fulfill(status=204))
    phone.goto(f"{site}/en/danger")
    phone.click(".leave")
    expect(phone.locator("h1")).to_be_hidden()
    assert "danger" not in phone.title().lower()
    phone.context.unroute(AWAY)


@pytest.mark.usefixtures("elsewhere")
def test_the_sign_in_ends_with_it(phone: Page, site: str, home: Settings) -> None:
    with records(home) as database, database.write() as session:
        cookie = login_sessions.create(
            session, accounts.find(session, cast.email("alisher")), "", whole=True, on=NOW
        )
    phone.context.add_cookies([{"name": "sid", "value": cookie, "url": site}])
    phone.goto(f"{site}/en/me/cases")
    by_button(phone)
    expect(phone).to_have_title("Weather")
    until = time.monotonic() + 10
    while _known(home, cookie) and time.monotonic() < until:
        phone.wait_for_timeout(50)
    assert not _known(home, cookie)
    phone.goto(f"{site}/en/me")
    assert "Sign in" in (phone.text_content("main") or "")


def _known(home: Settings, cookie: str) -> bool:
    """Whether the sign-in stands; the next page does not wait for the answer that ends it."""
    with records(home) as database, database.read() as session:
        return session.get(SignIn, accounts.hash_token(cookie)) is not None


def test_the_button_stays_in_sight_and_hides_nothing_that_has_the_focus(
    phone: Page, site: str
) -> None:
    phone.goto(f"{site}/ru/danger?country=KR")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert phone.evaluate("document.querySelector('.leave').getBoundingClientRect().top") < 60
    hidden = phone.evaluate(
        """() => [...document.querySelectorAll('main a, main button:not([hidden]), main select')].filter(one => {
        one.focus(); const box = one.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return top && top.closest('.exit'); }).map(one => one.outerHTML)"""
    )
    assert hidden == []


def test_without_scripts_the_link_leads_away_and_the_cookie_is_gone(plain: Page, site: str) -> None:
    plain.context.add_cookies([{"name": "sid", "value": "somebody", "url": site}])
    plain.goto(f"{site}/en/danger")
    with plain.expect_request(AWAY):
        plain.click(".leave", no_wait_after=True)
    assert [
        one["name"] for one in plain.context.cookies(site) if one["name"] in ("sid", "claim")
    ] == []


def test_without_scripts_the_numbers_are_the_first_thing_on_the_screen_and_the_button_stays(
    plain: Page, site: str
) -> None:
    plain.goto(f"{site}/uz/danger")
    plain.click("main a[href*='country=KR']")
    box = plain.locator("#numbers .tel").first.bounding_box()
    assert box
    assert 0 < box["y"] < 300
    assert (plain.locator(".exit .leave").bounding_box() or {"y": 999})["y"] < 60


def test_a_page_is_kept_by_a_press_alone_opens_without_internet_and_goes_with_leaving(
    phone: Page, site: str, elsewhere: list[str]
) -> None:
    kept = "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
    count = f"{kept}.then(([names, workers]) => [names.length, workers.length])"
    phone.goto(f"{site}/en/danger?country=KR")
    page = phone.locator("[data-keep]")
    expect(page).to_contain_text("leaves a trace")
    assert phone.evaluate(f"{kept}.then(([_, workers]) => workers.length)") == 0
    page.get_by_role("button", name="Keep this page").click()
    expect(page.get_by_role("status")).to_contain_text("saved")
    whole = phone.evaluate(
        "caches.match(location.pathname + location.search).then((page) => page.text())"
    )
    assert 'name="token"' not in whole, "it is kept as a stranger would see it"
    phone.goto(f"{site}/en/")
    phone.context.set_offline(True)
    phone.goto(f"{site}/en/danger/passport?country=KR")
    expect(phone.locator("#numbers .tel").first).to_be_visible()
    phone.context.set_offline(False)
    phone.goto(f"{site}/en/danger?country=KR")
    page.get_by_role("button", name="Delete the saved page").click()
    expect(page.get_by_role("status")).to_contain_text("deleted")
    phone.wait_for_function(f"() => {count}.then((left) => left.join() === '0,0')")
    page.get_by_role("button", name="Keep this page").click()
    expect(page.get_by_role("status")).to_contain_text("saved")
    phone.click(".leave")
    expect(phone).to_have_title("Weather")
    phone.goto(f"{site}/en/")
    phone.wait_for_function(f"() => {count}.then((left) => left.join() === '0,0')")
