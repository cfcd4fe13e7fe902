"""A day at the desk in a browser: what it takes beside the desk of an earlier commit.

`./musofir bench day` makes a demonstration and does the work of a day: an adviser logs 60 sessions;
a claims officer takes 25 steps, records 6 payments whose bank slip names the claim, and creates 4
letters. It counts presses of links and buttons, choices in menus and loads of pages; what is typed
is not counted. The counts of the earlier commit are in `bench/day.json`, measured by this script
with `--root` on a checkout of it. Exit code 1 where less than 35 % is saved.
"""

import argparse
import random
import re
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from playwright.sync_api import Page, sync_playwright

from bench.tasks import demonstration
from catalog.core import fields
from service.commands.test import BROWSERS
from tests.browser.conftest import FLAGS

HERE = Path(__file__).resolve().parent
SESSIONS, STEPS, PAYMENTS, LETTERS = 60, 25, 6, 4
SAVED = 0.35
STORED = HERE / "day.json"
NEXT_WEEK = str(fields.tashkent_day(fields.now()) + timedelta(days=7))
# Topic, country and outcome of the calls, the first ones the most frequent.
CALLS = (
    ("unpaid_wages", "RU", "explained"),
    ("legal_stay", "RU", "explained"),
    ("korea_eps", "KR", "explained"),
    ("entry_ban", "RU", "explained"),
    ("agency_check", "KZ", "explained"),
    ("contract", "RU", "explained"),
    ("unpaid_wages", "KZ", "open"),
    ("document_kept", "RU", "forwarded"),
    ("injury", "KR", "open"),
    ("family", "TR", "explained"),
    ("dismissal", "RU", "explained"),
    ("deductions", "KR", "explained"),
)


class Work(msgspec.Struct):
    """What one part of the day took."""

    presses: int = 0
    choices: int = 0
    loads: int = 0

    @property
    def sum(self) -> int:
        return self.presses + self.choices + self.loads


class Earlier(msgspec.Struct):
    """What each part of the day took at an earlier commit."""

    commit: str
    parts: dict[str, Work]


class Desk(msgspec.Struct):
    """A browser in which presses, choices and loads are counted."""

    page: Page
    site: str
    work: Work = msgspec.field(default_factory=Work)

    def press(self, what: str) -> None:
        """Press the first link or button of this selector, and wait for the page that follows."""
        self.work.presses += 1
        self.page.locator(what).first.click()
        self.page.wait_for_load_state()

    def unfold(self, what: str) -> None:
        """Open a folded part of the page."""
        self.work.presses += 1
        self.page.locator(f"details:has({what}) > summary").last.click()

    def choose(self, field: str, value: str) -> None:
        """Choose in a menu, unless it is chosen already."""
        menu = self.page.locator(field).first
        if menu.input_value() != value:
            self.work.choices += 1
            menu.select_option(value)

    def type(self, field: str, value: str) -> None:
        self.page.locator(field).first.fill(value)

    def has(self, what: str) -> bool:
        return self.page.locator(what).count() > 0

    def go(self, path: str) -> None:
        """Open a page without counting it."""
        before = msgspec.structs.replace(self.work)
        self.page.goto(f"{self.site}/en{path}")
        self.work = before

    def sign_in(self, name: str) -> None:
        self.go("/walk")
        before = msgspec.structs.replace(self.work)
        self.press(f"form[action$='/walk/{name}@demo.invalid'] button")
        self.work = before
        self.go("/desk")


REFUSED = ".wrong"
SAVE = "main form[action$='/advice/new'] button:visible"


def log_sessions(desk: Desk) -> None:
    """Log the calls of a day, of which the same kinds come again and again."""
    desk.sign_in("barno")
    weights = [len(CALLS) - place for place in range(len(CALLS))]
    calls = random.Random(7).choices(CALLS, weights, k=SESSIONS)
    desk.press("a[href$='/desk/advice/new']")
    for number, (topic, country, outcome) in enumerate(calls, 1):
        usual = f"[data-topic={topic}][data-country={country}][data-outcome={outcome}]"
        if desk.has(usual):
            desk.press(usual)
        for field, value in (("topic", topic), ("country", country), ("outcome", outcome)):
            desk.choose(f"#{field}", value)
        desk.type("#note", f"Advised by telephone, call {number}")
        if desk.has("button[name=then][value=new]"):
            desk.press("button[name=then][value=new]")
        else:
            desk.press("main form[action$='/advice/new'] button[accesskey=s]")
            _require(desk)
            desk.press("a[href$='/desk/advice/new']")
        _require(desk)


def take_steps(desk: Desk) -> None:
    """Take the first possible step of the claims of the list, one after another."""
    desk.sign_in("chinora")
    desk.press("a[href$='/desk/wages']")
    taken = 0
    for reference in _listed(desk):
        if taken == STEPS:
            return
        before = msgspec.structs.replace(desk.work)
        if not desk.page.url.endswith(reference):
            if "/desk/wages/" in desk.page.url:
                desk.press("a.back")
            desk.press(f"main a[href$='/desk/wages/{reference}']")
        if _step(desk):
            taken += 1
        else:
            desk.work = before
    if taken < STEPS:
        raise SystemExit(f"Only {taken} of {STEPS} steps could be taken.")


def _step(desk: Desk) -> bool:
    """Take the first step that is offered; return whether it was accepted."""
    values = desk.page.locator("#to option").evaluate_all("all => all.map(one => one.value)")
    first = next((one for one in values if one and one != "closed"), None)
    if first is None:
        return False
    desk.choose("#to", first)
    if not desk.has("[data-usual]"):
        desk.type("#next_action", "Call the employer")
        desk.type("#due", NEXT_WEEK)
    more = "button[name=then][value=next]"
    desk.press(more if desk.has(more) else "form[action$='/steps'] button[accesskey=s]")
    return not desk.has(REFUSED)


