"""A day at the desk in a browser: what it takes beside the desk of an earlier commit.

`./musofir bench day` makes a demonstration and does the work of a day: an adviser logs 60 sessions;
a claims officer takes 25 steps, records 6 payments whose bank slip names the claim, and creates 4
letters. It counts presses of links and buttons, choices in menus and loads of pages; what is typed
is not counted. The counts of the earlier commit are in `bench/day.json`, measured by this script
with `--root` on a checkout of it. Exit code 1 where less than 35 % is saved.
"""

from pathlib import Path

import msgspec
from playwright.sync_api import Locator, Page

HERE = Path(__file__).resolve().parent
SESSIONS, STEPS, PAYMENTS, LETTERS = 60, 25, 6, 4
SAVED = 0.35
# Topic, country and outcome of the calls, in turn.
CALLS = (
    ("contract", "RU", "advised"),
    ("housing", "RU", "advised"),
    ("pay", "KR", "advised"),
    ("contract", "KZ", "advised"),
)


class Work(msgspec.Struct):
    """What one part of the day took."""

    presses: int = 0
    choices: int = 0
    loads: int = 0

    @property
    def sum(self) -> int:
        return self.presses + self.choices + self.loads


class Desk(msgspec.Struct):
    """A browser in which presses, choices and loads are counted."""

    page: Page
    site: str
    work: Work = msgspec.field(default_factory=Work)

    def press(self, what: str | Locator) -> None:
        """Press a link or button; a form that leads to another page is waited for."""
        target = self.page.locator(what).first if isinstance(what, str) else what
        self.work.presses += 1
        target.click()
        self.page.wait_for_load_state()

    def open(self, summary: str) -> None:
        """Unfold a part of the page, unless it is open."""
        part = self.page.locator("details", has_text=summary).last
        if not part.evaluate("one => one.open"):
            self.press(part.locator("summary").first)

    def choose(self, field: str, value: str) -> None:
        """Choose in a menu what is not chosen yet."""
        menu = self.page.locator(field)
        if menu.input_value() != value:
            self.work.choices += 1
            menu.select_option(value)

    def type(self, field: str, value: str) -> None:
        self.page.fill(field, value)

    def has(self, what: str) -> bool:
        return self.page.locator(what).count() > 0

    @property
    def is_refused(self) -> bool:
        return self.has("#wrong, .wrong")
