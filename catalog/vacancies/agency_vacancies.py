"""The vacancies of an agency, as the agency submits, changes and withdraws them itself."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, false, func, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import Mistakes, Refusal, require_found
from catalog.core.fields import FIRST_DAY, YEAR, Line, require_within
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.licensing import recruiting_rights
from catalog.licensing.agencies import Agency
from catalog.reference import countries, occupations
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import NewVacancy, State, Vacancy
from catalog.vacancies.vetting import WrongStep
from i18n import N_

# A vacancy cannot be changed while an officer vets it.
CHANGEABLE_STATES = frozenset(
    {State.SUBMITTED, State.RETURNED, State.APPROVED, State.PUBLISHED, State.PAUSED}
)


# Of full age, and as old as anybody works.
Age = Annotated[int, Meta(ge=18, le=100)]


class NumberUsed(Refusal):
    slug = "number-used"
    sentence = N_(
        "You already have a vacancy with this number. Change that vacancy or use another number."
    )


class FewerThanTaken(Refusal):
    slug = "fewer-than-taken"
    sentence = N_("Places already taken: %(taken)s. You cannot offer fewer than that.")


class VacancyInput(NewVacancy, kw_only=True):
    """A vacancy as an agency submits it, with the employer abroad.

    Quotas are the State’s, so an agency cannot state one. Numbers have the limits of what can be
    true of work: a vacancy has at least one place, and a week has 168 hours.
    """

    employer: Line
    seats: Annotated[int, Meta(ge=1, le=10_000)]
    hours_per_week: Annotated[int, Meta(ge=1, le=168)] | None = None
    experience_years: Annotated[int, Meta(ge=0, le=60)] | None = None
    contract_months: Annotated[int, Meta(ge=1, le=120)] | None = None
    age_min: Age | None = None
    age_max: Age | None = None
    register_no: Annotated[str, Meta(max_length=40)] = ""
    description: Annotated[str, Meta(max_length=8_000)] = ""

    @property
    def firm(self) -> NewEmployer:
        return NewEmployer(self.employer, self.country, self.city, self.register_no)

    def of(self, agency: str) -> NewVacancy:
        values = {name: getattr(self, name) for name in NewVacancy.__struct_fields__}
        return NewVacancy(
            **values | {"external_id": full_number(agency, self.external_id), "quota": False}
        )


def full_number(agency: str, own: str) -> str:
    """The agency's own number with its prefix, so that it cannot match another agency’s vacancy."""
    return own if own.startswith(f"{agency}/") else f"{agency}/{own}"[:80]


def own_number(row: Vacancy) -> str:
    """The number as its agency writes it."""
    return row.external_id.removeprefix(f"{row.agency}/")


def within(by: Actor) -> ColumnElement[bool]:
    """A filter for the vacancies of this person's own agency."""
    return (
        col(Vacancy.agency) == by.agency if by.role is Role.AGENCY_USER and by.agency else false()
    )


def get(session: Session, reference: str, *, by: Actor) -> Vacancy:
    """A vacancy of the caller's own agency. Refuses: NotFound."""
    asked = select(Vacancy).where(col(Vacancy.reference) == reference, within(by))
    row: Vacancy = require_found(session.execute(asked).scalar())
    return row


def count_by_state(session: Session, *, by: Actor) -> dict[str, int]:
    """How many vacancies of the agency are in each state."""
    asked = select(col(Vacancy.state), func.count()).where(within(by)).group_by(col(Vacancy.state))
    return {str(state): int(many) for state, many in session.execute(asked)}


def shown(session: Session, numbers: Iterable[str], day: date) -> set[str]:
    """Which of these vacancies anybody may see on this day."""
    rows = select(col(Vacancy.reference)).join(Agency).where(vacancies.may_be_shown(day))
    return set(session.execute(rows.where(col(Vacancy.reference).in_(list(numbers)))).scalars())


