"""Early warnings in a generated year with ten planted frauds, and in the same year without them.

Employers and agencies have their own rates of claims, complaints and reports. A fraud is five more
persons with a claim, a complaint or a report about one subject within a fortnight. The night runs
on each day; a warning is decided on at once. Exit code 1 where fewer than nine frauds are found
within 14 days of their first case, or more than one false warning is raised a month.
"""

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from sqlmodel import Session

from catalog.core import fields
from catalog.core.actor import Actor, Role
from catalog.licensing import agencies
from catalog.licensing.agencies import ImportedStatus, NewAgency
from i18n.scripts import fold
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from matching.identity import persons
from matching.identity.persons import NewCitizen
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewClaim, NewLine
from service.casework.complaints import complaints
from service.casework.complaints.complaints import NewComplaint, Topic
from service.casework.employers import anomaly_detection, early_warnings
from service.casework.employers.early_warnings import AlertAction, Decision
from service.commands import home, migrate
from service.infra.database import Database
from service.infra.settings import Settings

FIRST = date(2025, 1, 1)
YEAR = timedelta(days=365)
COUNTRIES = ("RU", "KR", "KZ", "TR", "PL", "DE", "AE", "LV")
EMPLOYERS, AGENCIES = 200, 40
# Cases a year without frauds.
CLAIMS, COMPLAINTS, REPORTS = 700, 150, 120
FRAUDS, PERSONS, SPREAD = 10, 5, 14
WITHIN, FOUND, FALSE = 14, 9, 1.0
OFFICER = Actor("U-BENCH", Role.LICENSING_OFFICER, "Bench")


class Planted(msgspec.Struct, frozen=True):
    """A fraud: what it is about, and the day of its first case."""

    unit: str
    subject: str
    first: date


