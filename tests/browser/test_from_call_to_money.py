"""From the first call to the money in hand, in a real browser, each step by whose it is: a crew of
36 in Russia, an insurance in Korea. With MUSOFIR_PICTURES set, what each of them saw is kept in
that folder."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.desks import Desk, answer, fill, show

pytestmark = pytest.mark.browser
WAY = ("acknowledged", "screened", "calculated", "accepted")
CREW = 36


def step(page: Page, to: str, **more: str) -> None:
    fill(page, "/steps", to=to, next_action="Go on", due="2026-12-01", **more)
    assert page.locator("#wrong").count() == 0, page.locator("#wrong").inner_text()


def called(page: Page, site: str, **values: str) -> str:
    """An adviser logs a call; the code of the session."""
    page.goto(f"{site}/en/desk/advice/new")
    for name, value in ({"outcome": "explained"} | values).items():
        answer(page, name, value)
    page.get_by_role("button", name="Save the session").last.click()
    return re.search(r"A-[0-9A-Z]{8}", page.locator("main").inner_text())[0]


def follows(page: Page, site: str, reference: str, secret: str) -> str:
    """What the worker reads with both."""
    page.goto(f"{site}/en/wages/follow")
    page.fill("#reference", reference)
    page.fill("#secret", secret)
    page.locator("main form button").first.click()
    return page.locator("main").inner_text()


def crew_checked(officer: Page, site: str) -> None:
    """The table of a whole crew, typed in and found right."""
    officer.goto(f"{site}/en/desk/groups/new")
    rows = [
        f"Ishchi {n}; +7 900 000 01 {n:02}; {100_000 + n * 777},{n:02}; RUB; base_pay; 2026-03..2026-05"
        for n in range(CREW)
    ]
    firm = {
        "employer": "Northern Crew (invented)",
        "country": "RU",
        "worked_from": "2026-03-01",
        "worked_to": "2026-05-31",
    }
    for name, value in (firm | {"rows": "\n".join(rows)}).items():
        answer(officer, name, value)
    officer.get_by_role("button", name="Check the rows").last.click()
    show(officer, "crew-1-checked")


def test_a_crew_of_36_in_russia_has_its_money(desk: Desk, site: str) -> None:
    call = called(
        desk("barno"),
        site,
        topic="unpaid_wages",
        country="RU",
        channel="hotline",
        note="36 of one site, three months",
    )
    assert call.startswith("A-")
    officer, attache, worker = desk("chinora"), desk("elyor"), desk("")
    crew_checked(officer, site)
    officer.get_by_role("button", name="Add 36 claims").click()
    slips = officer.locator("tbody tr")
    assert slips.count() == CREW
    reference = slips.first.locator(".ref").inner_text()
    secret = re.sub(r"\s", "", slips.first.locator(".secret").inner_text())
    group = officer.get_by_role("link", name="Go to the group").get_attribute("href")
    assert "Received" in follows(worker, site, reference, secret)
    moved(officer, site, group, (*WAY, "assigned_to_post"))
    moved(attache, site, group, ("employer_contacted",))
    paid(attache, site, group)
    show(attache, "crew-2-paid")
    moved(attache, site, group, ("paid_in_full",))
    moved(attache, site, group, ("closed",), closing_reason="paid_in_full")
    show(attache, "crew-3-closed")
    read = follows(worker, site, reference, secret)
    show(worker, "crew-4-worker")
    assert "Closed" in read
    assert "100% of it has reached you" in read


def moved(page: Page, site: str, group: str, way: tuple[str, ...], **more: str) -> None:
    for to in way:
        page.goto(f"{site}{group}")
        fill(
            page,
            "/steps",
            to=to,
            reason="The whole crew",
            next_action="Go on",
            due="2026-12-01",
            **more,
        )
        assert page.locator(".stamp:not(.no)", has_text="will move").count() == CREW
        page.locator('button[value="take"]').click()


def paid(page: Page, site: str, group: str) -> None:
    """One transfer of the employer, to all of them, into their hands."""
    page.goto(f"{site}{group}")
    whole = sum(100_000_00 + n * 777_00 + n for n in range(CREW))
    fill(
        page,
        "/payments",
        amount=f"{whole // 100}.{whole % 100:02}",
        currency="RUB",
        payer="employer",
        hand="worker",
    )
    assert page.locator('[name^="share_"]').count() == CREW
    page.locator('button[value="keep"]').click()


def insurance_filed(adviser: Page, site: str) -> tuple[str, str]:
    """A call about an insurance and the claim that came of it: its reference and secret."""
    call = called(
        adviser,
        site,
        topic="injury",
        country="KR",
        channel="hotline",
        name="Namuna Ishchi",
        phone="+998901230036",
    )
    adviser.goto(f"{site}/en/desk/advice/{call}/claim")
    values = {
        "employer": "Haneul Parts (invented)",
        "city": "Ansan",
        "from_month": "1",
        "from_year": "2024",
        "to_month": "9",
        "to_year": "2026",
        "amount_1": "1450000",
        "currency_1": "KRW",
        "component_1": "insurance",
        "story": "I came home and the departure insurance was not paid.",
    }
    fill(adviser, "/claim", **values)
    show(adviser, "korea-1-filed")
    filed = adviser.locator(".done").inner_text()
    secret = re.sub(r"\s", "", adviser.locator(".secret").inner_text())
    return re.search(r"W-[0-9A-Z]{8}", filed)[0], secret


def test_an_eps_insurance_in_korea_is_paid_out(desk: Desk, site: str) -> None:
    attache, worker = desk("davron"), desk("")
    reference, secret = insurance_filed(desk("barno"), site)
    page = f"{site}/en/desk/wages/{reference}"
    officer = desk("chinora")
    officer.goto(page)
    for to in (*WAY, "assigned_to_post"):
        step(officer, to)
    attache.goto(page)
    step(attache, "guarantee_fund")
    fill(attache, "/payments", amount="1450000", currency="KRW", payer="insurer", hand="held")
    show(attache, "korea-2-received")
    fill(attache, "/pay-outs", out_amount="1450000", out_currency="KRW")
    step(attache, "paid_in_full")
    step(attache, "closed", closing_reason="paid_by_guarantee")
    show(attache, "korea-3-closed")
    read = follows(worker, site, reference, secret)
    show(worker, "korea-4-worker")
    assert "Closed" in read
    assert "A guarantor, a fund or an insurer has paid." in read
    assert "100% of it has reached you" in read
