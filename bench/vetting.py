"""The vetting of a vacancy like an earlier one, in a browser: how many actions and fields it takes.

`./musofir bench vetting` makes a demonstration, submits a vacancy with the terms of one that was
approved, with its documents, and vets it as an officer and approves it as another. An action is a
press of a link or a button, a field is one that was filled in or chosen. Exit code 1 where there
are more than the limits.
"""

import shutil
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlmodel import Session

from bench.tasks import demonstration
from catalog.core import fields
from catalog.core.actor import Actor
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import NewVacancy, Payer, Period, Vacancy
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from seed.demonstration.people import POSTED
from service import accounts
from service.casework import evidence
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.casework.evidence import NewFile, file_uploads, owners
from service.casework.evidence.file_states import DocumentKind
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.commands import home as homes
from service.commands.test import BROWSERS
from service.infra import settings
from tests.browser.conftest import FLAGS

MAX_ACTIONS, MAX_FIELDS = 12, 6
AGENCY = "AG-N01"
EMPLOYER = NewEmployer("Measured Works", "RU", "Moscow", "1027700000000")
SENT = (DocumentKind.DEMAND, DocumentKind.ATTORNEY, DocumentKind.PERMIT, DocumentKind.CONTRACT)


class Count(msgspec.Struct):
    """A browser in which actions and fields are counted."""

    page: Page
    actions: int = 0
    fields: int = 0

    def press(self, what: str) -> None:
        self.actions += 1
        self.page.click(what)

    def fill(self, what: str, value: str) -> None:
        """Fill in a field, or choose from it."""
        self.fields += 1
        field = self.page.locator(what)
        is_list = field.evaluate("one => one.tagName") == "SELECT"
        field.select_option(value) if is_list else field.fill(value)


def main() -> int:
    with TemporaryDirectory() as home, demonstration(Path(home)) as site, sync_playwright() as play:
        number = _prepare(Path(home))
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        count = Count(browser.new_page())
        _vet(count, site, number)
        browser.close()
    fits = count.actions <= MAX_ACTIONS and count.fields <= MAX_FIELDS
    print(
        f"a vacancy like an earlier one: {count.actions} actions (limit {MAX_ACTIONS}), "
        f"{count.fields} fields (limit {MAX_FIELDS})  {'holds' if fits else 'MISSED'}"
    )
    return int(not fits)


def _vet(count: Count, site: str, number: str) -> None:
    """Vet as Farida from her desk, and approve and publish as Madina from hers."""
    page = count.page
    _sign_in(page, site, "farida")
    count.press("main a[href$='/desk/vetting']")
    count.press(f"main a[href$='/desk/vetting/{number}']")
    count.press("button[value=take_up]")
    for point in Point:
        if page.input_value(f"#verdict_{point.value}"):
            continue
        phrase = page.locator(f"#phrases-{point.value} option").first.get_attribute("value")
        count.fill(f"#verdict_{point.value}", Verdict.PASS.value)
        count.fill(f"#evidence_{point.value}", phrase or "")
    count.press("form[action$='/points'] button")
    _sign_in(page, site, "madina")
    count.press("main a[href$='/desk/vetting']")
    count.press(f"main a[href$='/desk/vetting/{number}']")
    count.press("button[value=approve]")
    count.press("button[value=publish]")
    state = page.locator("h1 + .facts .stamp").inner_text()
    if "Published" not in state:
        raise SystemExit(f"The vacancy was not published: {state}")


def _sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/en/walk")
    page.click(f"form[action$='/walk/{name}@demo.invalid'] button")
    page.goto(f"{site}/en/desk")


def _prepare(home: Path) -> str:
    """Vet an earlier vacancy in the demonstration and submit one like it; return the new one."""
    given = msgspec.structs.replace(
        settings.load(), home=home, database_url="", master_key_file=None, demonstration=True
    )
    with homes.open_database(given) as database:
        with database.write() as session:
            now = fields.now()
            earlier = _vet_earlier(session, now)
            number = _submit(session, earlier.employer, "2", now).reference
        store = Store(database, home)
        for place, kind in enumerate(SENT):
            _attach(store, number, kind, place)
    return number


def _actor(session: Session, name: str) -> Actor:
    return accounts.actor_for(accounts.find(session, f"{name}@demo.invalid"))


def _vet_earlier(session: Session, on: datetime) -> Vacancy:
    """Submit, vet, approve and publish a vacancy of a new employer, with the post's opinion."""
    by, second = _actor(session, "farida"), _actor(session, "madina")
    firm = employers.record(session, EMPLOYER, by=by, on=on)
    good, post = NewOpinion(Opinion.GOOD, "Visited; wages are paid."), _actor(session, POSTED["RU"])
    day = fields.tashkent_day(on)
    opinions.record(session, firm.name, firm.country, good, by=post, on=on, day=day)
    row = _submit(session, firm.reference, "1", on)
    vetting.step(session, row.reference, "take_up", by=by, on=on)
    for point in Point:
        finding = CheckInput(point, Verdict.PASS, "Paper of the employer")
        vetting.check(session, row.reference, finding, by=by, on=on)
    for act in ("approve", "publish"):
        vetting.step(session, row.reference, act, by=second, on=on)
    return row


def _submit(session: Session, employer: str, number: str, on: datetime) -> Vacancy:
    """Submit a vacancy of these terms, with other dates by its number."""
    day = fields.tashkent_day(on)
    new = NewVacancy(
        external_id=f"{AGENCY}/bench-{number}",
        title="Welder",
        language="en",
        country="RU",
        city="Moscow",
        isco08="7212",
        seats=12,
        wage_min=90_000_00,
        wage_max=120_000_00,
        currency="RUB",
        period=Period.MONTH,
        hours_per_week=40,
        contract_months=12,
        worker_fee=0,
        opens_on=day,
        closes_on=day + timedelta(days=60 + int(number)),
        **dict.fromkeys(("housing", "meals", "travel", "insurance"), Payer.EMPLOYER),
    )
    by = _actor(session, "farida")
    return vacancies.submit(session, new, agency=AGENCY, employer=employer, by=by, on=on)[0]


def _attach(store: Store, number: str, kind: DocumentKind, place: int) -> None:
    """Upload a picture as a document of a kind."""
    out, on = BytesIO(), fields.now()
    Image.new("RGB", (40 + place, 40), "white").save(out, "PNG")
    with store.database.write() as session:
        by = _actor(session, "farida")
        owner = owners.find_record(session, RecordKind.VACANCY, number)
        new = NewFile(f"{kind}.png", len(out.getvalue()), kind.value)
        row = evidence.register(session, owner, new, by=by, on=on).reference
    file_uploads.finish(store, row, owners.identity(owner), out.getvalue(), by=by, on=on)


if __name__ == "__main__":
    sys.exit(main())