def record_payments(desk: Desk) -> None:
    """Record payments whose bank slip names the claim and the worker."""
    _with_claims(desk, PAYMENTS, _pay)


def _pay(desk: Desk) -> bool:
    desk.unfold("#amount")
    desk.type("#amount", "1")
    desk.press("form[action$='/payments'] button >> nth=-1")
    return not desk.has(REFUSED)


def write_letters(desk: Desk) -> None:
    """Create letters of demand."""
    _with_claims(desk, LETTERS, _demand)


def _demand(desk: Desk) -> bool:
    if not desk.has("form[action$='/letters/preview']"):
        desk.press("main a[href$='/letters']")
    desk.choose("form[action$='/letters/preview'] [name=kind]", "demand")
    desk.choose("form[action$='/letters/preview'] [name=language]", "ru")
    desk.press("form[action$='/letters/preview'] button >> nth=-1")
    if not desk.has("button[formaction]"):
        return False
    desk.press("button[formaction]")
    return not desk.has(REFUSED)


def _with_claims(desk: Desk, wanted: int, work: Callable[[Desk], bool]) -> None:
    """Find claims, each from the desk, and do one thing in each until enough were accepted."""
    desk.sign_in("chinora")
    desk.go("/desk/wages")
    listed, done = _listed(desk), 0
    for reference in listed:
        if done == wanted:
            return
        desk.go(f"/desk/wages/{reference}")
        name = desk.page.locator("dt:text-is('Worker') + dd a").first.inner_text()
        desk.go("/desk")
        before = msgspec.structs.replace(desk.work)
        _find(desk, reference, name)
        if work(desk):
            done += 1
        else:
            desk.work = before
    if done < wanted:
        raise SystemExit(f"Only {done} of {wanted} were accepted.")


def _find(desk: Desk, reference: str, name: str) -> None:
    """Open a claim from the desk: by the search of every page, or else by the worker's name."""
    if desk.has("form[role=search]"):
        desk.type("form[role=search] [name=q]", reference)
        desk.press("form[role=search] button")
        return
    desk.press("a[href$='/desk/wages']")
    desk.type("#worker", name)
    desk.press("form[action$='/wages/find'] button")
    desk.press(f"main a[href$='/desk/wages/{reference}']")


def _listed(desk: Desk) -> list[str]:
    """Return the references of the claims on this page of the list."""
    links = desk.page.locator("main a[href*='/desk/wages/W-']").evaluate_all(
        "all => all.map(one => one.pathname)"
    )
    found = [one.rpartition("/")[2] for one in links if re.search(r"/W-[0-9A-Z]+$", one)]
    return list(dict.fromkeys(found))


def _require(desk: Desk) -> None:
    if desk.has(REFUSED):
        raise SystemExit(desk.page.locator(REFUSED).first.inner_text())


PARTS: dict[str, Callable[[Desk], None]] = {
    f"{SESSIONS} sessions": log_sessions,
    f"{STEPS} steps": take_steps,
    f"{PAYMENTS} payments": record_payments,
    f"{LETTERS} letters": write_letters,
}


def measure(root: Path) -> dict[str, Work]:
    """Return what each part of the day takes at the desk of a checkout."""
    with (
        TemporaryDirectory() as home,
        demonstration(Path(home), root) as site,
        sync_playwright() as play,
    ):
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        desk = Desk(browser.new_page(), site)
        desk.page.on("load", lambda _page: _count_load(desk))
        taken = {}
        for name, part in PARTS.items():
            desk.work = Work()
            part(desk)
            taken[name] = desk.work
        browser.close()
    return taken


def _count_load(desk: Desk) -> None:
    desk.work.loads += 1


def main() -> int:
    words = argparse.ArgumentParser(prog="./musofir bench day", description=__doc__)
    words.add_argument("--root", type=Path, help="a checkout of the earlier commit, to be stored")
    words.add_argument("--commit", default="", help="its name in git")
    asked = words.parse_args()
    if asked.root:
        taken = measure(asked.root)
        stored = Earlier(asked.commit, taken)
        STORED.write_bytes(msgspec.json.format(msgspec.json.encode(stored), indent=1) + b"\n")
        return 0
    earlier = msgspec.json.decode(STORED.read_bytes(), type=Earlier)
    return print_beside(earlier, measure(HERE.parent))


def print_beside(earlier: Earlier, taken: dict[str, Work]) -> int:
    """Print both days beside each other; return whether too little is saved."""
    print(f"{'':12} {'presses':>16} {'choices':>16} {'loads':>16} {'in all':>16}  saved")
    sums = {name: (earlier.parts[name], now) for name, now in taken.items()}
    for name, (before, now) in sums.items():
        _print_row(name, before, now)
    whole = [
        Work(*map(sum, zip(*(_values(one[at]) for one in sums.values()), strict=True)))
        for at in (0, 1)
    ]
    saved = _print_row("the day", *whole)
    print(f"saved {saved:.0%}, limit {SAVED:.0%}  {'holds' if saved >= SAVED else 'MISSED'}")
    return int(saved < SAVED)


def _values(work: Work) -> tuple[int, int, int]:
    return work.presses, work.choices, work.loads


def _print_row(name: str, before: Work, now: Work) -> float:
    pairs = zip((*_values(before), before.sum), (*_values(now), now.sum), strict=True)
    columns = " ".join(f"{f'{old} -> {new}':>16}" for old, new in pairs)
    saved = 1 - now.sum / before.sum
    print(f"{name:12} {columns}  {saved:.0%}")
    return saved


if __name__ == "__main__":
    sys.exit(main())
