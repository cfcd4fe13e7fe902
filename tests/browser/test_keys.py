"""An officer's whole round on a claim without a mouse: opened, a note, the next step, the next
claim, in twelve keys."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from service import accounts
from service.accounts import login_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import notes, state_machine
from service.infra.settings import Settings
from tests.browser.conftest import NOW, records
from tests.support import cast

pytestmark = pytest.mark.browser
MOST = 12
NOTE, ACTION = "The accountant called back", "Ask for the statement of wages"
# Every key that goes down is counted by the page itself; words being typed are told apart by who
# types them.
COUNTING = """addEventListener("keydown", (event) => {
  if (!["Alt", "Shift", "Control"].includes(event.key)) sessionStorage.keys = Number(sessionStorage.keys || 0) + 1;
}, true)"""


@pytest.fixture
def waiting(home: Settings) -> list[str]:
    """Two claims that wait longest of all, the first before the second."""
    with records(home) as database, database.write() as session:
        rows = [
            wage_claims.file(
                session, cast.ALISHERS_CLAIM, by=cast.ELYOR, on=NOW, day=cast.TODAY
            ).claim
            for _ in range(2)
        ]
        for row, day in zip(rows, (1, 2), strict=True):
            row.due = date(2026, 1, day)
        return [row.reference for row in rows]


@pytest.fixture
def listed(phone: Page, site: str, home: Settings, waiting: list[str]) -> Page:
    with records(home) as database, database.write() as session:
        cookie = login_sessions.create(
            session, accounts.find(session, cast.email("elyor")), "", whole=True, on=NOW
        )
    phone.context.add_cookies([{"name": "sid", "value": cookie, "url": site}])
    phone.add_init_script(COUNTING)
    phone.goto(f"{site}/en/desk/wages")
    return phone


def pressed(page: Page, *keys: str) -> None:
    for key in keys:
        if key.startswith("Alt+"):
            with_alt(page, key.removeprefix("Alt+"))
        else:
            page.keyboard.press(key)


def with_alt(page: Page, letter: str) -> None:
    """Playwright's own Alt+o leaves out which letter the key would write alone, and by that
    Chromium knows an access key."""
    keyboard = page.context.new_cdp_session(page)
    values = {
        "modifiers": 1,
        "key": letter,
        "code": f"Key{letter.upper()}",
        "windowsVirtualKeyCode": ord(letter.upper()),
    }
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": letter, **values})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **values})
    keyboard.detach()


def typed(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.evaluate(
        "typed => { sessionStorage.keys = Number(sessionStorage.keys) - typed }", len(words)
    )


def there(page: Page, number: str) -> None:
    expect(page.locator("dl.sheet").first).to_contain_text(number)


def test_a_claim_is_opened_noted_moved_and_the_next_one_opened_in_twelve_keys(
    listed: Page, waiting: list[str], home: Settings
) -> None:
    page = listed
    pressed(page, "Alt+o")
    there(page, waiting[0])
    pressed(page, "Alt+a", "Tab")
    typed(page, NOTE)
    pressed(page, "Tab", "Enter")
    expect(page.get_by_text(NOTE)).to_be_visible()
    pressed(page, "Alt+t", "ArrowDown", "Tab", "Tab")
    typed(page, ACTION)
    pressed(page, "Enter")
    expect(page.locator("h1 + .facts")).to_contain_text("Acknowledged")
    pressed(page, "Alt+l")
    expect(page.locator(".list tbody tr").first).to_contain_text(waiting[1])
    pressed(page, "Alt+o")
    there(page, waiting[1])
    assert int(page.evaluate("sessionStorage.keys")) <= MOST
    assert _kept(home, waiting[0]) == ("acknowledged", date(2026, 12, 2), [NOTE], [ACTION])


def _kept(home: Settings, number: str) -> tuple[str, date, list[str], list[str]]:
    with records(home) as database, database.read() as session:
        row = session.execute(select(Claim).where(col(Claim.reference) == number)).scalars().one()
        items = [text for _, text in notes.list_for_claim(session, row)]
        moves = [move.next_action for move in state_machine.history(session, row)]
        return row.state, row.due, items, moves


@pytest.mark.parametrize("address", ["/en/desk/wages", "/en/desk/wages/{}"])
def test_no_key_and_no_field_name_has_two_meanings_on_a_page(
    listed: Page, site: str, waiting: list[str], address: str
) -> None:
    listed.goto(site + address.format(waiting[0]))
    keys = listed.eval_on_selector_all("[accesskey]", "all => all.map(one => one.accessKey)")
    assert keys
    ids = listed.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    for names in (keys, ids):
        assert sorted(names) == sorted(set(names))
