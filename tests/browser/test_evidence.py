"""Sending files from a telephone: made smaller there, in pieces over a line that breaks, and
without scripts as well."""

from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlmodel import col

from service.casework.claims import follow_secret
from service.casework.evidence import Evidence
from service.infra.settings import Settings
from tests.browser.conftest import records
from tests.browser.test_pages import RULES
from tests.support import cast, sample_files

pytestmark = pytest.mark.browser


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A photo of several megabytes."""
    out = BytesIO()
    Image.effect_noise((2_400, 1_800), 60).convert("RGB").save(out, "JPEG", quality=95)
    (tmp_path / "large.jpg").write_bytes(out.getvalue())
    assert len(out.getvalue()) > 1_500_000
    return tmp_path / "large.jpg"


def followed(page: Page, site: str) -> Page:
    page.goto(f"{site}/en/wages/follow")
    page.fill("#reference", cast.CLAIM)
    page.fill("#secret", follow_secret.secret_of(cast.CLAIM))
    with page.expect_navigation():
        page.locator("main form button").first.click()
    return page


def kept(home: Settings) -> list[Evidence]:
    with records(home) as database, database.read() as session:
        asked = (
            select(Evidence).where(col(Evidence.claim) == cast.CLAIM).order_by(col(Evidence.number))
        )
        return list(session.execute(asked).scalars())


def test_a_photo_is_made_smaller_and_goes_on_over_a_line_that_breaks(
    phone: Page, site: str, home: Settings, large: Path
) -> None:
    page, tried = followed(phone, site), []

    def breaking(route: Route) -> None:
        if route.request.method == "PATCH":
            tried.append(len(route.request.post_data_buffer or b""))
            if len(tried) in (2, 3):
                route.abort("connectionreset")
                return
        route.continue_()

    page.route("**/wages/evidence/**", breaking)
    page.set_input_files("#file", large)
    page.select_option("#kind", "contract")
    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_text("What you sent is in the list below")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Contract or offer: large.jpg")).to_be_visible()
    sent = kept(home)[-1]
    assert (sent.state, sent.size <= 300_000, sent.kind) == ("clean", True, "contract")
    assert sum(tried) >= sent.size
    assert max(tried) <= 65_536


def test_without_scripts_it_comes_whole(
    plain: Page, site: str, home: Settings, tmp_path: Path
) -> None:
    page = followed(plain, site)
    (tmp_path / "card.pdf").write_bytes(sample_files.pdf())
    page.set_input_files("#file", tmp_path / "card.pdf")
    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_text("card.pdf")).to_be_visible()
    assert kept(home)[-1].media == "application/pdf"


def test_what_cannot_be_taken_is_said_where_it_was_sent(
    phone: Page, site: str, tmp_path: Path
) -> None:
    page = followed(phone, site)
    (tmp_path / "a.exe").write_bytes(b"MZ")
    page.get_by_role("button", name="Send the files").click()
    expect(page.locator("#file-wrong")).to_have_text("Choose a file first.")
    page.set_input_files("#file", tmp_path / "a.exe")
    page.get_by_role("button", name="Send the files").click()
    expect(page.locator("[data-progress]")).to_contain_text(
        "This type of file cannot be stored. Send", timeout=10_000
    )
    expect(page.get_by_text("Choose a file first.")).to_have_count(0)


def test_nothing_stands_in_the_way_of_anybody(phone: Page, site: str) -> None:
    page = followed(phone, site)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
