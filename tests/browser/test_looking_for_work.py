"""Somebody looks for work on a narrow telephone: profile, jobs that suit, applying, an offer
accepted; every page on the way is readable for everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from matching.applications import transitions
from matching.applications.applications import Application
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service import accounts
from service.accounts import login_sessions
from service.infra.database import Database
from service.infra.settings import Settings
from service.web import context as web_context
from tests.browser.conftest import NOW
from tests.browser.desks import answer
from tests.browser.test_pages import RULES
from tests.support import cast
from tests.support.cast import FARIDA, HAMID
from tests.support.sample_applications import ALL_GATES

pytestmark = pytest.mark.browser


@pytest.fixture
def records(home: Settings) -> Iterator[Database]:
    database = Database(home.url)
    yield database
    database.close()


@pytest.fixture
def telephone(chromium: Browser, site: str, records: Database) -> Iterator[Page]:
    """Rustam's telephone, with no profile yet."""
    with records.write() as session:
        lexicon_terms.load(session, [Name("7212", "title", "payvandchi", "uz")], by=FARIDA, on=NOW)
        account = accounts.find(session, cast.email("rustam"))
        cookie = login_sessions.create(session, account, "Chromium, Android", whole=True, on=NOW)
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    context.add_cookies([{"name": web_context.COOKIE, "value": cookie, "url": site}])
    yield context.new_page()
    context.close()


def look(page: Page) -> None:
    """Nothing on this page stands in the way of anybody."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


def send(page: Page, **values: str) -> None:
    """Answers the last form of the main part and sends it."""
    place = page.locator("main form").last
    for name, value in values.items():
        answer(place, name, value)
    look(page)
    place.locator("button").first.click()


def test_from_the_profile_to_an_accepted_offer(
    telephone: Page, site: str, records: Database
) -> None:
    page = telephone
    page.goto(f"{site}/uz/me/profile")
    look(page)
    page.click(".tasks a >> nth=0")
    send(page, born_on_day="27", born_on_month="3", born_on_year="1998", education="vocational")
    page.click(".tasks a >> nth=1")
    send(page, trade="пайвандчи")
    send(page, years="5", certificate="true")
    page.goto(f"{site}/uz/me/profile/languages")
    send(page, language="ko", level="B1")
    page.goto(f"{site}/uz/me/profile/papers")
    send(page, kind="passport", expires_on="2034-05-01")
    page.goto(f"{site}/uz/me/profile/wishes")
    send(page, hour="evening", looking="true")
    assert page.locator(".tasks .stamp:not(.plainly):not(.soon)").count() == 5, "all of it is done"
    page.click("section .button")
    look(page)
    page.click(".points .button")
    look(page)
    page.click("button[name=consent][value=true]")
    look(page)
    page.goto(f"{site}/uz/me/searches")
    look(page)
    page.goto(f"{site}/uz/me/news")
    look(page)
    offer(records)
    page.goto(f"{site}/uz/me/applications")
    look(page)
    page.click(".job a")
    look(page)
    page.click("form[action$='/accept'] button")
    look(page)
    with records.read() as session:
        assert applied(session).state == "accepted"


def applied(session: Session) -> Application:
    """What Rustam has applied for."""
    person = accounts.find(session, cast.email("rustam")).citizen
    return (
        session.execute(select(Application).where(col(Application.citizen) == person))
        .scalars()
        .one()
    )


def offer(records: Database) -> None:
    day = tashkent_day(NOW)
    with records.write() as session:
        row = applied(session)
        transitions.move(session, row, "find_eligible", by=HAMID, on=NOW, day=day)
        transitions.record_checked_gates(session, row, ALL_GATES, by=HAMID, on=NOW)
        transitions.offer(session, row, by=HAMID, on=NOW, day=day)
