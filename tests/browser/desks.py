"""Sitting before a page as people do: forms are filled in and sent, and what was seen can be kept
as a picture."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page

PICTURES = os.environ.get("MUSOFIR_PICTURES", "")
DESK, TELEPHONE = 1100, 320
Desk = Callable[..., Page]


def show(page: Page, name: str) -> None:
    """Keeps the page as it is seen, in the folder that MUSOFIR_PICTURES names."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def answer(place: Locator | Page, name: str, value: str) -> None:
    """Types, chooses or ticks the answer to one question."""
    field = place.locator(f'[name="{name}"]').first
    kind = field.evaluate("one => one.type || one.tagName")
    if kind in ("radio", "checkbox"):
        place.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind.startswith("select"):
        field.select_option(value)
    else:
        field.fill(value)


def fill(page: Page, form: str, press: str = "", **values: str) -> None:
    """Answers the form that sends there, opening what is folded away, sends it by its last button,
    or the one that stands for this, and waits for the page that answers."""
    place = page.locator(f'form[action$="{form}"]').first
    place.evaluate("one => { const fold = one.closest('details'); if (fold) fold.open = true; }")
    for name, value in values.items():
        answer(place, name, value)
    with page.expect_navigation():
        place.locator(f'button[value="{press}"]' if press else "button:visible").last.click()
