"""From the draft of a vacancy to the arrival at work, in a real browser, each step by whose it is:
Hamid's agency, the officers Farida and Gulnora, Davron at the post in Seoul, and Rustam on a narrow
telephone, in Uzbek. With MUSOFIR_PICTURES set, what each of them saw is kept in that folder."""

import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from playwright.sync_api import Page

from catalog.core import journal
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting_points import Point
from i18n import Language
from matching.journey.pre_departure import WORKER_ITEMS, Item
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.infra.settings import Settings
from service.web import rendering
from tests.browser.conftest import NOW, furnished, records, served
from tests.browser.desks import TELEPHONE, Desk, fill, show
from tests.conftest import Clock
from tests.support.cast import FARIDA
from tests.support.sample_applications import ALL_GATES

pytestmark = pytest.mark.browser
TITLE, SEATS, VETTED, SIGNED = "Pipe welder, TIG, Geoje", 3, "40", "48"
VACANCY = {
    "external_id": "GJ-12",
    "title": TITLE,
    "language": "en",
    "description": "Pipes in the block hall.",
    "employer": "Dongnam Pipe Works (invented)",
    "register_no": "610-81-00012",
    "country": "KR",
    "city": "Geoje",
    "seats": str(SEATS),
    "wage_min": "2900000",
    "wage_max": "3300000",
    "currency": "KRW",
    "period": "month",
    "hours_per_week": VETTED,
    "housing": "employer",
    "meals": "employer",
    "travel": "employer",
    "insurance": "employer",
    "worker_fee": "0",
    "language_required": "ko:A2",
    "experience_years": "2",
    "age_min": "18",
    "age_max": "39",
    "contract_months": "36",
    "opens_on": "2026-11-25",
    "closes_on": "2027-02-28",
}
LOOK = "[document.querySelector('#wrong, .wrong')?.innerText ?? null, document.documentElement.scrollWidth]"
NAMES = [Name("7212", "title", "payvandchi", "uz"), Name("7212", "title", "pipe welder", "en")]


@pytest.fixture(scope="module")
def clock() -> Clock:
    """Days go by between one step and the next."""
    return Clock()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A service of its own: what happens here is to be counted."""
    settings = furnished(tmp_path_factory.mktemp("road"))
    with records(settings) as database, database.write() as session:
        lexicon_terms.load(session, NAMES, by=FARIDA, on=NOW)
    return settings


@pytest.fixture(scope="module")
def site(home: Settings, clock: Clock) -> Iterator[str]:
    with served(home, clock) as address:
        yield address


class Way(msgspec.Struct):
    """Who sits down where: at a desk in English, or with Rustam's telephone in Uzbek."""

    desk: Desk
    site: str
    clock: Clock

    def sits(self, name: str, path: str) -> Page:
        page = self.desk(name)
        page.goto(f"{self.site}/en/{path}")
        return page

    def rustam(self, path: str) -> Page:
        page = self.desk("rustam", TELEPHONE)
        page.goto(f"{self.site}/uz/me/{path}")
        return page

    def shut(self, name: str, *paths: str) -> bool:
        """Whether all of these are shut to somebody, or not there."""
        page = self.desk(name)
        return all(page.goto(f"{self.site}/en/{path}").status in (403, 404) for path in paths)

    def day(self, days: int = 0) -> str:
        return str(self.clock.today + timedelta(days=days))


def sent(page: Page, form: str, press: str = "", **values: str) -> None:
    """Sends a form of which nothing is refused."""
    fill(page, form, press, **values)
    taken(page)


def taken(page: Page) -> None:
    """Nothing is refused, and nothing stands beside the screen."""
    wrong, wide = page.evaluate(LOOK)
    assert wrong is None, wrong
    assert wide <= page.viewport_size["width"], page.url


def main_text(page: Page) -> str:
    """What the main part says, however its words are held together."""
    return re.sub(r"\s", " ", page.locator("main").inner_text())


def in_uzbek(state: str) -> str:
    return rendering.label(Language.UZ, "application", state)


@pytest.fixture
def way(desk: Desk, site: str, clock: Clock) -> Way:
    return Way(desk, site, clock)


def test_from_a_draft_to_an_arrival_that_is_counted(way: Way, home: Settings) -> None:
    vacancy = handed_in(way)
    vetted(way, vacancy)
    found(way, vacancy)
    described(way)
    number = applied(way, vacancy)
    way.clock.forward(days=1)
    looked_at(way, vacancy, number)
    way.clock.forward(days=5)
    offered(way, number)
    way.clock.forward(days=1)
    drawn_up(way, number)
    signed(way, number)
    way.clock.forward(days=1)
    prepared(way, number)
    way.clock.forward(days=7)
    gone(way, number)
    way.clock.forward(days=1)
    arrived(way, number)
    counted(way, vacancy)
    with records(home) as database, database.read() as session:
        assert session.get_one(Vacancy, vacancy).seats_taken == 1
        assert journal.verify(session) is None