def agencies_in(session: Session, country: str, day: date) -> list[str]:
    """The agencies with a vacancy in a country that has neither ended nor closed by this day."""
    ended = col(Vacancy.state).in_([one.value for one in vetting.ENDED_STATES])
    asked = select(col(Vacancy.agency)).where(
        col(Vacancy.country) == country, ~ended, col(Vacancy.closes_on) >= day
    )
    return list(session.execute(asked.distinct().order_by(col(Vacancy.agency))).scalars())


def submit(
    session: Session, vacancy_input: VacancyInput, *, by: Actor, on: datetime, day: date
) -> Vacancy:
    """Submit a new vacancy for vetting.

    Refuses: NotAllowed, recruiting_rights.MayNotRecruitNow, NumberUsed, vacancies.WrongPay,
    vacancies.WrongDates, vacancies.WrongAges, countries.WorkInUzbekistan, countries.NotACountry,
    country_measures.CountryPaused, occupations.UnknownOccupation, fields.TooLongAgo,
    fields.TooFarAhead.
    """
    recruiting_rights.require_allowed(session, by, day)
    vacancy = validate(session, vacancy_input, by=by, day=day)
    # Concurrent submissions wait for each other here, so that the second sees the number of the
    # first.
    session.execute(select(Agency).where(col(Agency.external_id) == by.agency).with_for_update())
    taken = (col(Vacancy.external_id) == vacancy.external_id) | (
        col(Vacancy.external_id) == vacancy_input.external_id
    ) & within(by)
    if session.execute(select(1).where(taken)).first():
        raise NumberUsed("external_id")
    return _submit(session, vacancy_input, vacancy, by=by, on=on)


def amend(
    session: Session,
    row: Vacancy,
    vacancy_input: VacancyInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Vacancy:
    """Change the terms of a vacancy; an approved one is vetted again.

    Refuses: as submit does, and WrongStep, FewerThanTaken.
    """
    recruiting_rights.require_allowed(session, by, day)
    if State(row.state) not in CHANGEABLE_STATES:
        raise WrongStep(state=row.state)
    if vacancy_input.seats < row.seats_taken:
        raise FewerThanTaken("seats", taken=row.seats_taken)
    vacancy = msgspec.structs.replace(
        validate(session, vacancy_input, by=by, day=day),
        external_id=row.external_id,
        quota=row.quota,
    )
    return _submit(session, vacancy_input, vacancy, by=by, on=on)


def validate(session: Session, vacancy_input: VacancyInput, *, by: Actor, day: date) -> NewVacancy:
    """The vacancy, if its terms fit together and its codes are known.

    Refuses, all at once: vacancies.WrongPay, vacancies.WrongDates, vacancies.WrongAges,
    countries.WorkInUzbekistan, countries.NotACountry, occupations.UnknownOccupation,
    fields.TooLongAgo, fields.TooFarAhead.
    """
    vacancy = vacancy_input.of(str(by.agency))
    mistakes = Mistakes()
    with mistakes.noted():
        vacancies.require_sense(vacancy)
    with mistakes.noted():
        countries.require(session, vacancy.country)
    with mistakes.noted():
        occupations.require_group(session, vacancy.isco08)
    with mistakes.noted():
        require_within(FIRST_DAY, vacancy.opens_on, day + 3 * YEAR, "opens_on")
    with mistakes.noted():
        require_within(day, vacancy.closes_on, day + 3 * YEAR, "closes_on")
    mistakes.require_none()
    return vacancy


def _submit(
    session: Session, vacancy_input: VacancyInput, vacancy: NewVacancy, *, by: Actor, on: datetime
) -> Vacancy:
    firm = employers.record(session, vacancy_input.firm, by=by, on=on)
    row, _ = vacancies.submit(
        session, vacancy, agency=str(by.agency), employer=firm.reference, by=by, on=on
    )
    return row


def withdraw(session: Session, row: Vacancy, reason: str, *, by: Actor, on: datetime) -> Vacancy:
    """Withdraw a vacancy, which an agency can do even if its licence is suspended.

    Refuses: NotFound, WrongStep.
    """
    return vetting.step(session, row.reference, "withdraw", reason=reason, by=by, on=on)
