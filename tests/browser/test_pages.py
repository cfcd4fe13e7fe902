"""Every public page on a narrow telephone: readable, reachable, light, and alike in every
language."""

import gzip
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from tests.browser.desks import TELEPHONE, Desk
from tests.support.cast import SEOUL

pytestmark = pytest.mark.browser

# Russian in every run; Cyrillic Uzbek, whose words are as long, in `test --repeats`; the others in
# `test --all`.
LANGUAGES = (
    "ru",
    pytest.param("uz-Cyrl", marks=pytest.mark.repeat),
    *(pytest.param(lang, marks=pytest.mark.slow) for lang in ("uz", "en", "kaa")),
)
PAGES = (
    "",
    "vacancies",
    "vacancies?q=welder",
    "vacancies?q=xqzwv",
    "vacancies?wage_min=x",
    "agencies",
    "agencies?q=oltin+yol",
    "agencies/AG-SUSPENDED",
    "offers",
    "offers?agency=Qora+Bulut",
    "offers?country=KR",
    "offers/report",
    "matches",
    "countries",
    "countries/KR",
    "danger",
    "danger?country=KR",
    "advice",
    "wages/file/start",
    "wages/follow",
    "report/2026",
    "privacy",
    "accessibility",
    "walk",
    "nothing-here",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, .button')]
    .filter(e => e.offsetParent && (e.offsetHeight < 24 || e.offsetWidth < 24)).map(e => e.outerHTML)"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_accessible_narrow_light_and_large_enough_to_touch(
    phone: Page, site: str, lang: str
) -> None:
    """Within 320 px, 14 kB of HTML, 60 kB and four files in all, from this site alone."""
    requests: list[Request] = []
    asked: list[str] = []
    phone.on("requestfinished", lambda request: requests.append(request))
    # Also what a policy or a lost line kept from being fetched.
    phone.on("request", lambda request: asked.append(request.url))
    faults = {}
    for path in PAGES:
        requests.clear()
        asked.clear()
        answer = phone.goto(f"{site}/{lang}/{path}")
        assert answer is not None
        sizes = [request.sizes()["responseBodySize"] for request in requests]
        found = {
            "rules of accessibility": [
                (one["id"], one["nodes"][0]["html"])
                for one in Axe().run(phone, options={"runOnly": RULES}).response["violations"]
            ],
            "wider than 320 px": phone.evaluate("document.documentElement.scrollWidth > 320"),
            "too small to touch": phone.evaluate(SMALL),
            "HTML over 14 kB": len(gzip.compress(answer.body())) > 14_000,
            "over 60 kB": sum(sizes) > 60_000,
            "more than four files": len(sizes) > 4,
            "other sites": [url for url in asked if not url.startswith(site)],
        }
        faults |= {(path, rule): fault for rule, fault in found.items() if fault}
    assert faults == {}


def test_the_first_stop_of_the_keyboard_leads_to_the_main_part(phone: Page, site: str) -> None:
    astray = []
    for path in PAGES:
        phone.goto(f"{site}/en/{path}")
        phone.evaluate("document.activeElement.blur()")
        phone.keyboard.press("Tab")
        reached = phone.evaluate("document.activeElement.className") in ("skip", "")
        astray += [path] * (not reached and not phone.locator("#wrong").count())
    assert astray == []


def test_hidden_words_in_a_wide_table_do_not_widen_the_page(phone: Page, site: str) -> None:
    phone.goto(f"{site}/en/help")
    phone.locator("main").evaluate(
        """main => { main.innerHTML = '<div class="scroll"><table><tr><td><p style="width: 900px">'
        + '</p></td><td>A<span class="unseen">B</span></td></tr></table></div>'; }"""
    )
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_open_menu_of_the_desk_is_no_wider_than_a_telephone(desk: Desk, site: str) -> None:
    page = desk("chinora", TELEPHONE)
    for lang in ("uz", "ru"):
        page.goto(f"{site}/{lang}/desk")
        page.click("nav.desk summary")
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE, lang


def test_the_desk_of_an_agency_is_no_wider_than_a_telephone(desk: Desk, site: str) -> None:
    page, wide = desk("hamid", TELEPHONE), []
    for path in ("", "/returns", "/returns/2026-10", "/vacancies", "/candidates", "/contracts"):
        page.goto(f"{site}/ru/desk/own{path}")
        wide += [path] * (page.evaluate("document.documentElement.scrollWidth") > TELEPHONE)
    assert wide == []


GLUED = """() => [...document.querySelectorAll('main h2, main .take')].filter(e => e.offsetParent)
    .filter(e => { const top = e.getBoundingClientRect().top, one = e.getBoundingClientRect();
      return [...document.querySelectorAll('main .facts, main .hint, main .stamp')].some(x => {
        const r = x.getBoundingClientRect(); return !e.contains(x) && r.height && r.right > one.left
          && r.left < one.right && Math.abs(r.bottom - top) < 4; }); }).map(e => e.innerText)"""


def test_no_heading_of_the_desk_touches_the_line_above_it(desk: Desk, site: str) -> None:
    for name, paths in (
        ("davron", ("morning", f"returns/{SEOUL}/2026-10")),
        ("farida", ("licences/AG-VALID", "licences/AG-SUSPENDED")),
    ):
        page = desk(name)
        for path in paths:
            page.goto(f"{site}/ru/desk/{path}")
            assert page.evaluate(GLUED) == [], path


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
    assert (
        page.locator(".demo").evaluate(
            "one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)"
        )
        < 3
    )
    names = page.locator(".langs a").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert len(names) == 4
    assert min(map(len, names)) > 5
