"""What people come for, walked through without scripts."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_job_is_found_from_the_first_page(plain: Page, site: str) -> None:
    plain.goto(f"{site}/en/")
    plain.fill("#q", "welder")
    plain.click(".find button")
    plain.click(".job a")
    assert "Welder, MIG and TIG" in plain.text_content("h1")
    assert "Oltin Yoʻl" in plain.text_content("main")


def test_an_offer_is_checked_and_the_verdict_can_be_sent_on(plain: Page, site: str) -> None:
    plain.goto(f"{site}/en/offers")
    plain.fill("#agency", "Qora Bulut")
    plain.click("main form button")
    assert "Do not pay" in plain.text_content(".verdict")
    assert "agency=Qora" in plain.url


def test_the_language_is_changed_and_the_search_stays(plain: Page, site: str) -> None:
    plain.goto(f"{site}/en/vacancies?q=welder")
    plain.click(".langs a[lang=ru]")
    assert plain.input_value("#q") == "welder"
    assert re.search(r"/ru/vacancies\?q=welder", plain.url)


def test_a_mistake_is_told_beside_the_question_and_what_was_typed_stays(
    plain: Page, site: str
) -> None:
    plain.goto(f"{site}/en/offers/report")
    plain.fill("#story", "They asked five hundred dollars")
    plain.click("main form button")
    assert plain.locator("#recruiter-wrong").is_visible()
    assert plain.input_value("#story") == "They asked five hundred dollars"
    assert plain.title().startswith("Error:")
