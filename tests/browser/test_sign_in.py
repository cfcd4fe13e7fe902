"""Coming in, walked through as people do it: by telephone, by invitation, by keyboard alone, and at
every desk."""

import re

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from service import accounts
from service.accounts import invitations, login_sessions
from tests.browser.conftest import NOW, records
from tests.browser.test_pages import PAGES, RULES
from tests.support import cast

pytestmark = pytest.mark.browser
CIVIL = ("/sign-in", "/sign-in/work", "/sign-in/invited", "/sign-in/lost", "/stop/N-2345/secret")
OWN = ("/me", "/me/sign-ins", "/me/prove")
# Each role at its own pages; the first is where it begins.
DESKS = {
    "alisher": (*OWN, "/me/number", "/me/file", "/me/opened"),
    "barno": (
        "/desk",
        "/desk/advice",
        "/desk/advice/new",
        "/desk/citizens",
        *OWN,
        "/me/password",
        "/me/second",
    ),
    "chinora": ("/desk", "/desk/wages", f"/desk/wages/{cast.CLAIM}", "/desk/citizens"),
    "davron": ("/desk", "/desk/advice", "/desk/wages", "/desk/vetting"),
    "elyor": ("/desk", f"/desk/wages/{cast.CLAIM}"),
    "farida": ("/desk", "/desk/vetting", "/desk/licences", "/desk/licences/AG-SUSPENDED"),
    "hamid": ("/desk",),
    "iroda": ("/desk", "/desk/erasures", "/desk/wages"),
    "jamshid": ("/desk", "/report/2026"),
    "komila": ("/desk", "/desk/journal"),
    "laylo": ("/desk", "/desk/accounts", "/desk/accounts/new"),
    "nodira": ("/desk", "/desk/advice"),
}


def seated(page: Page, site: str, home, name: str) -> None:
    """The browser of one of the cast, signed in."""
    with records(home) as database, database.write() as session:
        account = accounts.find(session, cast.email(name))
        cookie = login_sessions.create(session, account, "Chrome, Linux", whole=True, on=NOW)
    page.context.add_cookies([{"name": "sid", "value": cookie, "url": site}])


def wrongs(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES})
    return [one["id"] for one in found.response["violations"]]


def test_a_citizen_comes_in_by_the_digits_on_their_telephone(plain: Page, site: str) -> None:
    plain.goto(f"{site}/en/sign-in")
    plain.fill("#phone", "90 000 00 01")
    plain.click("main form button")
    plain.click("text=Read the message here")
    digits = re.search(r"\b\d{6}\b", plain.text_content("main li .prose"))[0]
    plain.click("text=Go back and enter the code")
    plain.fill("#code", digits)
    plain.click("main form button")
    assert plain.url.endswith("/en/me")
    assert "001" in plain.text_content("main dl")


def test_a_citizen_comes_in_by_the_keyboard_alone(phone: Page, site: str) -> None:
    phone.goto(f"{site}/en/sign-in")
    phone.focus("#phone")
    phone.keyboard.type("90 000 00 07")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/sign-in/code")
    phone.focus("#code")
    phone.keyboard.type("12")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("#wrong")
    assert phone.evaluate("document.activeElement.id") == "wrong"


def test_whoever_was_invited_sets_up_password_and_telephone_and_works(
    plain: Page, site: str, home
) -> None:
    with records(home) as database, database.write() as session:
        code = invitations.invite(
            session, accounts.find(session, cast.email("farida")), by=cast.LAYLO, on=NOW
        )
    plain.goto(f"{site}/en/sign-in/invited")
    plain.fill("#email", cast.email("farida"))
    plain.fill("#code", code)
    for field in ("#password", "#again"):
        plain.fill(field, "yomgʻir tagida choyxona")
    plain.click("main form button")
    assert plain.locator("img.qr").bounding_box()["width"] > 150
    seed = plain.text_content("code.seed").replace(" ", "")
    plain.fill("#digits", pyotp.TOTP(seed).at(NOW))
    plain.click("main form button")
    kept = plain.text_content(".codes li code")
    plain.click("text=I have saved my codes")
    assert plain.url.endswith("/en/desk")
    _again(plain, site, kept)


def _again(plain: Page, site: str, recovery: str) -> None:
    plain.click("main >> text=Sign out")
    plain.goto(f"{site}/en/desk/vetting")
    plain.fill("#email", cast.email("farida"))
    plain.fill("#password", "yomgʻir tagida choyxona")
    plain.click("main form button")
    plain.fill("#digits", recovery)
    plain.click("main form button")
    assert plain.url.endswith("/en/desk/vetting")


@pytest.mark.parametrize("path", CIVIL)
def test_nobody_is_kept_from_coming_in(phone: Page, site: str, path: str) -> None:
    phone.goto(f"{site}/ru{path}")
    assert wrongs(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", DESKS)
def test_every_role_finds_its_pages_in_order(phone: Page, site: str, home, name: str) -> None:
    seated(phone, site, home, name)
    texts = []
    phone.on("console", lambda message: texts.append(message.text))
    for path in DESKS[name]:
        answer = phone.goto(f"{site}/uz{path}")
        assert (answer.status, wrongs(phone)) == (200, []), path
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert texts == []


def test_no_page_asks_for_what_our_own_policy_forbids(phone: Page, site: str, home) -> None:
    broken: list[str] = []
    phone.on(
        "console",
        lambda message: (
            broken.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    for path in PAGES:
        phone.goto(f"{site}/uz/{path}")
    for name, paths in DESKS.items():
        seated(phone, site, home, name)
        for path in paths:
            phone.goto(f"{site}/en{path}")
    assert broken == []


def test_what_is_ended_in_one_browser_is_over_in_the_other(
    phone: Page, plain: Page, site: str, home
) -> None:
    seated(phone, site, home, "barno")
    seated(plain, site, home, "barno")
    phone.goto(f"{site}/en/me/sign-ins")
    for _ in range(phone.locator("li.job:not(:has(.stamp)) button").count()):
        phone.locator("li.job:not(:has(.stamp)) button").first.click()
    assert plain.goto(f"{site}/en/desk").status == 401
    assert phone.goto(f"{site}/en/desk").status == 200