def handed_in(way: Way) -> str:
    """Hamid tells it, looks at the trade that its title means, and hands it in; nobody can read it
    yet."""
    page = way.sits("hamid", "desk/own/vacancies")
    page.get_by_role("link", name="Submit a vacancy").click()
    sent(page, "/vacancies/new", **VACANCY)
    show(page, "road-01-trade")
    sent(page, "/vacancies/new", isco08="7212")
    show(page, "road-02-handed-in")
    assert "The vacancy has been submitted" in page.inner_text("body")
    vacancy = page.url.rpartition("/")[2]
    assert way.shut("", f"vacancies/{vacancy}")
    return vacancy


def vetted(way: Way, vacancy: str) -> None:
    """Farida goes through the points, Davron speaks for the post, Gulnora lets it through; the post
    in Moscow has no part."""
    farida = way.sits("farida", "desk/vetting")
    farida.get_by_role("link", name=TITLE).click()
    sent(farida, "/steps", "take_up")
    points = [one.value for one in Point if one is not Point.POST_OPINION]
    seen = dict.fromkeys((f"evidence_{one}" for one in points), "Seen on paper")
    sent(farida, "/points", **dict.fromkeys((f"verdict_{one}" for one in points), "pass") | seen)
    sent(farida, "/steps", "ask_post")
    show(farida, "road-03-vetting")
    assert way.shut("elyor", f"desk/vetting/{vacancy}")
    davron = way.sits("davron", "desk/vetting")
    davron.get_by_role("link", name=TITLE).click()
    sent(
        davron,
        "/points",
        verdict_post_opinion="pass",
        evidence_post_opinion="Visited on 20 November",
    )
    gulnora = way.sits("gulnora", f"desk/vetting/{vacancy}")
    for act in ("approve", "publish"):
        if act == "approve":
            gulnora.locator("#without").check()
        sent(gulnora, "/decisions", act, reason="Decision 71")
    show(gulnora, "road-04-published")
    assert "Published" in main_text(gulnora)


def found(way: Way, vacancy: str) -> None:
    """By its words, on a stranger's telephone."""
    visitor = way.sits("", "vacancies")
    visitor.fill("#q", "pipe welder geoje")
    visitor.locator(".find button").click()
    show(visitor, "road-05-search")
    visitor.locator(f'.job a[href*="/vacancies/{vacancy}"]').click()
    show(visitor, "road-06-vacancy")
    taken(visitor)
    assert f"{SEATS} of {SEATS}" in main_text(visitor)
    assert "Oltin Yoʻl" in main_text(visitor)


def described(way: Way) -> None:
    """As far as an application needs it."""
    page = way.rustam("profile/yourself")
    born = {"born_on_day": "27", "born_on_month": "3", "born_on_year": "1998"}
    sent(page, "/profile/yourself", **born, education="vocational")
    page.goto(f"{way.site}/uz/me/profile/trades")
    sent(page, "/profile/trades", trade="payvandchi")
    sent(page, "/profile/trades", years="5", certificate="true")
    for part, values in (
        ("languages", {"language": "ko", "level": "B1"}),
        ("papers", {"kind": "passport", "expires_on": "2034-05-01"}),
    ):
        page.goto(f"{way.site}/uz/me/profile/{part}")
        sent(page, f"/profile/{part}", **values)
    page.goto(f"{way.site}/uz/me/profile")
    show(page, "road-07-profile")


def applied(way: Way, vacancy: str) -> str:
    """He agrees that the agency sees his name. Its desk stays shut to him, and the application to
    another post."""
    page = way.desk("rustam", TELEPHONE)
    page.goto(f"{way.site}/uz/vacancies/{vacancy}")
    page.locator('a.button[href*="/me/apply/"]').click()
    show(page, "road-08-apply")
    sent(page, f"/me/apply/{vacancy}", "true")
    show(page, "road-09-applied")
    number = page.url.partition("?")[0].rpartition("/")[2]
    assert in_uzbek("submitted") in main_text(page)
    pages = (
        f"desk/own/candidates/{number}",
        f"desk/applications/{number}",
        f"desk/applications/{number}/road",
    )
    assert way.shut("rustam", *pages)
    assert way.shut("elyor", *pages)
    return number


def looked_at(way: Way, vacancy: str, number: str) -> None:
    """Hamid sees what the candidate can do, then who it is; he sees the papers and asks to an
    interview."""
    page = way.sits("hamid", "desk/own")
    page.get_by_role("link", name="1 candidate is waiting for a first review").click()
    page.get_by_role("link", name=number).click()
    show(page, "road-10-candidate")
    assert not re.search("Rustam|000 00 02|000002", page.content())
    fill(page, "/contact")
    assert "Rustam Invented" in main_text(page)
    assert "+998 90 000 00 02" in main_text(page)
    sent(page, f"{number}/steps", "find_eligible")
    sent(
        page,
        "/papers",
        **{f"gate_{gate.value}": "1" for gate in ALL_GATES if gate.value != "licence"},
    )
    sent(page, f"{number}/steps", "shortlist")
    sent(page, f"{number}/steps", "invite", at=f"{way.day(4)}T10:00")
    show(page, "road-11-invited")
    phone = way.rustam(f"applications/{number}")
    show(phone, "road-12-invited")
    assert in_uzbek("interview") in main_text(phone)
    assert "10:00" in main_text(phone)


