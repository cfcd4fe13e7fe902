"""Vacancies abroad: the work, its pay and terms, who offers it, and whether it is shown today."""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

import msgspec
from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, and_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Mistakes, NotFound, Refusal
from catalog.core.fields import (
    Count,
    CountryCode,
    CurrencyCode,
    Isco,
    Line,
    Minor,
    Versioned,
    reference,
    tashkent_day,
)
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers import blacklist
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency
from catalog.reference import countries, country_measures
from catalog.vacancies.vetting_points import affected_points
from i18n import N_


class State(LabelledEnum):
    """The state of a vacancy in vetting; whether it is over or full is computed, never stored."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Waiting for vetting")
    RETURNED = "returned", N_("Returned to the agency")
    VETTING = "vetting", N_("Being vetted")
    POST_CHECK = "post_check", N_("Being checked by the embassy or consulate")
    APPROVED = "approved", N_("Approved")
    PUBLISHED = "published", N_("Published")
    PAUSED = "paused", N_("Paused")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    REFUSED = "refused", N_("Refused")
    BLACKLISTED = "blacklisted", N_("Blacklisted")


class Period(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Payer(LabelledEnum):
    """Who pays for a thing, or that it is not given; nothing at all means not stated."""

    EMPLOYER = "employer", N_("paid by the employer")
    WORKER = "worker", N_("paid by the worker")
    STATE = "state", N_("paid by the State")
    SHARED = "shared", N_("shared between employer and worker")
    NONE = "none", N_("not provided")


class WrongPay(Refusal):
    slug = "wrong-pay"
    sentence = N_("The highest pay is less than the lowest pay.")


class WrongDates(Refusal):
    slug = "wrong-dates"
    sentence = N_("The closing date is before the opening date.")


class WrongAges(Refusal):
    slug = "wrong-ages"
    sentence = N_("Enter ages of 18 or over, with the lower age first.")


class Vacancy(Versioned, SQLModel, table=True):
    """A job abroad.

    Money is in minor units of its currency; `pay_month` is the lowest pay converted to a month
    (52/12 weeks). `edition` counts the changes of vetted terms, `vetted_edition` is the one
    approved, `open_points` are the points to check again since then.
    """

    __tablename__ = "vacancies"
    __table_args__ = (CheckConstraint("seats_taken <= seats", name="seats_hold"),)
    reference: str = Field(
        default_factory=lambda: reference("V", 7), primary_key=True, max_length=24
    )
    external_id: str = Field(max_length=80, unique=True)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    employer: str = Field(foreign_key="employers.reference", index=True, max_length=24)
    state: str = Field(default=State.DRAFT.value, index=True, max_length=12)
    version: int = 1
    title: str = Field(max_length=200)
    language: str = Field(max_length=8)
    description: str = Field(default="", max_length=8_000)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    city: str = Field(default="", max_length=120)
    isco08: str | None = Field(
        default=None, foreign_key="occupations.code", index=True, max_length=4
    )
    classified: bool = False  # the unit group was found from the title, not stated
    seats: int
    seats_taken: int = 0
    wage_min: int = Field(sa_type=BigInteger)
    wage_max: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    period: str = Field(max_length=8)
    hours_per_week: int | None = None
    pay_month: int | None = Field(default=None, sa_type=BigInteger)
    housing: str | None = Field(default=None, max_length=10)
    meals: str | None = Field(default=None, max_length=10)
    travel: str | None = Field(default=None, max_length=10)
    insurance: str | None = Field(default=None, max_length=10)
    worker_fee: int | None = Field(default=None, sa_type=BigInteger)
    language_required: str = Field(
        default="", max_length=80
    )  # "ko:A2,en:B1": with the lowest level
    age_min: int | None = None
    age_max: int | None = None
    experience_years: int | None = None
    licence_required: str = Field(default="", max_length=80)
    contract_months: int | None = None
    opens_on: date
    closes_on: date
    decision: str = Field(default="", max_length=120)
    published_at: datetime | None = None
    edition: int = 1
    vetted_edition: int | None = None
    open_points: str = Field(default="", max_length=400)
    quota: bool = False


class NewVacancy(msgspec.Struct, forbid_unknown_fields=True):
    external_id: Line
    title: Line
    language: str
    country: CountryCode
    seats: Count
    wage_min: Minor
    wage_max: Minor
    currency: CurrencyCode
    period: Period
    opens_on: date
    closes_on: date
    city: str = ""
    isco08: Isco | None = None
    classified: bool = False
    hours_per_week: Count | None = None
    housing: Payer | None = None
    meals: Payer | None = None
    travel: Payer | None = None
    insurance: Payer | None = None
    worker_fee: Minor | None = None
    language_required: str = ""
    age_min: Count | None = None
    age_max: Count | None = None
    experience_years: Count | None = None
    licence_required: str = ""
    contract_months: Count | None = None
    description: str = ""
    quota: bool = False


def pay_month(minor: int, period: str, hours_per_week: int | None) -> int | None:
    """Minor units a month, at 52/12 weeks.

    None if an hourly wage states no weekly hours (design: Money).
    """
    a_year = {"hour": 52 * (hours_per_week or 0), "week": 52, "month": 12, "year": 1}.get(period)
    return minor * a_year // 12 if a_year else None


def require_sense(vacancy: NewVacancy) -> None:
    """Require that the terms fit together.

    Refuses, all at once: WrongPay, WrongDates, WrongAges, countries.WorkInUzbekistan.
    """
    mistakes = Mistakes()
    with mistakes.noted():
        if vacancy.wage_max < vacancy.wage_min:
            raise WrongPay("wage_max")
    with mistakes.noted():
        if vacancy.closes_on < vacancy.opens_on:
            raise WrongDates("closes_on")
    with mistakes.noted():
        _require_ages(vacancy)
    with mistakes.noted():
        countries.require_abroad(vacancy.country, vacancy.city)
    mistakes.require_none()


def _require_ages(vacancy: NewVacancy) -> None:
    youngest = 18 if vacancy.age_min is None else vacancy.age_min
    oldest = 100 if vacancy.age_max is None else vacancy.age_max
    if youngest < 18:
        raise WrongAges("age_min")
    if not youngest <= oldest <= 100:
        raise WrongAges("age_max")


_LET_THROUGH = frozenset(
    {State.APPROVED, State.PUBLISHED, State.PAUSED}
)  # changed terms are vetted again
Submission = tuple[NewVacancy, str, str]  # with its agency and its employer


def submit(
    session: Session, vacancy: NewVacancy, *, agency: str, employer: str, by: Actor, on: datetime
) -> tuple[Vacancy, bool]:
    """Submit a vacancy for vetting or amend a known one; return whether it changed.

    Refuses: what submit_all refuses.
    """
    return submit_all(session, [(vacancy, agency, employer)], by=by, on=on)[0]


def submit_all(
    session: Session, handed: list[Submission], *, by: Actor, on: datetime
) -> list[tuple[Vacancy, bool]]:
    """Submit some hundreds of vacancies, each of them once.

    Refuses: WrongPay, WrongDates, WrongAges, countries.WorkInUzbekistan, blacklist.FirmBarred,
    country_measures.CountryPaused.
    """
    for vacancy, _, _ in handed:
        require_sense(vacancy)
    blacklist.require_clear(
        session, {firm for _, *firms in handed for firm in firms}, tashkent_day(on)
    )
    numbers = [vacancy.external_id for vacancy, _, _ in handed]
    rows = select(Vacancy).where(col(Vacancy.external_id).in_(numbers))
    known = {row.external_id: row for row in session.execute(rows).scalars()}
    _require_open(session, [vacancy for vacancy, _, _ in handed], known, tashkent_day(on))
    done = [_submit(session, one, known.get(one[0].external_id), by=by, on=on) for one in handed]
    session.flush()
    return done


def _require_open(
    session: Session, handed: list[NewVacancy], known: dict[str, Vacancy], day: date
) -> None:
    """Require that no country gets new vacancies during a pause, nor more places in known ones.

    Refuses: country_measures.CountryPaused.
    """
    new = set()
    for vacancy in handed:
        row = known.get(vacancy.external_id)
        if row is None or adds_demand(vacancy, row.country, row.seats):
            new.add(vacancy.country)
    if new:
        country_measures.require_open(session, new, day)


def adds_demand(vacancy: NewVacancy, country: str, seats: int) -> bool:
    """Whether a vacancy known with this country and these places is now for more workers there."""
    return vacancy.country != country or vacancy.seats > seats


def _submit(
    session: Session, handed: Submission, row: Vacancy | None, *, by: Actor, on: datetime
) -> tuple[Vacancy, bool]:
    vacancy, agency, employer = handed
    vacancy = _same_trade(row, vacancy) if row else vacancy
    values: dict[str, Any] = msgspec.to_builtins(vacancy, builtin_types=(date,))
    month = pay_month(vacancy.wage_min, vacancy.period, vacancy.hours_per_week)
    values |= {"agency": agency, "employer": employer, "pay_month": month}
    if row is None:
        row = Vacancy(**values, state=State.SUBMITTED.value)
        session.add(row)
        journal.write(session, "submit", "vacancy", row.reference, by=by, on=on)
        return row, True
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if opened := affected_points(changed):
        row.state, row.edition = (
            State.SUBMITTED.value if row.state in _LET_THROUGH else row.state,
            row.edition + 1,
        )
        row.open_points = " ".join(sorted(opened.union(row.open_points.split())))
    if changed:
        journal.write(session, "amend", "vacancy", row.reference, by=by, on=on, fields=changed)
    return row, bool(changed)


def _same_trade(row: Vacancy, new_vacancy: NewVacancy) -> NewVacancy:
    """Keep the unit group of an unchanged title unless another one is stated.

    A group found from the title alone does not replace one stated by a person or set by an officer.
    If the same group is submitted again, it stays marked as found or as stated.
    """
    silent = new_vacancy.isco08 is None or (
        new_vacancy.classified and row.isco08 is not None and not row.classified
    )
    if new_vacancy.isco08 == row.isco08 or (silent and new_vacancy.title == row.title):
        return msgspec.structs.replace(new_vacancy, isco08=row.isco08, classified=row.classified)
    return new_vacancy


def pause(session: Session, vacancy: str, *, reason: str, by: Actor, on: datetime) -> Vacancy:
    """Pause a published vacancy until an officer has reviewed it. Refuses: NotFound."""
    row = session.get(Vacancy, vacancy)
    if row is None or row.state != State.PUBLISHED:
        raise NotFound
    row.state, row.decision = State.PAUSED.value, reason[:120]
    journal.write(session, "pause", "vacancy", vacancy, by=by, on=on, fields=("state",))
    return row


def open_on(today: date) -> ColumnElement[bool]:
    """A filter for vacancies that are vetted, begun, not over and not full."""
    begun, over = col(Vacancy.opens_on) <= today, col(Vacancy.closes_on) < today
    vetted = col(Vacancy.state) == State.PUBLISHED.value
    return and_(vetted, begun, ~over, col(Vacancy.seats_taken) < col(Vacancy.seats))


@lru_cache(maxsize=8)  # saves a quarter of the time of a page of results
def may_be_shown(today: date) -> ColumnElement[bool]:
    """A filter, with agencies joined, for vacancies that may be shown.

    Open today, of an agency that may recruit in Uzbekistan today, at an employer not on the black
    list.
    """
    employer_fits = blacklist.employer_not_barred(col(Vacancy.employer), today)
    return and_(open_on(today), agencies.may_recruit(today), employer_fits)


def get_shown(session: Session, vacancy: str, today: date) -> Vacancy:
    """The vacancy, if it may be shown today. Refuses: NotFound."""
    here = (
        select(Vacancy).join(Agency).where(col(Vacancy.reference) == vacancy, may_be_shown(today))
    )
    if row := session.execute(here).scalars().first():
        return cast(Vacancy, row)
    raise NotFound
