"""Somebody applies for a job from its page: how often they press and how much they fill in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import outbox
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service import accounts
from service.accounts import phone_login
from service.infra.database import Database
from service.infra.settings import Settings
from tests.browser.conftest import NOW, records
from tests.browser.desks import Desk
from tests.browser.test_looking_for_work import look
from tests.support import cast, sample_applications
from tests.support.cast import FARIDA

pytestmark = pytest.mark.browser


class Counted:
    """A telephone that counts the presses of a button or a link, and the fields filled in."""

    def __init__(self, page: Page, scripts: bool = False) -> None:
        self.page, self.presses, self.fields, self.scripts = page, 0, 0, scripts

    def press(self, selector: str) -> None:
        if self.scripts:
            look(self.page)
        self.page.click(selector)
        self.presses += 1

    def fill(self, name: str, value: str) -> None:
        self.page.fill(f"[name={name}]", value)
        self.fields += 1


@pytest.fixture
def register(home: Settings) -> Iterator[Database]:
    with records(home) as database:
        with database.write() as session:
            names = [Name("7212", "title", "payvandchi", "uz")]
            lexicon_terms.load(session, names, by=FARIDA, on=NOW)
        yield database


def job(session: Session) -> str:
    return cast.named(session, "published").reference


def states(session: Session, person: str) -> list[tuple[str, bool]]:
    rows = session.execute(select(Application).where(col(Application.citizen) == person)).scalars()
    return [(row.state, row.consent) for row in rows]


def code(register: Database, number: str) -> str:
    """The code in the message to this number."""
    with register.read() as session:
        sent = outbox.latest(session)
    return next(one.code for one in sent if one.number.endswith(number[-7:]))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_person_applies_with_few_presses_and_fields(
    chromium: Browser, site: str, register: Database, scripts: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, bypass_csp=True, java_script_enabled=scripts
    )
    page, phone = context.new_page(), f"9077711{int(scripts):02}"
    with register.read() as session:
        number = job(session)
    page.goto(f"{site}/uz/vacancies/{number}")
    way = Counted(page, scripts)
    way.press(f"a[href$='/me/apply/{number}']")
    assert page.locator(".sheet").count() == 1, "the conditions are said first"
    way.fill("phone", phone)
    way.press("main form button")
    way.fill("code", code(register, phone))
    way.press("main form button")
    way.fill("name", "Namuna Yangiyev")
    way.fill("trade", "пайвандчи")
    way.fill("years", "5")
    way.press("main form button")
    way.press("button[name=consent][value=true]")
    assert page.url.endswith("?new=1"), page.url
    assert (way.presses <= 6, way.fields <= 5) == (True, True), (way.presses, way.fields)
    with register.read() as session:
        person = phone_login.find_by_number(session, f"+998{phone}").citizen
        assert session.get_one(Citizen, person).name == "Namuna Yangiyev"
        assert states(session, person) == [("submitted", True)]
    context.close()


def test_who_stops_halfway_goes_on_from_their_applications(
    phone: Page, site: str, register: Database
) -> None:
    with register.read() as session:
        number = job(session)
    phone.goto(f"{site}/uz/me/apply/{number}")
    phone.fill("[name=phone]", "907771155")
    phone.click("main form button")
    phone.fill("[name=code]", code(register, "907771155"))
    phone.click("main form button")
    phone.wait_for_selector("[name=trade]")
    phone.goto(f"{site}/uz/me/applications")
    phone.click(".job a")
    phone.click(".verdict a.button")
    assert phone.url == f"{site}/uz/me/apply/{number}"


def test_a_known_person_applies_with_two_presses_and_finds_all_in_their_account(
    desk: Desk, site: str, register: Database
) -> None:
    with register.write() as session:
        number = job(session)
        person = accounts.find(session, cast.email("alisher")).citizen
        sample_applications.described(session, session.get_one(Citizen, person), on=NOW)
        before = states(session, person)
    page = desk("alisher", wide=320)
    page.goto(f"{site}/uz/vacancies/{number}")
    way = Counted(page)
    way.press(f"a[href$='/me/apply/{number}']")
    way.press("button[name=consent][value=false]")
    assert page.url.endswith("?new=1"), page.url
    assert (way.presses, way.fields) == (2, 0)
    with register.read() as session:
        assert states(session, person) == [*before, ("submitted", False)]
    page.goto(f"{site}/uz/me")
    look(page)
    page.keyboard.press("Tab")
    page.focus("main summary")
    page.keyboard.press("Enter")
    look(page)
    for link in page.locator("main nav a").all():
        box = link.bounding_box()
        assert box["x"] + box["width"] <= 320, link.inner_text()
    page.goto(f"{site}/uz/wages/follow")
    look(page)
    page.click("main ul.plain a")
    look(page)
    assert "/me/claims/" in page.url