class Year:
    """Two years of cases in a database: history, and the year that is judged."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session = session
        self.random = random.Random(seed)
        self.number = 0
        self.names = [f"Invented Agency {number}" for number in range(AGENCIES)]
        for number, name in enumerate(self.names):
            agencies.register(session, _agency(number, name), by=OFFICER, on=_noon(FIRST))
        # A few employers and agencies have most of the cases, as in life.
        self.shares = [1 / (place + 1) for place in range(max(EMPLOYERS, AGENCIES))]

    def base(self) -> None:
        """Record the cases of two years without frauds."""
        parts: tuple[tuple[int, int, Callable[[int, date], None]], ...] = (
            (CLAIMS, EMPLOYERS, self.claim),
            (COMPLAINTS, AGENCIES, self.complaint),
            (REPORTS, AGENCIES, self.report),
        )
        for a_year, subjects, record in parts:
            for subject in self.random.choices(
                range(subjects), self.shares[:subjects], k=2 * a_year
            ):
                record(subject, FIRST + timedelta(days=self.random.randrange(2 * YEAR.days)))

    def plant(self) -> list[Planted]:
        """Record ten frauds in the second year, about subjects with few cases."""
        found = []
        kinds = (
            ("claims", EMPLOYERS, self.claim),
            ("complaints", AGENCIES, self.complaint),
            ("reports", AGENCIES, self.report),
        )
        for place in range(FRAUDS):
            unit, subjects, record = kinds[place % len(kinds)]
            subject = self.random.randrange(subjects // 2, subjects)
            first = FIRST + YEAR + timedelta(days=self.random.randrange(20, YEAR.days - SPREAD))
            days = [0, *(self.random.randrange(1, SPREAD) for _ in range(PERSONS - 1))]
            for day in days:
                record(subject, first + timedelta(days=day))
            name = fold(f"Employer {subject}") if unit == "claims" else f"AG-{subject}"
            found.append(Planted(unit, name, first))
        return found

    def claim(self, subject: int, day: date) -> None:
        country = COUNTRIES[subject % len(COUNTRIES)]
        filed = NewClaim(
            employer=f"Employer {subject}",
            country=country,
            worked_from=FIRST - YEAR,
            worked_to=FIRST - YEAR,
            lines=[NewLine(Component.BASE_PAY, 100_00, "USD")],
            contact=self._contact(),
        )
        wage_claims.file(self.session, filed, by=OFFICER, on=_noon(day), day=day)

    def complaint(self, subject: int, day: date) -> None:
        person = persons.record(self.session, self._contact(), by=OFFICER, on=_noon(day))
        filed = NewComplaint(f"AG-{subject}", next(iter(Topic)), "Invented")
        complaints.file_complaint(self.session, filed, person, by=OFFICER, on=_noon(day))

    def report(self, subject: int, day: date) -> None:
        at = _noon(day) + timedelta(hours=self.random.randrange(8))
        new_report = NewReport(self.names[subject], COUNTRIES[subject % len(COUNTRIES)])
        scam_reports.report(self.session, new_report, by=OFFICER, on=at)

    def _contact(self) -> NewCitizen:
        self.number += 1
        return NewCitizen(f"Invented Person {self.number}", f"+99890{self.number:07}")


def _agency(number: int, name: str) -> NewAgency:
    return NewAgency(
        external_id=f"AG-{number}",
        name=name,
        licence_no=f"BENCH-{number}",
        status=ImportedStatus.VALID,
        country="UZ",
        source="invented",
        valid_from=FIRST - YEAR,
        valid_to=FIRST + 3 * YEAR,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(9), fields.TASHKENT)


def nights(session: Session) -> list[Planted]:
    """Run the night of each day of the second year; return what was warned of, and when."""
    raised = []
    for place in range(YEAR.days):
        day = FIRST + YEAR + timedelta(days=place)
        for row in anomaly_detection.detect(session, by=OFFICER, on=_noon(day), day=day):
            raised.append(Planted(row.unit, row.subject.partition("/")[0], day))
            decision = Decision(AlertAction.DISMISS, "Measured")
            early_warnings.decide(session, row, decision, by=OFFICER, on=_noon(day), day=day)
    return raised


def is_found(fraud: Planted, raised: list[Planted]) -> bool:
    last = fraud.first + timedelta(days=WITHIN)
    return any(
        (one.unit, one.subject) == (fraud.unit, fraud.subject) and fraud.first <= one.first <= last
        for one in raised
    )


def is_of_fraud(one: Planted, frauds: list[Planted]) -> bool:
    """Return whether a warning is about a fraud, or about what it is a part of."""
    return any(
        fraud.first <= one.first <= fraud.first + timedelta(days=60)
        and (one.subject == fraud.subject or one.subject in COUNTRIES)
        for fraud in frauds
    )


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 777
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        with home.open_database(settings, new=True) as database:
            migrate.bring_up_to_date(database, settings.heads_file)
            quiet, frauds, raised = measure(database, seed)
    found = sum(is_found(one, raised) for one in frauds)
    false = [one for one in raised if not is_of_fraud(one, frauds)]
    a_month = max(len(quiet), len(false)) / 12
    fits = found >= FOUND and a_month <= FALSE
    print(f"found within {WITHIN} days: {found} of {len(frauds)} (limit {FOUND})")
    print(f"false warnings in a year without frauds: {len(quiet)}, with them: {len(false)}")
    print(f"{a_month:.2f} a month (limit {FALSE})  {'holds' if fits else 'MISSED'}")
    return int(not fits)


def measure(database: Database, seed: int) -> tuple[list[Planted], list[Planted], list[Planted]]:
    """Return the warnings of the year without frauds, the frauds, and the warnings with them."""
    with database.write() as session:
        year = Year(session, seed)
        year.base()
        with session.begin_nested() as tried:
            quiet = nights(session)
            tried.rollback()
        frauds = year.plant()
        return quiet, frauds, nights(session)


if __name__ == "__main__":
    sys.exit(main())
