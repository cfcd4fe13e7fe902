"""The vetted vacancies of today with which an offer is compared, whatever they pay."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import CountryCode
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n.scripts import fold
from matching.fraud.pay_check import Job

_MOST_COMPARED = 2_000


def find(
    session: Session,
    agency: str | None,
    employer: str,
    country: CountryCode | None,
    groups: tuple[str, ...],
    today: date,
) -> list[Job]:
    """The jobs of this recruiter, employer, country and work; what is not given does not filter."""
    rows = select(
        col(Vacancy.reference),
        col(Vacancy.wage_max),
        col(Vacancy.currency),
        col(Vacancy.period),
        col(Vacancy.hours_per_week),
        col(Vacancy.pay_month),
    ).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(Employer, col(Employer.reference) == col(Vacancy.employer)).where(
        vacancies.may_be_shown(today)
    )
    if agency is not None:
        rows = rows.where(col(Vacancy.agency) == agency)
    if employer:
        rows = rows.where(col(Employer.key) == fold(employer)[:200])
    if country:
        rows = rows.where(col(Vacancy.country) == country)
    if groups:
        rows = rows.where(col(Vacancy.isco08).in_(groups))
    rows = rows.order_by(col(Vacancy.closes_on).desc(), col(Vacancy.reference))
    return [Job(*row) for row in session.execute(rows.limit(_MOST_COMPARED))]