def offered(way: Way, number: str) -> None:
    page = way.sits("hamid", f"desk/own/candidates/{number}")
    sent(page, f"{number}/steps", "offer")
    phone = way.rustam("applications")
    phone.locator(".job a").click()
    show(phone, "road-13-offered")
    sent(phone, "/accept")
    assert in_uzbek("accepted") in main_text(phone)


def drawn_up(way: Way, number: str) -> None:
    """Hamid writes the contract down, the week longer than the one that was vetted; Rustam reads
    both and accepts it by name."""
    page = way.sits("hamid", f"desk/own/candidates/{number}")
    page.get_by_role("link", name="Journey abroad").click()
    sent(page, "/road/draft", number="D-7/2026", languages="ko, uz", hours_per_week=SIGNED)
    show(page, "road-14-drawn-up")
    phone = way.rustam(f"applications/{number}")
    phone.locator(f'a.button[href$="{number}/contract"]').click()
    show(phone, "road-15-contract")
    assert f"{VETTED} → {SIGNED}" in main_text(phone)
    assert phone.locator("fieldset#worse input").count() == 1, "nothing else is worse"
    fill(phone, "/contract/accept")
    assert phone.locator("#worse-wrong").is_visible(), "not without saying so"
    sent(phone, "/contract/accept", worse_hours_per_week="1")
    show(phone, "road-16-accepted")
    assert rendering.label(Language.UZ, "contract_mine", "accepted") in main_text(phone)


def signed(way: Way, number: str) -> None:
    page = way.sits("hamid", f"desk/applications/{number}/road")
    sent(page, "/road/sign", signed_on=way.day())
    show(page, "road-17-signed")
    assert "Contract signed" in main_text(page)


def prepared(way: Way, number: str) -> None:
    """The visa, the ticket, and what each of them ticks for himself."""
    page = way.sits("hamid", f"desk/applications/{number}/road")
    sent(page, "/road/apply_visa", visa="work", visa_applied_on=way.day())
    sent(page, "/road/grant_visa", visa_until="2029-12-20")
    sent(page, "/road/plan", leaves_on=way.day(7), leaves_hour="23:10", route="TAS ICN HY511")
    sent(page, "/road/tick", **{one.value: "1" for one in Item if one not in WORKER_ITEMS})
    phone = way.rustam(f"applications/{number}/road")
    show(phone, "road-18-before-leaving")
    assert "HY511" in main_text(phone)
    sent(phone, f"{number}/road", family="1", **{one.value: "1" for one in WORKER_ITEMS})
    page.reload()
    show(page, "road-19-all-done")
    sent(page, "/road/prepare")
    assert "Ready to leave" in main_text(page)


def gone(way: Way, number: str) -> None:
    page = way.sits("hamid", f"desk/applications/{number}/road")
    sent(page, "/road/depart", departed_on=way.day())
    phone = way.rustam(f"applications/{number}")
    show(phone, "road-20-on-the-way")
    assert in_uzbek("departed") in main_text(phone)
    phone.locator('a.button[href$="/road#arrived"]').click()
    assert phone.locator('form[action$="/arrive"]').is_visible(), "he could say so himself"


def arrived(way: Way, number: str) -> None:
    """Davron met him, and the next day saw him at work; to the post in Moscow there is nobody."""
    page = way.sits("davron", "desk/placements?state=departed")
    page.locator("tbody a").click()
    sent(page, "/arrive", arrived_on=way.day())
    show(page, "road-21-arrived")
    placement = page.url.rpartition("/")[2]
    assert way.shut("elyor", f"desk/placements/{placement}")
    page.get_by_role("link", name="Journey abroad").click()
    sent(page, "/road/begin_work")
    phone = way.rustam(f"applications/{number}")
    show(phone, "road-22-at-work")
    for state in ("working", "arrived_confirmed", "departed", "contract_signed", "submitted"):
        assert in_uzbek(state) in main_text(phone), state


def counted(way: Way, vacancy: str) -> None:
    """Once: in the list, in the numbers of the year, and as one place fewer."""
    page = way.sits("iroda", "desk/placements?state=arrived")
    show(page, "road-23-placements")
    assert page.locator("tbody tr").count() == 1
    page.goto(f"{way.site}/en/desk/numbers")
    show(page, "road-24-numbers")
    row = page.locator("tr", has_text="Placements: workers who have arrived abroad").last
    assert row.locator("td").first.inner_text() == "1"
    phone = way.rustam("")
    show(phone, "road-25-my-account")
    assert rendering.label(Language.UZ, "placement", "arrived") in main_text(phone)
    visitor = way.sits("", f"vacancies/{vacancy}")
    assert f"{SEATS - 1} of {SEATS}" in main_text(visitor)
    hamid = way.sits("hamid", "desk/own/contracts")
    show(hamid, "road-26-contracts")
    assert "D-7/2026" in main_text(hamid)
