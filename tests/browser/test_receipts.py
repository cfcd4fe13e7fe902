"""A receipt of what was paid, from a narrow telephone: in pieces with scripts, whole without them,
opened and taken away."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from matching.identity.persons import Citizen
from service import accounts
from service.accounts import login_sessions
from service.infra.settings import Settings
from service.web import context as web_context
from tests.browser.conftest import NOW, records
from tests.browser.test_looking_for_work import look
from tests.support import cast, sample_costs, sample_files

pytestmark = pytest.mark.browser
LONG = "kvitansiya_" * 9 + ".jpg"


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def telephone(
    chromium: Browser, site: str, home: Settings, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Rustam's telephone, on the page of what he paid for a visa."""
    with records(home) as database, database.write() as session:
        account = accounts.find(session, cast.email("rustam"))
        cookie = login_sessions.create(session, account, "Chromium, Android", whole=True, on=NOW)
        cost = sample_costs.visa(session, session.get_one(Citizen, account.citizen).reference, NOW)
    context = narrow(chromium, site, cookie, scripts=request.param)
    page = context.new_page()
    page.goto(f"{site}/en/me/money/{cost.vacancy}")
    page.locator(f'a[href$="/{cost.reference}"]').click()
    yield page
    context.close()


def narrow(chromium: Browser, site: str, cookie: str, *, scripts: bool) -> BrowserContext:
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, bypass_csp=scripts, java_script_enabled=scripts
    )
    context.add_cookies([{"name": web_context.COOKIE, "value": cookie, "url": site}])
    return context


def test_a_receipt_is_sent_seen_and_taken_away(
    telephone: Page, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page, scripts = telephone, "scripts" in request.node.callspec.id
    out = BytesIO()
    Image.effect_noise((1_600, 1_200), 60).convert("RGB").save(out, "JPEG", quality=90)
    (tmp_path / LONG).write_bytes(out.getvalue())
    (tmp_path / "visa.pdf").write_bytes(sample_files.pdf())
    for name in (LONG, "visa.pdf"):
        page.set_input_files("#file", tmp_path / name)
        page.get_by_role("button", name="Send the files").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=30_000)
    expect(page.get_by_role("link", name="Page 2 of 2")).to_be_visible()
    if scripts:
        look(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Open the receipt").click()
    assert kept.value.suggested_filename == LONG
    page.locator('form[action$="/evidence/1/drop"] button').click()
    expect(page.get_by_role("heading", name=LONG)).to_have_count(0)
    expect(page.get_by_role("heading", name="visa.pdf")).to_be_visible()
