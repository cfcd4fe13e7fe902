"""The cases that early warnings count: claims, questions, complaints, reports and check-ins.

Each is counted by person, and anonymous ones of a day as one, so that nobody makes a warning in an
hour."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from catalog.core.fields import TASHKENT, tashkent_day
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from i18n.scripts import fold
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from matching.identity import counted_persons
from matching.identity.persons import Citizen
from matching.journey.check_ins import CheckIn
from matching.placements.placements import Placement
from service.accounts import Account
from service.casework.claims.wage_claims import Claim
from service.casework.complaints.complaints import Complaint
from service.casework.employers.early_warnings import Kind, Unit
from service.casework.scope import advice_tables


class CountedCase(msgspec.Struct, frozen=True):
    """One case as it is counted: its subject, whose it is, and its day."""

    unit: Unit
    kind: Kind
    subject: str
    name: str
    country: str | None
    person: str
    day: date


class Agencies(msgspec.Struct, frozen=True):
    """Who recruited: by the worker's placement in a country, else by who recruits for an employer.

    `names` are those of the agencies by their ids, `ids` the other way round, by the key of a report.
    """

    names: dict[str, str]
    ids: dict[str, str]
    by_placement: dict[tuple[str, str], set[str]]
    by_employer: dict[str, set[str]]

    def of_claim(self, citizen: str, country: str, employer: str) -> str | None:
        """Return the only agency that can be meant, if there is one."""
        found = self.by_placement.get((citizen, country)) or self.by_employer.get(employer, set())
        return next(iter(found)) if len(found) == 1 else None


def read(session: Session, first: date, last: date) -> Iterator[CountedCase]:
    """Yield the cases of these days by subject; a case counts once for each subject."""
    agencies = _agencies(session)
    yield from _claims(session, first, last, agencies)
    yield from _questions(session, first, last)
    yield from _complaints(session, first, last, agencies)
    yield from _reports(session, first, last, agencies)
    yield from _check_ins(session, first, last, agencies)


def _claims(session: Session, first: date, last: date, known: Agencies) -> Iterator[CountedCase]:
    asked = select(
        col(Claim.employer),
        col(Claim.country),
        col(Claim.filed_on),
        col(Claim.citizen),
        or_(col(Citizen.recorded_by) != "", col(Account.reference).is_not(None)),
        counted_persons.counted_reference(),
    ).join(Citizen, col(Citizen.reference) == col(Claim.citizen))
    asked = asked.join(Account, col(Account.citizen) == col(Citizen.reference), isouter=True)
    for employer, country, day, citizen, is_known, lead in session.execute(
        asked.where(col(Claim.filed_on).between(first, last))
    ):
        key = _key(employer, country)
        who = lead if is_known else _anonymous(day, key)
        yield CountedCase(Unit.CLAIMS, Kind.EMPLOYER, key, employer, country, who, day)
        yield CountedCase(Unit.CLAIMS, Kind.COUNTRY, country, country, country, who, day)
        if agency := known.of_claim(citizen, country, key):
            yield _of_agency(Unit.CLAIMS, agency, known, who, day)


def _questions(session: Session, first: date, last: date) -> Iterator[CountedCase]:
    """Yield the advice sessions about a country; one without a person is a person's own."""
    row = advice_tables.Session
    asked = (
        select(
            col(row.country), col(row.day), col(row.reference), counted_persons.counted_reference()
        )
        .join(Citizen, col(Citizen.reference) == col(row.citizen), isouter=True)
        .where(
            col(row.day).between(first, last), col(row.country).is_not(None), advice_tables.counts()
        )
    )
    for country, day, reference, lead in session.execute(asked):
        who = lead or reference
        yield CountedCase(Unit.QUESTIONS, Kind.COUNTRY, country, country, country, who, day)


