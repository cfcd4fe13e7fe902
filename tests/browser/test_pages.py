"""Every public page on a narrow telephone: readable, reachable, light, and alike in every language."""

import gzip
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.desks import TELEPHONE, Desk

pytestmark = pytest.mark.browser

# The two with the longest words on every run, the others with ./musofir test --all.
LANGUAGES = ("uz-Cyrl", "ru", *(pytest.param(lang, marks=pytest.mark.slow) for lang in ("uz", "en", "kaa")))
PAGES = (
    "", "vacancies", "vacancies?q=welder", "vacancies?q=xqzwv", "vacancies?wage_min=x", "agencies", "agencies?q=oltin+yol",
    "agencies/AG-SUSPENDED", "offers", "offers?agency=Qora+Bulut", "offers?country=KR", "offers/report", "matches",
    "countries", "countries/KR", "danger", "danger?country=KR", "advice", "wages/file/start", "wages/follow", "report/2026", "walk",
    "nothing-here",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_in_the_way_of_anybody(phone: Page, site: str, path: str, lang: str) -> None:
    phone.goto(f"{site}/{lang}/{path}")
    found = Axe().run(phone, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["", "alisher"])
def test_the_masthead_takes_two_lines_and_below_it_two_say_that_it_is_a_demonstration(
    desk: Desk, site: str, name: str, lang: str
) -> None:
    page = desk(name, TELEPHONE)
    page.goto(f"{site}/{lang}/")
    tops = page.evaluate(
        """() => [...document.querySelectorAll('.mast .brand, .mast .me, .langs li')].map(e => {
        const box = e.getBoundingClientRect(); return (box.top + box.bottom) / 2; })"""
    )
    lines = [top for before, top in pairwise([-99, *sorted(tops)]) if top - before > 12]
    assert len(lines) <= 2
    assert page.locator(".demo").evaluate("one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)") < 3
    names = page.locator(".langs a").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert len(names) == 4
    assert min(map(len, names)) > 5


@pytest.mark.parametrize("path", PAGES)
def test_it_is_light_enough_for_a_slow_line(phone: Page, site: str, path: str) -> None:
    sizes: list[int] = []
    phone.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    answer = phone.goto(f"{site}/ru/{path}")
    assert answer is not None
    assert len(gzip.compress(answer.body())) <= 14_000
    assert sum(sizes) <= 60_000
    assert len(sizes) <= 4


def test_no_other_site_is_asked_for_anything(phone: Page, site: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        phone.goto(f"{site}/uz/{path}")
    assert [url for url in asked if not url.startswith(site)] == []


@pytest.mark.parametrize("path", PAGES)
def test_the_first_stop_of_the_keyboard_leads_to_the_main_part(phone: Page, site: str, path: str) -> None:
    phone.goto(f"{site}/en/{path}")
    phone.evaluate("document.activeElement.blur()")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.className") in ("skip", "") or phone.locator("#wrong").count()


@pytest.mark.parametrize("path", PAGES)
def test_what_can_be_touched_is_large_enough(phone: Page, site: str, path: str) -> None:
    phone.goto(f"{site}/ru/{path}")
    small = phone.evaluate(
        """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, .button')]
        .filter(e => e.offsetParent && (e.offsetHeight < 24 || e.offsetWidth < 24)).map(e => e.outerHTML)"""
    )
    assert small == []