def _complaints(
    session: Session, first: date, last: date, known: Agencies
) -> Iterator[CountedCase]:
    asked = (
        select(col(Complaint.agency), col(Complaint.filed_at), counted_persons.counted_reference())
        .join(Citizen, col(Citizen.reference) == col(Complaint.citizen))
        .where(*_between(Complaint.filed_at, first, last))
    )
    for agency, at, lead in session.execute(asked):
        yield _of_agency(Unit.COMPLAINTS, agency, known, lead, tashkent_day(at))


def _reports(session: Session, first: date, last: date, known: Agencies) -> Iterator[CountedCase]:
    """Yield the reports of recruiters that no officer set aside; nobody who reports is named."""
    asked = select(col(Report.key), col(Report.country), col(Report.reported_at)).where(
        col(Report.set_aside_at).is_(None), *_between(Report.reported_at, first, last)
    )
    for key, country, at in session.execute(asked):
        day = tashkent_day(at)
        who = _anonymous(day, key)
        if country:
            yield CountedCase(Unit.REPORTS, Kind.COUNTRY, country, country, country, who, day)
        if agency := known.ids.get(key):
            yield _of_agency(Unit.REPORTS, agency, known, who, day)


def _check_ins(session: Session, first: date, last: date, known: Agencies) -> Iterator[CountedCase]:
    """Yield the check-ins whose answers need a call."""
    asked = (
        select(
            col(Placement.employer),
            col(Placement.country),
            col(Placement.agency),
            col(CheckIn.answered_at),
            counted_persons.counted_reference(),
        )
        .join(Placement, col(Placement.reference) == col(CheckIn.placement))
        .join(Citizen, col(Citizen.reference) == col(Placement.citizen))
        .where(col(CheckIn.needs_call), *_between(CheckIn.answered_at, first, last))
    )
    for employer, country, agency, at, lead in session.execute(asked):
        key, day = _key(employer, country), tashkent_day(at)
        yield CountedCase(Unit.CHECK_INS, Kind.EMPLOYER, key, employer, country, lead, day)
        yield CountedCase(Unit.CHECK_INS, Kind.COUNTRY, country, country, country, lead, day)
        yield _of_agency(Unit.CHECK_INS, agency, known, lead, day)


def _of_agency(unit: Unit, agency: str, known: Agencies, who: str, day: date) -> CountedCase:
    return CountedCase(unit, Kind.AGENCY, agency, known.names[agency], None, who, day)


def _anonymous(day: date, subject: str) -> str:
    """Return what stands for whoever did not sign in: all of one day about a subject are one."""
    return f"{day} {subject}"


def _between(column: Any, first: date, last: date) -> list[ColumnElement[bool]]:
    """Return the conditions for moments of these days in Tashkent."""
    begin = datetime.combine(first, time(), TASHKENT)
    end = datetime.combine(last, time.max, TASHKENT)
    return [col(column) >= begin, col(column) <= end]


def _key(employer: str, country: str) -> str:
    return f"{fold(employer)[:200]}/{country}"


def _agencies(session: Session) -> Agencies:
    asked = select(col(Agency.external_id), col(Agency.name))
    names = {row.external_id: row.name for row in session.execute(asked)}
    offered = (
        select(col(Employer.key), col(Employer.country), col(Vacancy.agency))
        .join(Vacancy, col(Vacancy.employer) == col(Employer.reference))
        .distinct()
    )
    by_employer: dict[str, set[str]] = {}
    for key, country, agency in session.execute(offered):
        by_employer.setdefault(f"{key}/{country}", set()).add(agency)
    by_placement: dict[tuple[str, str], set[str]] = {}
    placed = select(col(Placement.citizen), col(Placement.country), col(Placement.agency)).join(
        Claim,
        (col(Claim.citizen) == col(Placement.citizen))
        & (col(Claim.country) == col(Placement.country)),
    )
    for citizen, country, agency in session.execute(placed.distinct()):
        by_placement.setdefault((citizen, country), set()).add(agency)
    ids = {scam_reports.key_of(name): number for number, name in names.items()}
    return Agencies(names, ids, by_placement, by_employer)
